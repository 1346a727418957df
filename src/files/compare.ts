import { readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import { PROJEN_MARKER } from "projen/lib/common";
import { Failure } from "../usage-error";
import { assertWithin, Boundary } from "./boundary";
import { comment } from "./marker";
import { MANIFEST, modeOf, type Tree, type TreeFile } from "./tree";

/** A file that is not as it should be. `mode`: its content is right, its permissions are not, as in a clone. */
export interface Change {
  readonly path: string;
  readonly kind: "create" | "update" | "mode" | "delete";
  readonly file?: TreeFile;
  /** The content that is there now. */
  readonly before?: string;
}

/**
 * What has to be done in a folder so that it holds a tree.
 *
 * @throws Failure for a path that must not be written: what is there is the user's, or leads out of the folder.
 */
export function compareTree(folder: string, tree: Tree): Change[] {
  const boundary = new Boundary(folder);
  const recorded = managedFiles(folder);
  const ours = new Set(recorded);
  const changes = [...tree].flatMap(([path, file]) => {
    assertWithin(path, "a file to write");
    const state = boundary.look(path);
    if (!state) return { path, kind: "create" as const, file };
    return file.ownership === "seeded" ? [] : compareManaged(folder, path, file, { boundary, state, ours });
  });
  const stale = recorded.filter((path) => !tree.has(path) && isStale(folder, path, boundary));
  return [...changes, ...stale.map((path) => ({ path, kind: "delete" as const }))];
}

/** Whether nothing of a comparison changes what git would see. */
export function isUpToDate(changes: readonly Change[]): boolean {
  return changes.every(({ kind }) => kind === "mode");
}

/** The paths that the manifest of a repository names. It comes with a clone: what it says is checked. */
export function managedFiles(folder: string): string[] {
  if (!new Boundary(folder).look(MANIFEST)?.isFile()) return [];
  const files = filesIn(readFileSync(join(folder, MANIFEST), "utf8"));
  for (const path of files) assertWithin(path, MANIFEST);
  return files as string[];
}

/** Nothing where the manifest is damaged: the synthesis writes it anew. */
function filesIn(manifest: string): unknown[] {
  try {
    const { files } = JSON.parse(manifest);
    return Array.isArray(files) ? files : [];
  } catch {
    return [];
  }
}

interface Place {
  readonly boundary: Boundary;
  readonly state: Stats;
  readonly ours: ReadonlySet<string>;
}

function compareManaged(folder: string, path: string, file: TreeFile, { boundary, state, ours }: Place): Change[] {
  if (state.isSymbolicLink() && boundary.leadsOut(path)) {
    throw new Failure(`${path} is a symbolic link that leads out of the repository. Remove the link.`);
  }
  if (!state.isFile() && !state.isSymbolicLink()) {
    throw new Failure(`${path} is ${state.isDirectory() ? "a folder" : "no file"}, where a file belongs. Move it away.`);
  }
  const before = readFileSync(join(folder, path), "utf8");
  if (before !== file.content && !isOurs(path, before, ours)) {
    throw new Failure(`${path} is a file of yours, where a managed one belongs. Move it away, or leave the managed one out (removeFiles).`);
  }
  if (before !== file.content || state.isSymbolicLink()) return [{ path, kind: "update", file, before }];
  const right = (state.mode & 0o300) === (modeOf(file) & 0o300);
  return right ? [] : [{ path, kind: "mode", file, before }];
}

/** A file that is recorded as managed, or says so itself. */
function isOurs(path: string, content: string, recorded: ReadonlySet<string>): boolean {
  return recorded.has(path) || path.startsWith(".projen/") || content.includes(PROJEN_MARKER);
}

/** A file that was managed, is so no more, and is still the one that was written. */
function isStale(folder: string, path: string, boundary: Boundary): boolean {
  if (!boundary.look(path)?.isFile()) return false;
  return comment(path, "") === undefined || readFileSync(join(folder, path), "utf8").includes(PROJEN_MARKER);
}
