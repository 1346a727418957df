import { dirname } from "node:path";
import { firstOfEach } from "../portfolio/repositories";
import { type ResolvedOptions, servicesOf } from "../portfolio/resolved-options";
import type { Sibling } from "../repositories/neighbours";
import { assertNotNewer } from "../repositories/not-newer";
import { recordedServices } from "../repositories/record";
import { differences, sharedOptions } from "../repositories/same-portfolio";
import { Failure, UsageError } from "../usage-error";
import { membersAt } from "./locate";

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
  const repositories = membersAt(path, warn);
  const [first] = repositories;
  if (first.record.removed) {
    throw new UsageError(
      `${first.folder} is the repository of a service that the portfolio has no more: run this in another one of its repositories`,
    );
  }
  for (const { record } of repositories) assertNotNewer(record);
  for (const other of repositories) assertSame(first, other);
  const options = sharedOptions(first.record.options) as ResolvedOptions;
  return { home: dirname(first.folder), id: first.record.id, options, repositories };
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
  const apps = firstOfEach(servicesOf(options)).filter(({ name }) => !repositories.some((repository) => isOf(repository, name)));
  return [
    ...apps.map(({ repository }) => repository),
    ...(has("infra") ? [] : [options.infraRepository]),
    ...(has("docs") ? [] : [options.docsRepository]),
  ];
}

/** Whether a repository is that of a service, alone or with others. */
export function isOf({ record }: Sibling, service: string): boolean {
  return record.role === "app" && recordedServices(record).some(({ name }) => name === service);
}
