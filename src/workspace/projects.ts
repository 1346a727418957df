import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { Repository, type SourceFile } from "./repository";

/** What a repository remembers of the portfolio that it is part of. */
export const RECORD = ".projen/portfolio.json";

/** So many are what somebody names when they belong together. */
const FEW = 6;
const MAX_SIZE = 200_000;
const SPEAKS = /\.(ya?ml|md|tf|sh|json|toml)$|^(Makefile|Jenkinsfile|Dockerfile)$/;

export interface Location {
  readonly root: string;
  readonly shown: string;
}

/**
 * Repositories that speak of each other are one project and are read together; those of a large collection that do not are read for
 * themselves. Those of one portfolio never belong to another.
 */
export function projectsOf(locations: readonly Location[]): Location[][] {
  const portfolios = locations.map(portfolioAt);
  const isOther = (a: number, b: number) => portfolios[a] !== undefined && portfolios[b] !== undefined && portfolios[a] !== portfolios[b];
  const byName = grouped(locations, (at) => nameOf(locations[at]!));
  const areSeveral = byName.size < locations.length || new Set(portfolios.filter((id) => id !== undefined)).size > 1;
  if (locations.length <= FEW && !areSeveral) return [[...locations]];
  const parent = locations.map((_, at) => at);
  const root = (at: number): number => (parent[at] === at ? at : root(parent[at]!));
  for (const [at, location] of locations.entries()) {
    for (const name of mentionedBy(location, byName)) {
      const known = byName.get(name)!.filter((other) => !isOther(at, other));
      const meant = nearestTo(location, known, locations);
      if (meant !== undefined) parent[root(meant)] = root(at);
    }
  }
  return [...grouped(locations, root).values()].map((group) => group.map((at) => locations[at]!));
}

/** The id of the portfolio that a repository is part of, by its own record. */
function portfolioAt({ root }: Location): string | undefined {
  const file = join(root, RECORD);
  try {
    const { id } = statSync(file).isFile() ? JSON.parse(readFileSync(file, "utf8")) : {};
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined; // it has none that can be read: the checks say so
  }
}

function grouped<K>(locations: readonly Location[], keyOf: (at: number) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>();
  for (const at of locations.keys()) groups.set(keyOf(at), [...(groups.get(keyOf(at)) ?? []), at]);
  return groups;
}

const nameOf = ({ root }: Location): string => root.split("/").at(-1)!;

/** Another checkout of the same name is another project's, unless it is the only one. */
function nearestTo(from: Location, known: readonly number[], locations: readonly Location[]): number | undefined {
  const beside = known.filter((at) => dirname(locations[at]!.root) === dirname(from.root));
  return beside.length === 1 ? beside[0] : known.length === 1 ? known[0] : undefined;
}

/** Names of others behind a slash, as in `../infra`, `repos/owner/infra` and `https://github.com/owner/infra.git`. */
function mentionedBy(location: Location, names: ReadonlyMap<string, unknown>): Set<string> {
  const found = new Set<string>();
  const own = nameOf(location);
  for (const file of new Repository(location.root, "").files.values()) {
    if (!isSpeaking(file)) continue;
    for (const [, name] of file.text.matchAll(/\/([\w.-]+?)(?:\.git)?(?=["'`\s/@:),\]}]|$)/gm)) {
      if (name !== own && names.has(name!)) found.add(name!);
    }
  }
  return found;
}

const isSpeaking = ({ name, size }: SourceFile): boolean => size < MAX_SIZE && SPEAKS.test(name) && !/lock/.test(name);
