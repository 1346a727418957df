import { optionNames } from "../portfolio/schema";
import { UsageError } from "../usage-error";
import type { Commands } from "./command";
import { flagsOf } from "./flags";

/** Flags of ours that npm has too and that people give to npm itself: `npx --yes` is one of them. */
const OF_NPM = new Set(["help", "version", "yes"]);

/**
 * `npm create devops-portfolio x --owner ada`: npm takes flags before `--` for its own, keeps them as `npm_config_owner`
 * (without the value, unless there is an equals sign) and hands on the rest. A portfolio that was not meant is not written.
 */
export function refuseEatenFlags(env: NodeJS.ProcessEnv, argv: readonly string[], commands: Commands): void {
  if (env.npm_command === undefined) return;
  const known = new Set([...[...commands.values()].flatMap((command) => Object.keys(flagsOf(command))), ...optionNames]);
  const typed = new Set(argv.map((word) => word.split("=")[0]));
  const eaten = [...known].filter((flag) => !OF_NPM.has(flag) && !typed.has(`--${flag}`) && isEaten(flag, env));
  if (eaten.length === 0) return;
  throw new UsageError(
    `npm took ${eaten.map((flag) => `--${flag}`).join(" and ")} for itself: put -- before the flags, as in npm create devops-portfolio@latest my-portfolio -- --owner ada`,
  );
}

/** npm's variables have lower case and underscores; `--no-install` is `install` turned off. */
function isEaten(flag: string, env: NodeJS.ProcessEnv): boolean {
  const off = /^no-(.*)/.exec(flag)?.[1];
  const value = env[`npm_config_${(off ?? flag).replaceAll("-", "_").toLowerCase()}`];
  if (flag === "registry") return value !== undefined && !/^https?:/.test(value); // npm's own is a URL, ours is a host
  return off === undefined ? value !== undefined && value !== "" : value === "" || value === "false";
}
