import { join } from "node:path";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { PortfolioError } from "../portfolio/problems";
import { createPortfolio, isComplete } from "../synthesis/create-portfolio";
import { assertNewOrEmpty } from "../synthesis/staging";
import { UsageError } from "../usage-error";
import type { ConfiguredPortfolio } from "./config-file";
import type { Arguments } from "./flags";
import { withOwner } from "./owner";

interface Member {
  readonly name: string;
  readonly directory: string;
  readonly portfolio: Portfolio;
}

/**
 * Writes many portfolios, each in its own folder of a directory. All are validated before the first is written; one that
 * then fails to be written is left out whole, and said at the end.
 */
export async function createFleet(
  directory: string,
  configs: readonly ConfiguredPortfolio[],
  options: Arguments["options"],
  flags: Arguments["flags"],
): Promise<void> {
  const members = validated(directory, configs, withOwner({ ...options }));
  const failures: string[] = [];
  const written: string[] = [];
  for (const { name, directory: target, portfolio } of members) {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${written.length + failures.length + 1}/${members.length} ${name}`);
    try {
      if (!flags["dry-run"] && !isComplete(portfolio, target)) await createPortfolio(portfolio, target, { git: !flags["no-git"] });
      written.push(name);
    } catch (error) {
      failures.push(`${name}: ${(error as Error).message}`);
    }
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  report(directory, written, failures, flags);
}

function validated(directory: string, configs: readonly ConfiguredPortfolio[], common: Record<string, unknown>): Member[] {
  const problems: string[] = [];
  const members = configs.flatMap((config, index) => {
    try {
      return [member(directory, config, common)];
    } catch (error) {
      if (!(error instanceof PortfolioError || error instanceof UsageError)) throw error;
      problems.push(...error.message.split("\n").map((line) => `portfolio ${index + 1}: ${line}`));
      return [];
    }
  });
  const names = new Set<string>();
  for (const { name } of members) {
    if (names.has(name)) problems.push(`two portfolios go to ${name}: give one another directory`);
    names.add(name);
  }
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return members;
}

function member(directory: string, config: ConfiguredPortfolio, common: Record<string, unknown>): Member {
  const { directory: name, ...own } = config;
  const portfolio = resolvePortfolio({ ...common, ...own } as unknown as PortfolioOptions);
  const folder = name === undefined ? portfolio.appName : String(name);
  if (!/^[\w.-]+$/.test(folder) || folder.startsWith("."))
    throw new UsageError(`directory: ${JSON.stringify(folder)} is not a plain folder name`);
  const target = join(directory, folder);
  if (!isComplete(portfolio, target)) assertNewOrEmpty(target);
  return { name: folder, directory: target, portfolio };
}

function report(directory: string, written: readonly string[], failures: readonly string[], flags: Arguments["flags"]): void {
  const verb = flags["dry-run"] ? "Would write" : "Wrote";
  if (flags.json) process.stdout.write(`${JSON.stringify({ directory, dryRun: Boolean(flags["dry-run"]), written, failures }, null, 2)}\n`);
  else process.stdout.write(`${verb} ${written.length} portfolios in ${directory}.\n`);
  if (failures.length === 0) return;
  process.stderr.write(`${failures.length} failed:\n${failures.map((failure) => `  ${failure}\n`).join("")}`);
  process.exitCode = 1;
}
