import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { UsageError } from "../usage-error";

/** @throws UsageError unless nothing would be overwritten. */
export function assertNewOrEmpty(directory: string): void {
  const state = lstatSync(directory, { throwIfNoEntry: false });
  if (!state) return;
  if (!state.isDirectory()) throw new UsageError(`${directory} is not a directory: choose a new or empty one`);
  const [first, ...others] = readdirSync(directory);
  if (first !== undefined) {
    throw new UsageError(
      `${directory} is not empty (it holds ${first}${others.length > 0 ? ` and ${others.length} more` : ""}): choose a new or empty directory`,
    );
  }
}

/**
 * Lets `write` fill a folder aside and then moves it into place in one step: whenever the process ends, the directory
 * holds either nothing or everything.
 */
export async function writeAtomically<Result>(directory: string, write: (staging: string) => Promise<Result> | Result): Promise<Result> {
  const parent = dirname(directory);
  mkdirSync(parent, { recursive: true });
  return withTemporaryFolder(sameDevice(tmpdir(), parent) ? tmpdir() : parent, async (staging) => {
    const result = await write(staging);
    if (existsSync(directory)) rmdirSync(directory); // empty, as checked; Windows cannot rename over it
    renameSync(staging, directory);
    return result;
  });
}

/** A folder that is gone when `use` is done, fails, or the process is told to end. */
export async function withTemporaryFolder<Result>(parent: string, use: (folder: string) => Promise<Result> | Result): Promise<Result> {
  const folder = mkdtempSync(join(parent, ".devops-portfolio-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const stop = (signal: NodeJS.Signals) => {
    remove();
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    return await use(folder);
  } finally {
    remove();
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

function sameDevice(a: string, b: string): boolean {
  return statSync(a).dev === statSync(b).dev;
}
