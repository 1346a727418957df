import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import scaffold from "create-devops-portfolio/scaffold";

/**
 * @typedef {"app" | "infra" | "docs"} Role
 * @typedef {{ folder: string, role: Role, options: Record<string, unknown> }} Repository a repository and what it records
 * @typedef {{ own?: Repository, home: string, beside: boolean, repositories: Repository[] }} Surroundings
 */

const order = /** @type {Role[]} */ (scaffold.roles);

/**
 * The portfolio that a folder is in, holds, or lies beside.
 *
 * @param {string} folder
 * @returns {Surroundings} `own`: the repository that the folder is; `home`: the folder of the repositories.
 */
export function lookAround(folder) {
  const own = repositoryIn(folder);
  const inside = own ? [] : repositoriesBelow(folder);
  const home = own || inside.length === 0 ? dirname(folder) : folder;
  const found = inside.length > 0 ? inside : repositoriesBelow(home);
  const repositories = own ? found.filter(({ options }) => scaffold.samePortfolio(options, own.options)) : found;
  return { own, home, beside: !own && inside.length === 0, repositories };
}

/**
 * The options that a portfolio's repositories record, for a repository that joins them or is written anew.
 *
 * @param {Surroundings} surroundings
 * @param {Role[]} roles
 * @param {(text: string) => void} warn
 * @returns {Record<string, unknown>} nothing when there is no portfolio
 */
export function knownOptions({ own, repositories }, roles, warn) {
  const [first, ...others] = own ? [own, ...repositories.filter(({ role }) => role !== own.role)] : candidates(repositories, roles);
  if (!first) return {};
  for (const { folder, options } of others) {
    const different = scaffold.optionNames.filter((name) => String(options[name]) !== String(first.options[name]));
    if (different.length > 0) {
      warn(
        `${folder} has other values than ${first.folder} (${different.join(", ")}): the latter's are used; "create-devops-portfolio sync" carries them over.`,
      );
    }
  }
  return first.options;
}

/**
 * Of several portfolios in one folder, the one that lacks what is to be written.
 *
 * @param {Repository[]} repositories
 * @param {Role[]} roles
 * @returns {Repository[]}
 */
function candidates(repositories, roles) {
  /** @type {Repository[][]} */
  const portfolios = [];
  for (const repository of repositories) {
    const portfolio = portfolios.find(([other]) => scaffold.samePortfolio(other.options, repository.options));
    if (portfolio) portfolio.push(repository);
    else portfolios.push([repository]);
  }
  if (portfolios.length <= 1) return portfolios[0] ?? [];
  const lacking = portfolios.filter((portfolio) => !portfolio.some(({ role }) => roles.includes(role)));
  if (lacking.length === 1) return lacking[0];
  const folders = portfolios.map(([{ folder }]) => folder).join(", ");
  throw new Error(`There are several portfolios here (${folders}): run this inside a repository of the one that you mean.`);
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
 * @returns {Repository[]}
 */
function repositoriesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => repositoryIn(join(folder, name)) ?? [])
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}
