import { readdirSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { repositoriesIn, type Sibling, siblingsOf } from "../repositories/neighbours";
import { RECORD, readRecord, samePortfolio } from "../repositories/record";
import { UsageError } from "../usage-error";

/**
 * The repositories that a folder means: itself, those in it, or those of the portfolios in it.
 *
 * @throws UsageError where there is none.
 */
export function repositoriesAt(path: string, warn: (text: string) => void): Sibling[] {
  const folder = resolve(path);
  const record = readRecord(folder);
  if (record) return [{ folder, record }];
  const found = repositoriesIn(folder, warn);
  const all = found.length > 0 ? found : foldersIn(folder).flatMap((portfolio) => repositoriesIn(portfolio, warn));
  if (all.length > 0) return all;
  throw new UsageError(`${folder} is no repository of a portfolio (no ${RECORD}) and holds none: run this in one, or in the folder above`);
}

/**
 * Every repository of the portfolio that a folder is part of, or that lies in it.
 *
 * @throws UsageError where there is none, or more than one portfolio.
 */
export function membersAt(path: string, warn: (text: string) => void): [Sibling, ...Sibling[]] {
  const found = repositoriesAt(path, warn);
  const [first] = found;
  if (found.every(({ record }) => samePortfolio(record, first.record))) return [first, ...siblingsOf(first.folder, first.record, warn)];
  throw new UsageError(
    `${resolve(path)} holds repositories of several portfolios: run this in one of the portfolio that you mean, such as ${first.folder}`,
  );
}

export interface Located {
  readonly repository: Sibling;
  /** Paths within it. */
  readonly paths: string[];
}

/** The repositories that files lie in, whether or not they exist. @throws UsageError for one that lies in none. */
export function locate(files: readonly string[]): Located[] {
  const found = new Map<string, Located>();
  for (const file of files.map((path) => resolve(path))) {
    const repository = repositoryAbove(dirname(file));
    if (!repository) throw new UsageError(`${file} lies in no repository of a portfolio (no ${RECORD} above it)`);
    const { paths } = found.get(repository.folder) ?? { paths: [] };
    const path = relative(repository.folder, file).split(sep).join("/");
    found.set(repository.folder, { repository, paths: [...new Set([...paths, path])] });
  }
  return [...found.values()];
}

function repositoryAbove(folder: string): Sibling | undefined {
  const record = readRecord(folder);
  if (record) return { folder, record };
  return dirname(folder) === folder ? undefined : repositoryAbove(dirname(folder));
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .map(({ name }) => join(folder, name))
    .sort();
}
