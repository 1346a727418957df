import { existsSync, readFileSync } from "node:fs";

/** A source of the user's, to be looked through: a clone on Windows may end its lines in another way. */
export function readSource(file: string): string {
  return readFileSync(file, "utf8").replaceAll("\r\n", "\n");
}

/** A source with the line endings of the file that it replaces. */
export function endedAs(file: string, source: string): string {
  const isWindows = existsSync(file) && readFileSync(file, "utf8").includes("\r\n");
  return isWindows ? source.replaceAll("\n", "\r\n") : source;
}
