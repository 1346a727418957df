import { dirname, resolve } from "node:path";
import { type ResolvedOptions, servicesOf } from "../portfolio/resolved-options";
import { Failure, UsageError } from "../usage-error";
import { repositoriesIn, type Sibling, siblingsOf } from "./neighbours";
import { assertNotNewer } from "./not-newer";
import { RECORD, readRecord, samePortfolio } from "./record";
import { differences, sharedOptions } from "./same-portfolio";

/** The repositories of one portfolio that lie beside each other, and the options that they share. */
export interface Whole {
  /** The folder that they lie in. */
  readonly home: string;
  readonly id: string;
  readonly options: ResolvedOptions;
  readonly repositories: readonly Sibling[];
}

/**
 * The portfolio that a folder is a repository of, or holds.
 *
 * @throws UsageError where there is none or more than one, Failure where its repositories disagree.
 */
export function portfolioAt(path: string, warn: (text: string) => void): Whole {
  const first = firstAt(resolve(path), warn);
  const repositories = [first, ...siblingsOf(first.folder, first.record, warn)];
  for (const { record } of repositories) assertNotNewer(record);
  for (const other of repositories) assertSame(first, other);
  const options = sharedOptions(first.record.options) as ResolvedOptions;
  return { home: dirname(first.folder), id: first.record.id, options, repositories };
}

function firstAt(folder: string, warn: (text: string) => void): Sibling {
  const record = readRecord(folder);
  if (record?.removed) {
    throw new UsageError(
      `${folder} is the repository of a service that the portfolio has no more: run this in another one of its repositories`,
    );
  }
  if (record) return { folder, record };
  const [first, ...others] = repositoriesIn(folder, warn);
  if (!first) {
    throw new UsageError(
      `${folder} is no repository of a portfolio (no ${RECORD}) and holds none: run this in one, or in the folder above`,
    );
  }
  const stranger = others.find((other) => !samePortfolio(first.record, other.record));
  if (!stranger) return first;
  throw new UsageError(
    `${folder} holds repositories of several portfolios: run this in one of the portfolio that you mean, such as ${first.folder}`,
  );
}

function assertSame(first: Sibling, other: Sibling): void {
  const different = differences(first.record, other.record);
  if (different.length === 0) return;
  throw new Failure(
    `${first.folder} and ${other.folder} differ in ${different.join(", ")}: ` +
      "run npx create-devops-portfolio sync in the one that is right, then this again",
  );
}

/** The app repositories and others of a portfolio that do not lie here, by name. */
export function absentFrom({ repositories, options }: Whole): string[] {
  const has = (role: string) => repositories.some(({ record }) => record.role === role);
  const apps = servicesOf(options).filter(({ name }) => !repositories.some((repository) => isOf(repository, name)));
  return [
    ...apps.map(({ repository }) => repository),
    ...(has("infra") ? [] : [options.infraRepository]),
    ...(has("docs") ? [] : [options.docsRepository]),
  ];
}

/** Whether a repository is that of a service. */
export function isOf({ record }: Sibling, service: string): boolean {
  return record.role === "app" && (record.service ?? servicesOf(record.options)[0].name) === service;
}
