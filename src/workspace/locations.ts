import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import type { Location } from "./projects";
import { entries, FOREIGN } from "./repository";

/**
 * The repositories of a folder: itself, or those that lie in it side by side when it has no file of its own but pages that tell of them.
 * In a folder of several portfolios each lies in one more folder.
 */
export function locationsIn(folder: string, shown: string): Location[] {
  const inside = entries(folder).filter(({ name }) => name !== ".DS_Store");
  const folders = inside.filter((entry) => entry.isDirectory() && !FOREIGN.has(entry.name));
  const below = folders.map(({ name }) => ({ root: join(folder, name), shown: shown ? posix.join(shown, name) : name }));
  const mayHold = !isRepository(folder) && inside.every(isFolderOrPage);
  const nested = mayHold ? below.map((location) => (isRepository(location.root) ? [] : repositoriesIn(location))) : [];
  if (nested.some((found) => found.length > 0)) return below.flatMap((location, at) => (nested[at]!.length > 0 ? nested[at]! : [location]));
  const sideBySide = folders.length > 0 && !existsSync(join(folder, ".git")) && holdsRepositories(folder, inside, folders);
  return sideBySide ? below : [{ root: folder, shown }];
}

/** Without a doubt: git's or, where it was not committed yet, projen's. */
const isRepository = (folder: string): boolean => [".git", ".projen"].some((name) => existsSync(join(folder, name)));

const repositoriesIn = ({ root, shown }: Location): Location[] =>
  entries(root)
    .filter((entry) => entry.isDirectory() && isRepository(join(root, entry.name)))
    .map(({ name }) => ({ root: join(root, name), shown: posix.join(shown, name) }));

const isFolderOrPage = (entry: Entries[number]): boolean => entry.isDirectory() || /\.md$/i.test(entry.name);

type Entries = ReturnType<typeof entries>;

function holdsRepositories(folder: string, inside: Entries, folders: Entries): boolean {
  if (folders.some(({ name }) => existsSync(join(folder, name, ".git")))) return true;
  if (folders.some(({ name }) => name.startsWith("."))) return false;
  const files = inside.filter((entry) => !entry.isDirectory());
  if (files.length > 0) return files.every(isFolderOrPage) && folders.every(({ name }) => isRoot(join(folder, name)));
  return folders.every(({ name }) =>
    entries(join(folder, name)).some((entry) => /^readme|^\.github$|^\.gitignore$|^license/i.test(entry.name)),
  );
}

/** GitHub looks for its folder at the root of a repository, and nowhere else. */
function isRoot(folder: string): boolean {
  return existsSync(join(folder, ".github"));
}
