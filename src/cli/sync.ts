import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { type Sibling, siblingsOf } from "../repositories/neighbours";
import { renderOptions, renderProjenrc } from "../repositories/projenrc";
import { RECORD, readRecord } from "../repositories/record";
import { repositoryClasses, writeRepository } from "../synthesis/write-portfolio";
import { UsageError } from "../usage-error";

/**
 * Carries the options of a repository, as its last `npx projen` recorded them,
 * to the repositories of the same portfolio beside it. A `.projenrc.ts` is rewritten only while its options read exactly as
 * they were written: what a person changed by hand is theirs, and is said.
 */
export function sync(repository: string, how: How): void {
  const source = resolve(repository);
  const record = readRecord(source);
  if (!record) throw new UsageError(`${source} is no repository of a portfolio (no ${RECORD}): run sync in one, after npx projen`);
  const portfolio = resolvePortfolio(record.options as PortfolioOptions);
  const siblings = siblingsOf(source, record);
  if (siblings.length === 0) process.stdout.write(`No sibling repository of ${portfolio.appName} beside ${source}.\n`);
  const skipped = siblings.filter((sibling) => !syncRepository(sibling, portfolio, how));
  if (skipped.length > 0) process.exitCode = 1;
}

interface How {
  /** Say what would change, and write nothing. */
  readonly dryRun: boolean;
}

/** @returns whether the repository now has the options of the portfolio. */
function syncRepository({ folder, record }: Sibling, portfolio: Portfolio, { dryRun }: How): boolean {
  const wanted = renderOptions(portfolio.options);
  const recorded = renderOptions(record.options);
  if (wanted === recorded) {
    process.stdout.write(`${folder}: up to date\n`);
    return true;
  }
  const file = join(folder, ".projenrc.ts");
  const source = readFileSync(file, "utf8");
  if (!source.includes(recorded)) {
    process.stderr.write(`${folder}: .projenrc.ts was changed by hand; set its options to these and run npx projen:\n${wanted}\n`);
    return false;
  }
  if (dryRun) {
    process.stdout.write(`${folder}: would get the options of ${portfolio.appName}\n`);
    return true;
  }
  writeFileSync(
    file,
    source.replace(recorded, () => wanted),
  );
  // What else .projenrc.ts says about the files, only running it can know.
  if (source === renderProjenrc(repositoryClasses[record.role].name, record.options)) {
    writeRepository(portfolio, record.role, folder);
    process.stdout.write(`${folder}: synced\n`);
  } else {
    process.stdout.write(`${folder}: its options are synced; run npx projen there, because its .projenrc.ts says more\n`);
  }
  return true;
}
