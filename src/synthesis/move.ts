import { constants, copyFileSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/**
 * Moves the content of a folder to where it belongs. A directory that is there already stays the one that it is, with its
 * permissions, its group and what is mounted on it. What was moved is taken out again when not all can be.
 */
export function moveInto(content: string, directory: string): void {
  if (existsSync(directory)) {
    assertStillEmpty(directory, content);
    moveEntries(content, directory);
    return;
  }
  const made = mkdirSync(dirname(directory), { recursive: true });
  try {
    moveFolder(content, directory);
  } catch (error) {
    if (made) removeEmpty(dirname(directory), made);
    throw error;
  }
}

/** It was empty when the command began, but for the staging folder; somebody else may have been quicker. */
function assertStillEmpty(directory: string, content: string): void {
  const [staging] = relative(directory, content).split(sep);
  if (readdirSync(directory).every((name) => name === staging)) return;
  throw Object.assign(new Error(`${directory} is not empty any more`), { code: "ENOTEMPTY", path: directory });
}

function moveFolder(content: string, directory: string): void {
  try {
    renameSync(content, directory);
  } catch (error) {
    if (!canCopyInstead(error)) throw error;
    mkdirSync(directory);
    try {
      moveEntries(content, directory);
    } catch (later) {
      rmdirSync(directory);
      throw later;
    }
  }
}

function moveEntries(content: string, directory: string): void {
  const moved: string[] = [];
  try {
    for (const name of readdirSync(content)) {
      const target = join(directory, name);
      moveEntry(join(content, name), target, () => moved.push(target));
    }
  } catch (error) {
    for (const target of moved) rmSync(target, { recursive: true, force: true });
    throw error;
  }
}

/** @param begun called as soon as what lies at the target is ours */
function moveEntry(source: string, target: string, begun: () => void): void {
  if (lstatSync(source).isFile()) {
    copyFileSync(source, target, constants.COPYFILE_EXCL); // a rename would replace what somebody has just put there
    begun();
    return;
  }
  try {
    renameSync(source, target);
    begun();
  } catch (error) {
    if (!canCopyInstead(error)) throw error;
    mkdirSync(target);
    begun();
    cpSync(source, target, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  }
}

/** Between file systems, and on some that are mounted, nothing can be renamed. */
function canCopyInstead(error: unknown): boolean {
  return ["EXDEV", "EBUSY", "EPERM", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** Removes folders that were made, from the lowest up to the first. */
function removeEmpty(lowest: string, first: string): void {
  for (let folder = lowest; folder.length >= first.length; folder = dirname(folder)) {
    try {
      rmdirSync(folder);
    } catch {
      return; // somebody else uses it by now
    }
  }
}
