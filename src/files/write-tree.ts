import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { toFailure } from "../usage-error";
import { Boundary } from "./boundary";
import { type Change, compareTree } from "./compare";
import { MANIFEST, modeOf, RECORD, type Tree, type TreeFile } from "./tree";

/**
 * Makes a folder hold a tree. Every file is written aside and complete before the first one is replaced; the records come
 * last. Whenever the process ends, no file is half written, and the next run ends right.
 *
 * @param options `prune`: whether files go that were managed and are not in the tree
 * @returns what was changed
 */
export function writeTree(folder: string, tree: Tree, { prune = true } = {}): Change[] {
  const changes = compareTree(folder, tree).filter(({ kind }) => prune || kind !== "delete");
  new Boundary(folder).look(`.projen/${ASIDE}`);
  sweep(folder);
  if (changes.length === 0) return changes;
  const aside = join(folder, ".projen", `${ASIDE}${process.pid}`);
  try {
    mkdirSync(aside, { recursive: true });
    const written = changes.sort(recordsLast).map((change, index) => ({ ...change, source: join(aside, String(index)) }));
    for (const { file, source } of written) if (file) writeFileSync(source, file.content, { mode: modeOf(file) });
    for (const { path, file, source } of written) {
      if (file) put(source, join(folder, path), file);
      else rmSync(join(folder, path), { force: true });
    }
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

/** Replaces a file by a complete one in one step. */
export function replaceFile(target: string, content: string): void {
  const source = `${target}.${process.pid}`;
  try {
    writeFileSync(source, content, { mode: statSync(target).mode });
    renameSync(source, target);
  } catch (error) {
    rmSync(source, { force: true });
    throw toFailure(error, `cannot write ${target}`);
  }
}

/** Folders in `.projen` with what is being written. */
const ASIDE = ".writing-";

/** Removes what a run that was killed has left. */
function sweep(folder: string): void {
  if (!existsSync(join(folder, ".projen"))) return;
  const left = readdirSync(join(folder, ".projen")).filter(
    (name) => name.startsWith(ASIDE) && !isRunning(Number(name.slice(ASIDE.length))),
  );
  for (const name of left) rmSync(join(folder, ".projen", name), { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function recordsLast(a: Change, b: Change): number {
  const rank = ({ path }: Change) => [MANIFEST, RECORD].indexOf(path);
  return rank(a) - rank(b);
}

function put(source: string, target: string, file: TreeFile): void {
  mkdirSync(dirname(target), { recursive: true });
  if (file.ownership === "seeded") putOnce(source, target);
  else replace(source, target);
}

function replace(source: string, target: string): void {
  try {
    renameSync(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    const beside = `${target}.${process.pid}`; // a part of the repository is another file system
    copyFileSync(source, beside);
    renameSync(beside, target);
  }
}

/** Never over a file that has come into being meanwhile: a link is made only where there is none. */
function putOnce(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (!["EPERM", "EXDEV", "ENOTSUP", "EOPNOTSUPP", "EMLINK", "ENOSYS"].includes(code)) throw error;
    if (!existsSync(target)) replace(source, target);
  }
}
