import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** The content of a file, or nothing where there is none. */
export function readIfExists(file: string): string | undefined {
  return unlessMissing(() => readFileSync(file, "utf8"));
}

/**
 * Makes a file read-only and of this content; one that is so already is left alone. projen's own way looks at each file
 * several times before and after, which took a third of the command's time.
 *
 * @param onDisk the content that is there now
 */
export function writeReadOnly(file: string, content: string, onDisk: string | undefined, executable: boolean): void {
  const mode = executable ? 0o544 : 0o444;
  if (content === onDisk && (statSync(file).mode & 0o755) === mode) return;
  if (onDisk !== undefined) rmSync(file); // who may not write to a file may still replace it
  writeInFolder(file, content, mode);
}

/** Writes a file unless there is one. */
export function writeOnce(file: string, content: () => string, executable: boolean): void {
  if (unlessMissing(() => statSync(file)) === undefined) writeInFolder(file, content(), executable ? 0o755 : 0o644);
}

function writeInFolder(file: string, content: string, mode: number): void {
  const written = unlessMissing(() => {
    writeFileSync(file, content, { mode });
    return true;
  });
  if (written) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode });
}

function unlessMissing<Result>(use: () => Result): Result | undefined {
  try {
    return use();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
