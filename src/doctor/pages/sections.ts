import type { Said } from "../../workspace/page";

/** Headings below which there is nothing but a comment that says what to write. */
export function unwritten(lines: readonly string[]): Said[] {
  const headings = lines.flatMap((line, index) => (/^#{2,} /.test(line) ? [index] : []));
  return headings.flatMap((start, index) => {
    const body = lines.slice(start + 1, headings[index + 1]).join("\n");
    const isWaiting = body.includes("<!--") && body.replace(/<!--[\s\S]*?-->/g, "").trim() === "";
    return isWaiting ? [{ line: start + 1, text: lines[start]!.replace(/^#+ /, "") }] : [];
  });
}

const LINE = /\]\(https:\/\/github\.com\/[^/]+\/([^/]+)\/blob\/main\/([^#)]+)#L(\d+)\): `([^`]+)`/;

/** Links to a line of a repository, each with what is said to stand there. */
export function linesNamed(lines: readonly string[]) {
  return lines.flatMap((content, index) => {
    const [, repository, file, number, said] = LINE.exec(content) ?? [];
    return repository ? [{ line: index + 1, repository, file: file!, number: Number(number), said: said! }] : [];
  });
}
