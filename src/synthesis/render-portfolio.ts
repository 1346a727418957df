import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { RECORD, type Tree, type TreeFile } from "../files/tree";
import { fillFolder } from "../files/write-tree";
import type { PortfolioOptions } from "../portfolio/options";
import type { Portfolio } from "../portfolio/portfolio";
import { type RepositoryOf, repositoriesOf } from "../portfolio/repositories";
import { AppRepository } from "../repositories/app-repository";
import { DocsRepository } from "../repositories/docs-repository";
import { InfraRepository } from "../repositories/infra-repository";
import { assertNotNewer } from "../repositories/not-newer";
import { MODEL, PLACE, SERVICE } from "../repositories/portfolio-repository";
import { type Role, readRecordIfSound } from "../repositories/record";

export interface RenderedRepository extends RepositoryOf {
  readonly tree: Tree;
}

export interface WrittenFile {
  readonly path: string;
  readonly owner: TreeFile["ownership"];
}

/** A repository as it is said to the user. */
export interface WrittenRepository {
  readonly role: Role;
  readonly name: string;
  readonly files: readonly WrittenFile[];
}

export const repositoryClasses = { app: AppRepository, infra: InfraRepository, docs: DocsRepository } as const;

export const roles = Object.keys(repositoryClasses) as Role[];

/**
 * The files of one repository of a portfolio, which lies or will lie in a folder.
 *
 * @throws for what lies there and is another repository, or was written by a newer version
 */
export function renderRepository(portfolio: Portfolio, role: Role, folder: string, service?: string): Tree {
  const record = readRecordIfSound(folder);
  if (record) assertNotNewer(record);
  const options: PortfolioOptions = { ...portfolio.options };
  return new repositoryClasses[role](Object.assign(options, { [PLACE]: folder, [MODEL]: portfolio, [SERVICE]: service }))._tree();
}

/** With the identity of the portfolio that a repository joins. */
export function identified(tree: Tree, id: string): Tree {
  const record = tree.get(RECORD);
  if (!record) return tree;
  const content = `${JSON.stringify({ ...JSON.parse(record.content), id }, null, 2)}\n`;
  return new Map([...tree, [RECORD, { ...record, content }]]);
}

/** The repositories of a portfolio that will lie in a directory. */
export function renderPortfolio(portfolio: Portfolio, directory: string): RenderedRepository[] {
  return repositoriesOf(portfolio).map((repository) => {
    const { role, name, service } = repository;
    return { ...repository, tree: renderRepository(portfolio, role, join(directory, name), service) };
  });
}

/** Writes the repositories of a portfolio into a directory that has none of them. */
export function writePortfolio(portfolio: Portfolio, directory: string): void {
  writeRepositories(renderPortfolio(portfolio, directory), directory);
}

export function writeRepositories(repositories: readonly RenderedRepository[], directory: string): void {
  for (const { name, tree } of repositories) {
    mkdirSync(join(directory, name), { recursive: true });
    fillFolder(join(directory, name), tree);
  }
}

export function describe({ role, name, tree }: RenderedRepository): WrittenRepository {
  const paths = [...tree.keys()].sort();
  return { role, name, files: paths.map((path) => ({ path, owner: (tree.get(path) as TreeFile).ownership })) };
}
