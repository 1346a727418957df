import { readFileSync, writeFileSync } from "node:fs";

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
  writeFileSync(page, text.slice(0, begin) + [BEGIN, ...lines, ""].join(newline) + text.slice(end));
  return true;
}

function read(page: string): string {
  try {
    return readFileSync(page, "utf8");
  } catch {
    return "";
  }
}
