import { createHash } from "node:crypto";
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { assertWithin, Boundary } from "./boundary";

/** A step of a write: a complete file, or none, takes the place of what is at a path. */
export interface Move {
  readonly path: string;
  /** Name of the file aside; nothing where the path is to be empty. */
  readonly source?: string;
  /** Never over a file that has come into being meanwhile. */
  readonly once?: boolean;
  /** What lay at the path when the write was prepared. */
  readonly before?: Buffer;
}

interface Entry extends Omit<Move, "before"> {
  readonly before?: string;
}

const ASIDE = ".projen/.writing-";
const JOURNAL = "journal.json";

/** Where a process puts what it is about to write. */
export function asideOf(process: number): string {
  return `${ASIDE}${process}`;
}

/** From here on the write is done, by this process or by the next. */
export function writeJournal(aside: string, moves: readonly Move[]): void {
  const entries: Entry[] = moves.map(({ before, ...move }) => ({ ...move, ...(before && { before: hashOf(before) }) }));
  writeFileSync(join(aside, `${JOURNAL}.part`), JSON.stringify(entries));
  renameSync(join(aside, `${JOURNAL}.part`), join(aside, JOURNAL));
}

export function finish(folder: string, aside: string, moves: readonly Pick<Move, "path" | "source" | "once">[]): void {
  for (const { path, source, once } of moves) {
    const target = join(folder, path);
    if (source === undefined) rmSync(target, { force: true });
    else put(join(aside, source), target, once);
  }
}

/** Does what runs that were killed have left undone, unless somebody has changed a file since, and tidies up behind them. */
export function recover(folder: string): void {
  for (const aside of left(folder)) {
    const entries = readJournal(aside)?.filter(({ source }) => source === undefined || existsSync(join(aside, source)));
    const boundary = new Boundary(folder);
    const isUntouched = entries?.every(({ path, source, once, before }) => {
      assertWithin(path, `${aside}/${JOURNAL}`);
      if (source !== undefined) assertWithin(source, `${aside}/${JOURNAL}`);
      const state = boundary.look(path);
      if (once) return true; // may be there already, by the run that was killed or by its owner: it stays
      if (state && !state.isFile()) return false;
      const now = state && hashOf(readFileSync(join(folder, path)));
      return now === before || (source === undefined && now === undefined);
    });
    if (entries && isUntouched) finish(folder, aside, entries);
    rmSync(aside, { recursive: true, force: true });
  }
}

/** What processes have left that are no more. */
function left(folder: string): string[] {
  const [parent, prefix] = ASIDE.split("/");
  new Boundary(folder).look(`${parent}/x`); // refuses a link out of the repository
  if (!existsSync(join(folder, parent))) return [];
  return readdirSync(join(folder, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(prefix) && !isRunning(Number(entry.name.slice(prefix.length))))
    .map(({ name }) => join(folder, parent, name));
}

function readJournal(aside: string): Entry[] | undefined {
  try {
    return JSON.parse(readFileSync(join(aside, JOURNAL), "utf8"));
  } catch {
    return undefined; // it was not yet decided
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function hashOf(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function put(source: string, target: string, once: boolean | undefined): void {
  mkdirSync(dirname(target), { recursive: true });
  if (once) putOnce(source, target);
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
