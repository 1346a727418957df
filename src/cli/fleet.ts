import { join, resolve } from "node:path";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { PortfolioError } from "../portfolio/problems";
import { createPortfolio, isComplete } from "../synthesis/create-portfolio";
import { nestedIn } from "../synthesis/nested";
import { assertNewOrEmpty } from "../synthesis/staging";
import { UsageError } from "../usage-error";
import { clashesOf } from "./clashes";
import type { Arguments } from "./command";
import type { fleet as command } from "./commands/fleet";
import type { ConfiguredPortfolio } from "./config-file";
import { withOwner } from "./owner";
import { warningLines } from "./report";

type How = Omit<Arguments<typeof command.flags>["flags"], "config">;

/** One portfolio of a list. */
export interface Member {
  /** Place in the list, from 1. */
  readonly number: number;
  /** Name of its folder. */
  readonly name: string;
  readonly directory: string;
  readonly portfolio: Portfolio;
}

/**
 * Writes many portfolios, each in its own folder of a directory. All are validated before the first is written; one that
 * then fails to be written is left out whole, and said at the end. What an earlier run completed is skipped.
 *
 * @param options those of flags, which win over what an entry of the list says
 */
export async function createFleet(
  path: string,
  configs: readonly ConfiguredPortfolio[],
  options: Readonly<Record<string, unknown>>,
  how: How,
): Promise<void> {
  const directory = resolve(path);
  const members = validated(directory, withOwners(configs.map((config) => ({ ...config, ...options }))));
  const skipped = members.filter((member) => isComplete(member.portfolio, member.directory));
  const rest = members.filter((member) => !skipped.includes(member));
  const outcome: Outcome = { written: [], skipped: skipped.map(({ name }) => name), failures: [] };
  for (const [index, { name, directory: target, portfolio }] of rest.entries()) {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${index + 1}/${rest.length} ${name}`);
    try {
      if (!how["dry-run"]) await createPortfolio(portfolio, target, { git: !how["no-git"] });
      outcome.written.push(name);
    } catch (error) {
      outcome.failures.push(`${name}: ${(error as Error).message}`);
    }
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  for (const warning of how["no-git"] ? [] : await nestedIn(directory)) process.stderr.write(`${warningLines([warning])}\n`);
  report(directory, outcome, how);
}

/** The guess is made, and announced, once, and only for those that name nobody. */
function withOwners(configs: readonly ConfiguredPortfolio[]): ConfiguredPortfolio[] {
  if (configs.every(({ owner }) => owner !== undefined)) return [...configs];
  const guessed = withOwner({});
  return configs.map((config) => ({ ...guessed, ...config }));
}

function validated(directory: string, configs: readonly ConfiguredPortfolio[]): Member[] {
  const problems: string[] = [];
  const members = configs.flatMap((config, index) => {
    try {
      return [memberOf(directory, config, index + 1)];
    } catch (error) {
      if (!(error instanceof PortfolioError || error instanceof UsageError)) throw error;
      problems.push(...error.message.split("\n").map((line) => `portfolio ${index + 1}: ${line}`));
      return [];
    }
  });
  problems.push(...clashesOf(members));
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return members;
}

function memberOf(directory: string, { directory: folder, ...options }: ConfiguredPortfolio, number: number): Member {
  const portfolio = resolvePortfolio(options as unknown as PortfolioOptions);
  const name = folder === undefined ? portfolio.services[0].name : folder;
  if (typeof name !== "string" || !/^\w[\w.-]*$/.test(name))
    throw new UsageError(
      `directory: ${JSON.stringify(name)} is not the plain name of a folder: letters, digits, dots, hyphens and underscores`,
    );
  const member = { number, name, directory: join(directory, name), portfolio };
  if (!isComplete(portfolio, member.directory)) assertNewOrEmpty(member.directory);
  return member;
}

interface Outcome {
  readonly written: string[];
  readonly skipped: readonly string[];
  readonly failures: string[];
}

function report(directory: string, { written, skipped, failures }: Outcome, how: How): void {
  const dryRun = Boolean(how["dry-run"]);
  if (how.json) process.stdout.write(`${JSON.stringify({ directory, dryRun, written, skipped, failures }, null, 2)}\n`);
  else {
    const known = skipped.length > 0 ? ` Skipped ${skipped.length} that were there: ${skipped.join(", ")}.` : "";
    process.stdout.write(`${dryRun ? "Would write" : "Wrote"} ${written.length} portfolios in ${directory}.${known}\n`);
  }
  if (failures.length === 0) return;
  process.stderr.write(`${failures.length} failed:\n${failures.map((failure) => `  ${failure}\n`).join("")}`);
  process.exitCode = 1;
}
