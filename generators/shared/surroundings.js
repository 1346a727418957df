import { dirname } from "node:path";
import scaffold from "create-devops-portfolio/scaffold";

/**
 * @typedef {"app" | "infra" | "docs"} Role
 * @typedef {{ folder: string, role: Role, service?: string, id: string, options: Record<string, unknown> }} Repository a repository and what it records
 * @typedef {{ own?: Repository, home: string, here?: boolean, repositories: Repository[] }} Surroundings
 */

const order = /** @type {Role[]} */ (scaffold.roles);

/**
 * The portfolio that a folder is in, holds, or lies beside.
 *
 * @param {string} folder
 * @param {Role[]} roles the repositories that are to be written
 * @param {(text: string) => void} warn
 * @returns {Surroundings} `own`: the repository that the folder is; `home`: the folder of the repositories.
 */
export function lookAround(folder, roles, warn) {
  const own = repositoryIn(folder);
  if (own) {
    const home = dirname(folder);
    return { own, home, repositories: repositoriesBelow(home, warn).filter((other) => scaffold.samePortfolio(other, own)) };
  }
  const inside = repositoriesBelow(folder, warn);
  if (inside.length > 0) return { home: folder, repositories: theOneThatLacks(roles, inside, folder) };
  // Beside a portfolio: only one repository can be missing there, and this folder becomes it.
  const beside =
    roles.length === 1 ? portfolios(repositoriesBelow(dirname(folder), warn)).filter((portfolio) => lacks(roles, portfolio)) : [];
  return { home: folder, here: roles.length === 1, repositories: beside.length === 1 ? beside[0] : [] };
}

/** @param {Surroundings} surroundings @returns {string[]} the repositories that are there */
export function foldersOf({ own, repositories }) {
  return [...new Set([own, ...repositories].flatMap((repository) => (repository ? [repository.folder] : [])))];
}

/**
 * The options that a portfolio's repositories record and share, for a repository that joins them or is written anew.
 *
 * @param {Surroundings} surroundings
 * @param {(text: string) => void} warn
 * @returns {Record<string, unknown>} nothing when there is no portfolio
 */
export function knownOptions({ own, repositories }, warn) {
  const [first, ...others] = own ? [own, ...repositories.filter(({ folder }) => folder !== own.folder)] : repositories;
  if (!first) return {};
  for (const other of others) {
    const different = scaffold.differences(first, other);
    if (different.length > 0) {
      warn(
        `${other.folder} differs from ${first.folder} in ${different.join(", ")}: the latter's are used; create-devops-portfolio sync carries them over.`,
      );
    }
  }
  return scaffold.sharedOptions(first.options);
}

/**
 * @param {Role[]} roles
 * @param {Repository[]} repositories
 * @param {string} folder
 * @returns {Repository[]}
 */
function theOneThatLacks(roles, repositories, folder) {
  const all = portfolios(repositories);
  const lacking = all.length > 1 ? all.filter((portfolio) => lacks(roles, portfolio)) : all;
  if (lacking.length === 1) return lacking[0];
  throw new Error(`There are ${all.length} portfolios in ${folder}: run this inside a repository of the one that you mean.`);
}

/** @param {Role[]} roles @param {Repository[]} portfolio */
function lacks(roles, portfolio) {
  return !portfolio.some(({ role }) => roles.includes(role));
}

/** @param {Repository[]} repositories @returns {Repository[][]} */
function portfolios(repositories) {
  /** @type {Repository[][]} */
  const found = [];
  for (const repository of repositories) {
    const portfolio = found.find(([other]) => scaffold.samePortfolio(other, repository));
    if (portfolio) portfolio.push(repository);
    else found.push([repository]);
  }
  return found;
}

/**
 * @param {string} folder
 * @returns {Repository | undefined}
 */
function repositoryIn(folder) {
  const record = scaffold.readRecord(folder);
  return record && { folder, ...record };
}

/**
 * @param {string} folder
 * @param {(text: string) => void} warn
 * @returns {Repository[]}
 */
function repositoriesBelow(folder, warn) {
  return scaffold
    .repositoriesIn(folder, warn)
    .map(({ folder: place, record }) => ({ folder: place, ...record }))
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}
