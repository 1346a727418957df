import { lstatSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJENRC, type Tree } from "../files/tree";
import { UsageError } from "../usage-error";

/** Files that a person may have already, in one form or another, and that nothing else of a portfolio needs. */
const REPLACEABLE: Readonly<Record<string, RegExp>> = {
  ".gitignore": /^\.gitignore$/,
  ".gitattributes": /^\.gitattributes$/,
  "scripts/.gitattributes": /^scripts\/\.gitattributes$/,
  LICENSE: /^(licen[cs]e|copying)([.-].*)?$/i,
  "README.md": /^readme(\..*)?$/i,
  "compose.yaml": /^(docker-)?compose\.ya?ml$/,
  ".github/dependabot.yml": /^(\.github\/)?(dependabot\.ya?ml|renovate\.json5?|\.renovaterc(\.json)?)$/,
};

/** What becomes of the files that a repository would get. */
export interface Sorted {
  /** Managed files in whose place a person has one: theirs stays. */
  readonly theirs: readonly string[];
  /** Files that are there, and that are the person's anyway. */
  readonly there: readonly string[];
}

/**
 * Looks for what is in the way of a tree in a folder.
 *
 * @throws UsageError that names all of it, and what to do
 */
export function sorted(folder: string, tree: Tree): Sorted {
  const theirs = Object.keys(REPLACEABLE).filter((path) => tree.has(path) && hasOne(folder, path));
  const taken = [...tree].flatMap(([path, { ownership }]) => {
    const place = theirs.includes(path) ? undefined : placeOf(folder, path);
    return place === undefined ? [] : [{ path, place, ownership }];
  });
  const inTheWay = taken.filter(({ path, place, ownership }) => ownership !== "seeded" || path === PROJENRC || place !== path);
  if (inTheWay.length > 0) throw new UsageError(inTheWay.map(({ path, place }) => messageOf(folder, path, place)).join("\n"));
  return { theirs, there: taken.map(({ path }) => path) };
}

function messageOf(folder: string, path: string, place: string): string {
  const wanted = place === path ? "a file of the portfolio has this name" : `${path} is to lie there`;
  return `${join(folder, place)} is in the way: ${wanted}. Rename it (git mv), commit, and run adopt again`;
}

function hasOne(folder: string, path: string): boolean {
  const pattern = REPLACEABLE[path] as RegExp;
  const folders = path.includes("/") ? ["", dirname(path)] : [""];
  return folders.some((inside) => namesIn(join(folder, inside)).some((name) => pattern.test(inside ? `${inside}/${name}` : name)));
}

/** The path as it is taken: by itself, under capitals of its own, or by what is no folder above it. */
function placeOf(folder: string, path: string): string | undefined {
  const steps = path.split("/");
  for (const [index, step] of steps.entries()) {
    const above = steps.slice(0, index).join("/");
    const found = namesIn(join(folder, above)).find((name) => name.toLowerCase() === step.toLowerCase());
    if (found === undefined) return undefined;
    const place = above ? `${above}/${found}` : found;
    const isFolder = lstatSync(join(folder, place)).isDirectory();
    if (index === steps.length - 1 || !isFolder || found !== step) return place;
  }
  return undefined;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
