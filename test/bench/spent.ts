import { join } from "node:path";
import { repositoryRoot, sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";

export interface Spent {
  /** Of the processor: other programs take their share of the clock. */
  readonly seconds: number;
  readonly megabytes: number;
}

const HOOK =
  'process.on("exit", () => { const { userCPUTime: user, systemCPUTime: system, maxRSS } = process.resourceUsage(); require("fs").writeFileSync(process.env.REPORT, JSON.stringify({ seconds: (user + system) / 1e6, megabytes: maxRSS / 1024 })); process.exitCode = 0; })';

/** What the command spends, as the process itself says when it ends. */
export function spentBy(args: readonly string[]): Spent {
  const place = temporaryFolder();
  sh(place, `cat > hook.cjs <<'JS'\n${HOOK}\nJS`);
  const bin = join(repositoryRoot, "bin/create-devops-portfolio.js");
  sh(place, `REPORT="$PWD/report" node --require ./hook.cjs "${bin}" ${args.map((arg) => `'${arg}'`).join(" ")} > /dev/null`);
  return JSON.parse(sh(place, "cat report"));
}
