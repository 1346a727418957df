import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { compareTree, isUpToDate } from "../files/compare";
import { BASE, MANIFEST, PROJENRC, RECORD, type Tree } from "../files/tree";
import { writeTree } from "../files/write-tree";
import { packageManifest } from "../package-root";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, type ResolvedOptions, resolvePortfolio } from "../portfolio/portfolio";
import type { Sibling } from "../repositories/neighbours";
import { assertNotNewer } from "../repositories/not-newer";
import { renderOptions } from "../repositories/projenrc";
import { readRecord } from "../repositories/record";
import { problemsOf } from "../repositories/report";
import { sharedOptions } from "../repositories/same-portfolio";
import { Failure, UsageError } from "../usage-error";
import { recordFromProjenrc } from "./from-projenrc";
import { intendedTree } from "./intended";
import { membersAt } from "./locate";
import { restoration, type SyncStep, upToDate } from "./sync-step";

/** The repository whose options the others get, and what its own `npx projen` would do first. */
export interface Source {
  readonly repository: Sibling;
  readonly portfolio: Portfolio;
  readonly step: SyncStep;
}

/**
 * The repository that a command is run in; or, in the folder above, the one whose options were edited.
 *
 * @throws UsageError where there is none, or where nothing says which is right
 */
export function sourceAt(path: string, warn: (text: string) => void): Source {
  const folder = resolve(path);
  const record = readRecord(folder) ?? recordFromProjenrc(folder);
  if (!record && existsSync(join(folder, PROJENRC))) {
    const what = `no ${RECORD}, and a ${PROJENRC} of more than options`;
    throw new UsageError(`${folder} is no repository of a portfolio any more (${what}): restore .projen with git`);
  }
  if (!record) return editedAmong(membersAt(folder, warn));
  if (record.removed) {
    throw new UsageError(
      `${folder} is the repository of a service that the portfolio has no more: run sync in another one of its repositories`,
    );
  }
  return sourceFrom({ folder, record });
}

function sourceFrom(repository: Sibling): Source {
  const { folder, record } = repository;
  assertNotNewer(record); // before its options are looked at, which may be news
  const { tree } = intendedTree(folder, record);
  return { repository, portfolio: resolvePortfolio(optionsIn(tree)), step: synthesis(repository, tree) };
}

function synthesis(repository: Sibling, tree: Tree): SyncStep {
  const { folder, record } = repository;
  const restored = restoration(repository, tree);
  // Without its records nothing tells what is the user's: they come back, and npx projen does the rest.
  if (restored?.changes.some(({ path }) => path === RECORD || path === MANIFEST)) return restored;
  const same = renderOptions(optionsIn(tree)) === renderOptions(record.options);
  if (same && record.version !== undefined && record.version !== packageManifest().version) return restored ?? upToDate(repository);
  const comparison = compareTree(folder, tree);
  if (isUpToDate(comparison)) return upToDate(repository);
  const apply = () => problemsOf(writeTree(folder, intendedTree(folder, record).tree));
  const lost = comparison.changes.every(({ path }) => path === BASE || restored?.changes.some((change) => change.path === path));
  const said = restored && lost ? restored : { outcome: "synced" as const, message: "synthesized" };
  return { repository, outcome: said.outcome, message: said.message, changes: comparison.changes, tree, apply };
}

function optionsIn(tree: Tree): ResolvedOptions {
  return JSON.parse(tree.get(RECORD)?.content ?? "{}").options;
}

/** Of repositories that agree, any; else the only one that was edited since its last `npx projen`. */
function editedAmong(repositories: readonly Sibling[]): Source {
  const sources = repositories.flatMap((repository) => {
    try {
      return [sourceFrom(repository)];
    } catch (error) {
      if (error instanceof Failure) return []; // one that only running its .projenrc.ts tells of
      throw error;
    }
  });
  const edited = sources.filter(({ repository, portfolio }) => shared(portfolio.options) !== shared(repository.record.options));
  const candidates = edited.length > 0 ? edited : sources;
  const [first] = candidates;
  if (first && candidates.every(({ portfolio }) => shared(portfolio.options) === shared(first.portfolio.options))) return first;
  const folders = (candidates.length > 0 ? candidates.map(({ repository }) => repository) : repositories).map(({ folder }) => folder);
  throw new UsageError(`nothing says which options are right: run sync in one of ${folders.join(", ")}`);
}

function shared(options: PortfolioOptions): string {
  return renderOptions(sharedOptions(options) as never);
}
