import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Tree } from "../files/tree";
import { fillFolder } from "../files/write-tree";
import type { Portfolio } from "../portfolio/portfolio";
import { type RepositoryOf, repositoriesOf } from "../portfolio/repositories";
import { type Sibling, siblingsOf } from "../repositories/neighbours";
import { type PortfolioRecord, recordedService, serviceIn } from "../repositories/record";
import { differences, portfolioFor } from "../repositories/same-portfolio";
import { firstCommit } from "./first-commit";
import { recordFromProjenrc } from "./from-projenrc";
import { identified, renderRepository } from "./render-portfolio";
import { writeAtomically } from "./staging";
import { stepsForSibling } from "./sync-sibling";
import { type Source, sourceAt } from "./sync-source";
import { left, restoration, type SyncStep } from "./sync-step";

export interface SyncPlan {
  readonly portfolio: Portfolio;
  readonly source: Sibling;
  /** The options that differ from the last synthesis, in any of the repositories. */
  readonly options: readonly string[];
  /** The source's first. The docs repository's last, wherever it stands: its pages name lines of the others. */
  readonly steps: readonly SyncStep[];
}

/**
 * Synthesizes a repository and carries its options to the others of the same portfolio, which lie beside it; one that does not is
 * written anew. A `.projenrc.ts` is rewritten only while its options read exactly as they were written: what a person changed by hand is
 * theirs, and is said. Everything is found out before the first file is written.
 *
 * @param path a repository, or the folder that those of a portfolio lie in
 * @param warn says which neighbour cannot be read
 */
export function planSync(path: string, warn: (text: string) => void): SyncPlan {
  const source = sourceAt(path, warn);
  const { repository, portfolio, step } = source;
  const siblings = siblingsOf(repository.folder, repository.record, warn);
  const known = [repository, ...siblings];
  const absent = repositoriesOf(portfolio).filter((wanted) => !known.some(({ record }) => isFor(record, wanted, portfolio)));
  const others = [
    ...siblings.flatMap((sibling) => stepsForSibling(sibling, portfolio)),
    ...absent.flatMap((wanted) => stepsForAbsent(wanted, source)),
  ];
  const steps = [step, ...others].sort((a, b) => Number(isDocs(a)) - Number(isDocs(b)));
  const options = new Set(known.flatMap(({ record }) => differences(portfolio, record)));
  return { portfolio, source: repository, options: [...options], steps };
}

function isDocs({ repository }: SyncStep): boolean {
  return repository.record.role === "docs";
}

/** Whether a repository is the one that a portfolio wants: the first service may have been renamed. */
function isFor(record: PortfolioRecord, { role, name }: RepositoryOf, { services }: Portfolio): boolean {
  if (record.role !== role || role !== "app") return record.role === role;
  const called = recordedService(record).name;
  const known = services.some((service) => service.name === called) ? called : serviceIn(record, services);
  return (known === undefined ? services[0] : services.find((service) => service.name === known))?.repository === name;
}

/** A repository that is not there: written as a new one would be. One that has lost its record only gets its files back. */
function stepsForAbsent({ role, service, name }: RepositoryOf, { repository: source, portfolio }: Source): SyncStep[] {
  const folder = join(dirname(source.folder), name);
  const record: PortfolioRecord = { role, service, id: source.record.id, options: portfolioFor(undefined, portfolio).options };
  const repository = { folder, record };
  const render = () => identified(renderRepository(portfolioFor(undefined, portfolio), role, folder, service), source.record.id);
  if (existsSync(folder)) {
    const found = statSync(folder).isDirectory() ? recordFromProjenrc(folder) : undefined;
    const restored = found?.role === role && restoration(repository, render());
    if (restored) return [restored];
    return [left(repository, "refused", `is in the way of the ${role} repository of this portfolio: move it, or name another one`)];
  }
  const tree = render();
  const changes = [...tree].map(([path, { content }]) => ({ path, kind: "create" as const, content, mode: 0o644 }));
  const clone = `git clone https://github.com/${portfolio.owner}/${name}`;
  const message = `written anew; if it is at GitHub, take that one instead: rm -r ${basename(folder)} && ${clone}`;
  return [{ repository, outcome: "created", message, changes, tree, apply: () => created(folder, render(), portfolio, source) }];
}

async function created(folder: string, tree: Tree, portfolio: Portfolio, source: Sibling): Promise<string[]> {
  const reason = await writeAtomically(folder, (staging) => {
    fillFolder(staging, tree);
    return existsSync(join(source.folder, ".git")) ? firstCommit(staging, portfolio) : undefined;
  });
  return reason === undefined ? [] : [`No first commit: ${reason}.`];
}
