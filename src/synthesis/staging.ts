import { accessSync, constants, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, type Stats, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Failure, toFailure, UsageError } from "../usage-error";
import { moveInto } from "./move";

const PREFIX = ".devops-portfolio-";

/** A run takes seconds: what is older has been left by one that was killed. */
const STALE_MS = 15 * 60_000;

/** @throws UsageError unless nothing would be overwritten. */
export function assertNewOrEmpty(directory: string): void {
  if (!isThere(directory)) return;
  if (!isFolder(directory)) throw new UsageError(`${directory} is not a directory: choose a new or empty one`);
  sweep(directory);
  const [first, ...others] = entriesOf(directory);
  if (first !== undefined) {
    throw new UsageError(
      `${directory} is not empty (it holds ${first}${others.length > 0 ? ` and ${others.length} more` : ""}): choose a new or empty directory`,
    );
  }
}

/**
 * Lets `write` fill a folder aside and then moves it into place: whenever the process ends, the directory holds either
 * nothing or everything.
 */
export async function writeAtomically<Result>(directory: string, write: (staging: string) => Promise<Result> | Result): Promise<Result> {
  const base = nearestFolder(directory);
  try {
    return await withTemporaryFolder(base, async (staging) => {
      const content = join(staging, "portfolio");
      mkdirSync(content); // with the permissions that a folder has here, which a temporary one has not
      const result = await write(content);
      moveInto(content, directory);
      return result;
    });
  } catch (error) {
    throw toFailure(error, `cannot write ${directory}`);
  }
}

/** A folder that is gone when `use` is done, fails, or the process is told to end. */
async function withTemporaryFolder<Result>(base: string, use: (folder: string) => Promise<Result> | Result): Promise<Result> {
  const parent = suits(tmpdir(), statSync(base)) ? tmpdir() : base;
  sweep(parent);
  const folder = mkdtempSync(join(parent, PREFIX));
  const remove = () => removeWhole(folder);
  const stop = (signal: NodeJS.Signals) => {
    remove();
    process.exit({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[signal as string] ?? 1);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop).once("SIGHUP", stop);
  try {
    return await use(folder);
  } finally {
    remove();
    process.off("SIGINT", stop).off("SIGTERM", stop).off("SIGHUP", stop);
  }
}

/** Git may still be writing there when a signal ends this process: it stops once its folder is gone. */
function removeWhole(folder: string): void {
  for (let tries = 1; ; tries++) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY" || tries === 50) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

/** Whether what is made in the folder for temporary files can be moved on, and is then as if made in place. */
function suits(temporary: string, base: Stats): boolean {
  const SETGID = 0o2000;
  try {
    accessSync(temporary, constants.R_OK | constants.W_OK | constants.X_OK);
    const { dev, mode } = statSync(temporary);
    return isFolder(temporary) && dev === base.dev && ((base.mode | mode) & SETGID) === 0;
  } catch {
    return false;
  }
}

/** Removes what runs of this user's that were killed have left; where that is not to be, they stay. */
function sweep(parent: string): void {
  try {
    for (const name of readdirSync(parent).filter((entry) => entry.startsWith(PREFIX))) {
      const folder = join(parent, name);
      const state = lstatSync(folder, { throwIfNoEntry: false });
      const ours = state?.isDirectory() && state.uid === process.getuid?.() && Date.now() - state.mtimeMs > STALE_MS;
      if (ours) rmSync(folder, { recursive: true, force: true });
    }
  } catch {
    // Tidying up is no part of what was asked for.
  }
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    throw toFailure(error, `cannot look into ${directory}`);
  }
}

/** The directory itself, or the nearest one above it that there is. */
function nearestFolder(directory: string): string {
  if (isThere(directory) && !isFolder(directory))
    throw new Failure(`${directory} is a file, where a folder belongs: choose another directory`);
  return isFolder(directory) || dirname(directory) === directory ? directory : nearestFolder(dirname(directory));
}

function isThere(path: string): boolean {
  return stateOf(path, lstatSync) !== undefined;
}

function isFolder(path: string): boolean {
  return stateOf(path, statSync)?.isDirectory() ?? false;
}

/** Nothing where there is nothing, or where a file stands in the way: that is said when a folder is to be made there. */
function stateOf(path: string, stat: typeof statSync | typeof lstatSync): Stats | undefined {
  try {
    return stat(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw toFailure(error, `cannot look at ${path}`);
  }
}
