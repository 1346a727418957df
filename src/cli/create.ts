import { basename, join, relative, resolve } from "node:path";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { createPortfolio, preview } from "../synthesis/create-portfolio";
import { installDependencies } from "../synthesis/install";
import type { WrittenRepository } from "../synthesis/render-portfolio";
import { assertNewOrEmpty } from "../synthesis/staging";
import { UsageError } from "../usage-error";
import type { Arguments } from "./flags";
import { createFleet } from "./fleet";
import { guessOwner, withOwner } from "./owner";
import { nextSteps, summary, tree } from "./report";

const DEFAULT_DIRECTORY = "devops-portfolio";

/** `create-devops-portfolio [directory]` */
export async function create({ positionals, options, flags }: Arguments): Promise<void> {
  if (positionals.length > 1) throw new UsageError(`one directory is enough, but got ${positionals.join(", ")}`);
  const directory = resolve(positionals[0] ?? DEFAULT_DIRECTORY);
  const config = flags.config === undefined ? {} : (await import("./config-file.js")).readConfig(String(flags.config));
  if (Array.isArray(config)) return createFleet(directory, config, options, flags);

  assertNewOrEmpty(directory);
  const interactive = process.stdin.isTTY && process.stdout.isTTY && !flags.yes && !flags.json;
  const portfolio = await choose({ ...config, ...options }, interactive);

  if (flags["dry-run"]) return print(flags, directory, preview(portfolio, directory), tree);
  if (interactive) await confirmed(portfolio, directory);

  const repositories = await createPortfolio(portfolio, directory, { git: !flags["no-git"] });
  const app = join(directory, portfolio.appRepository);
  const ending = flags["no-install"] ? undefined : await installDependencies(portfolio, app, Boolean(flags.json));
  print(flags, directory, repositories, () => nextSteps(portfolio, shortPath(directory), ending === "success"));
  if (ending === "interruption") process.exitCode = 130;
}

/** The portfolio from what was given, the user's answers and the defaults. */
async function choose(given: Record<string, unknown>, interactive: boolean): Promise<Portfolio> {
  if (interactive) {
    const { askOptions } = await import("./prompts.js");
    return resolvePortfolio((await askOptions(given, guessOwner())) as unknown as PortfolioOptions);
  }
  return resolvePortfolio(withOwner(given) as unknown as PortfolioOptions);
}

async function confirmed(portfolio: Portfolio, directory: string): Promise<void> {
  const { confirmSummary } = await import("./prompts.js");
  await confirmSummary(`${basename(directory)}/`, summary(preview(portfolio, directory)));
}

function print(
  flags: Arguments["flags"],
  directory: string,
  repositories: WrittenRepository[],
  text: (repositories: WrittenRepository[]) => string,
): void {
  const dryRun = Boolean(flags["dry-run"]);
  process.stdout.write(flags.json ? `${JSON.stringify({ directory, dryRun, repositories }, null, 2)}\n` : text(repositories));
}

/** Relative while that is short, as a person would type it; the folder itself by its whole path, since it was replaced. */
function shortPath(directory: string): string {
  const path = relative(process.cwd(), directory);
  return path === "" || path.startsWith(join("..", "..")) ? directory : path;
}
