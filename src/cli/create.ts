import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import type { Arguments } from "./flags";
import { createFleet } from "./fleet";
import { firstCommit, gitIsInstalled } from "./git";
import { installDependencies } from "./install";
import { guessOwner } from "./owner";
import { nextSteps, summary, tree } from "./report";
import { assertNewOrEmpty, withTemporaryFolder, writeAtomically } from "./staging";
import { UsageError } from "./usage-error";
import { type WrittenRepository, writePortfolio } from "./write-portfolio";

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

  if (flags["dry-run"]) return print(flags, directory, await preview(portfolio, directory), tree);
  if (interactive) await confirmed(portfolio, directory);

  const repositories = await createPortfolio(portfolio, directory, { git: !flags["no-git"] });
  const installed = flags["no-install"]
    ? undefined
    : installDependencies(portfolio, join(directory, portfolio.appRepository), Boolean(flags.json));
  print(flags, directory, repositories, () => nextSteps(portfolio, shortPath(directory), installed));
}

/** The portfolio from what was given, the user's answers and the defaults. */
async function choose(given: Record<string, unknown>, interactive: boolean): Promise<Portfolio> {
  if (interactive) {
    const { askOptions } = await import("./prompts.js");
    return resolvePortfolio((await askOptions(given, guessOwner())) as unknown as PortfolioOptions);
  }
  return resolvePortfolio(withOwner(given) as unknown as PortfolioOptions);
}

/** Nobody was asked for the owner: say who it is and why. */
export function withOwner(given: Record<string, unknown>): Record<string, unknown> {
  if (given.owner !== undefined) return given;
  const { owner, source } = guessOwner();
  process.stderr.write(`Owner: ${owner}, from ${source}. Change it with --owner.\n`);
  return { ...given, owner };
}

async function confirmed(portfolio: Portfolio, directory: string): Promise<void> {
  const { confirmSummary } = await import("./prompts.js");
  await confirmSummary(`${basename(directory)}/`, summary(await preview(portfolio, directory)));
}

/** What would be written, from writing it to a folder that is thrown away. */
function preview(portfolio: Portfolio, directory: string): Promise<WrittenRepository[]> {
  return withTemporaryFolder(tmpdir(), (folder) => writePortfolio(portfolio, folder, directory));
}

/** Writes a portfolio into a new or empty directory: all of it or nothing. */
export function createPortfolio(portfolio: Portfolio, directory: string, { git }: { git: boolean }): Promise<WrittenRepository[]> {
  return writeAtomically(directory, async (staging) => {
    const repositories = writePortfolio(portfolio, staging, directory);
    if (!git) return repositories;
    if (await gitIsInstalled()) await Promise.all(readdirSync(staging).map((name) => firstCommit(join(staging, name), portfolio)));
    else process.stderr.write("git is not installed: the repositories are plain folders for now. Run git init in each later.\n");
    return repositories;
  });
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
