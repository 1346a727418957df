import { lstatSync, readFileSync } from "node:fs";
import { replaceFile } from "../replace-file";

const BEGIN = "<!-- measured -->";
const END = "<!-- end measured -->";

/**
 * Puts what was measured between the two markers of a page; the rest of it is its owner's.
 *
 * @returns whether the page has them
 */
export function writeMeasured(page: string, lines: readonly string[]): boolean {
  const text = read(page);
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END, begin);
  if (begin < 0 || end < 0) return false;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  replaceFile(page, text.slice(0, begin) + [BEGIN, ...lines, ""].join(newline) + text.slice(end));
  return true;
}

/** Of a link nothing: what it leads to may lie outside. */
function read(page: string): string {
  return lstatSync(page, { throwIfNoEntry: false })?.isFile() ? readFileSync(page, "utf8") : "";
}
