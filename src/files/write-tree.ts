import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { toFailure } from "../usage-error";
import type { Base } from "./base";
import { type Change, type Comparison, compareTree } from "./compare";
import { asideOf, finish, type Move, recover, writeJournal } from "./journal";
import { BASE, MANIFEST, modeOf, RECORD, type Tree, type TreeFile } from "./tree";

interface Options {
  /** Whether files go that were managed and are not in the tree. @default true */
  readonly prune?: boolean;
  /** Whether it is noted what was written; else nothing of the tool stays in the folder. @default true */
  readonly record?: boolean;
  /** How the files were written. @default - as the folder records it */
  readonly base?: Base;
  /** What was written in another way, and is recorded, too. */
  readonly written?: Tree;
  /** What else is written in the same step. */
  readonly also?: readonly Change[];
}

/**
 * Makes a folder hold a tree, and still everything that the user wrote. Every file is written aside and complete before the first one
 * is replaced, with a journal of what goes where: the records come last, and what a run that is killed leaves undone, the next one does.
 *
 * @returns what was changed, and what stays as the user left it
 */
export function writeTree(folder: string, tree: Tree, { also = [], ...how }: Options = {}): Comparison {
  recover(folder);
  const { changes: found, kept } = compareTree(folder, tree, how);
  const changes = applyChanges(folder, [...found, ...also]);
  if (how.record === false && changes.length > 0) rmSync(join(folder, dirname(asideOf(process.pid))), { recursive: true, force: true });
  return { changes, kept };
}

/** Makes changes in a folder, all of them or, should the process be killed, with the next run. @returns them in their order */
export function applyChanges(folder: string, unordered: readonly Change[]): readonly Change[] {
  const changes = [...unordered].sort(recordsLast);
  if (changes.length === 0) return changes;
  const aside = join(folder, asideOf(process.pid));
  try {
    mkdirSync(aside, { recursive: true });
    const moves = changes.map((change, index) => moveOf(folder, aside, change, String(index)));
    writeJournal(aside, moves);
    finish(folder, aside, moves);
    return changes;
  } catch (error) {
    throw toFailure(error, `cannot write ${folder}`);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Fills an empty folder, which nobody looks at before it is complete, with a tree. */
export function fillFolder(folder: string, tree: Tree): void {
  const made = new Set<string>();
  for (const [path, file] of tree) {
    const target = join(folder, path);
    const parent = dirname(target);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(target, file.content, { mode: modeOf(file), flag: "wx" });
  }
}

/** A file that takes the place of whatever is there, in the same step as the files that follow from it. */
export function replacement(folder: string, path: string, { content, executable }: Pick<TreeFile, "content" | "executable">): Change {
  const target = join(folder, path);
  if (!existsSync(target)) return { path, kind: "create", content, mode: executable ? 0o755 : 0o644 };
  return { path, kind: "update", content, mode: statSync(target).mode & 0o777, before: readFileSync(target) };
}

function moveOf(folder: string, aside: string, change: Change, name: string): Move {
  const { path, kind, content, mode, once, before } = change;
  const move = { path, once, before };
  if (kind === "delete") return move;
  // A new file has the permissions that the umask leaves it; one that is there keeps its own.
  const source = join(aside, name);
  writeFileSync(source, content ?? readFileSync(join(folder, path)), { mode });
  if (before !== undefined) chmodSync(source, mode);
  return { ...move, source: name };
}

function recordsLast(a: Change, b: Change): number {
  const rank = ({ path }: Change) => [MANIFEST, BASE, RECORD].indexOf(path);
  return rank(a) - rank(b);
}
