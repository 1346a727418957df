import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { RECORD } from "../files/tree";
import type { Location } from "./projects";
import { entries, FOREIGN } from "./repository";

/**
 * The repositories of a folder: itself, or those that lie in it side by side when it has no file of its own but pages that tell of them.
 * Where folders of repositories lie in it, as those of a fleet do, they are what is in those.
 */
export function locationsIn(folder: string, shown: string): Location[] {
  const inside = entries(folder).filter(({ name }) => name !== ".DS_Store");
  const folders = inside.filter((entry) => entry.isDirectory() && !FOREIGN.has(entry.name));
  const sideBySide = folders.length > 0 && !existsSync(join(folder, ".git")) && holdsRepositories(folder, inside, folders);
  const below = folders.map(({ name }) => ({ root: join(folder, name), shown: shown ? posix.join(shown, name) : name }));
  if (!sideBySide && !below.some(({ root }) => isCollection(root, [RECORD]))) return [{ root: folder, shown }];
  return below.flatMap((one) => (isCollection(one.root, [RECORD, ".git"]) ? locationsIn(one.root, one.shown) : [one]));
}

/** A folder that is no repository, and in which some lie without doubt. */
function isCollection(folder: string, signs: readonly string[]): boolean {
  const isRepository = (place: string, of = signs) => of.some((name) => existsSync(join(place, name)));
  return (
    !isRepository(folder, [RECORD, ".git"]) &&
    entries(folder).some((entry) => entry.isDirectory() && isRepository(join(folder, entry.name)))
  );
}

type Entries = ReturnType<typeof entries>;

function holdsRepositories(folder: string, inside: Entries, folders: Entries): boolean {
  if (folders.some(({ name }) => existsSync(join(folder, name, ".git")))) return true;
  if (folders.some(({ name }) => name.startsWith("."))) return false;
  const files = inside.filter((entry) => !entry.isDirectory());
  if (files.length > 0) return files.every(({ name }) => /\.md$/i.test(name)) && folders.every(({ name }) => isRoot(join(folder, name)));
  return folders.every(({ name }) =>
    entries(join(folder, name)).some((entry) => /^readme|^\.github$|^\.gitignore$|^license/i.test(entry.name)),
  );
}

/** GitHub looks for its folder at the root of a repository, and nowhere else. */
function isRoot(folder: string): boolean {
  return existsSync(join(folder, ".github"));
}
