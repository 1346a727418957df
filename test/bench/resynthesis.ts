import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { writePortfolio } from "../../src/synthesis/render-portfolio";
import { command, repositoryRoot, sh } from "../support/command";
import { median, medians, type Result } from "./measure";

const bin = join(repositoryRoot, "bin/create-devops-portfolio.js");

/** `npx projen` in a generated repository against `npx` of a program that does nothing, and `status` of its portfolio against it. */
export function benchResynthesis(): Result[] {
  return inFolder((folder) => {
    command([join(folder, "p"), "--yes", "--owner", "ada", "--no-git", "--no-install"]);
    const infra = join(folder, "p/infra-k8s");
    sh(infra, "npx --yes projen"); // installs the scaffolder
    sh(
      folder,
      `mkdir -p empty/node_modules/.bin && printf '#!/usr/bin/env node\n' > empty/node_modules/.bin/nothing && chmod +x empty/node_modules/.bin/nothing && printf '{}' > empty/package.json`,
    );
    const { floor, projen, status } = medians(
      {
        floor: { command: "npx", args: () => ["nothing"], cwd: join(folder, "empty") },
        projen: { command: "npx", args: () => ["--yes", "projen"], cwd: infra },
        status: { command: "node", args: () => [bin, "status"], cwd: join(folder, "p") },
      },
      7,
    );
    const written = statSync(join(infra, ".projen/written.json")).size / 1e3;
    return [
      { what: "npx projen, to npx of nothing", value: projen / floor, unit: "×", reach: 2.5, note: `${projen.toFixed(0)} ms` },
      { what: "status of a portfolio, to npx projen", value: status / projen, unit: "×", reach: 1.5, note: `${status.toFixed(0)} ms` },
      { what: "written.json of the infra repository", value: written, unit: "kB" },
    ];
  });
}

/** `status` of many portfolios in one folder: in seconds, and the memory of 200 against that of 50. */
export function benchStatus(): Result[] {
  return inFolder((folder) => {
    const portfolio = resolvePortfolio({ owner: "ada" });
    const [few, many] = [50, 200].map((count) => {
      const home = join(folder, String(count));
      mkdirSync(home);
      for (let index = 0; index < count; index++) writePortfolio(portfolio, join(home, String(index)));
      return measured(home, folder);
    });
    return [
      { what: "status of 200 portfolios", value: many.seconds, unit: "s", reach: 20 },
      {
        what: "memory of status of 200, to 50",
        value: many.memory / few.memory,
        unit: "×",
        reach: 1.2,
        note: `${many.memory.toFixed(0)} MB`,
      },
    ];
  });
}

function measured(home: string, aside: string): { seconds: number; memory: number } {
  const [report, hook] = [join(aside, "rss"), join(aside, "rss.cjs")];
  const onExit = `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)))`;
  sh(aside, `cat > rss.cjs <<'JS'\n${onExit}\nJS`);
  const runs = [0, 1, 2].map(() => {
    const start = performance.now();
    sh(home, `node --require "${hook}" "${bin}" status --json > /dev/null`);
    return { seconds: (performance.now() - start) / 1000, memory: Number(readFileSync(report, "utf8")) / 1024 };
  });
  return { seconds: median(runs.map(({ seconds }) => seconds)), memory: median(runs.map(({ memory }) => memory)) };
}

function inFolder<Found>(use: (folder: string) => Found): Found {
  const folder = mkdtempSync(join(tmpdir(), "bench-resynth-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
