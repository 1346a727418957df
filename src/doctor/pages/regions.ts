import type { Said } from "../../workspace/page";

/** Pages that are the user's: the facts in them, which stand between markers, and the sections that wait for their author. */
export interface Regions {
  holds(line: number): boolean;
  /** Markers that do not belong together. */
  readonly problems: readonly Said[];
}

const BEGIN = /^\s*<!-- facts: ([\w-]+) -->\s*$/;
const END = /^\s*<!-- end facts -->\s*$/;

export function regionsOf(lines: readonly string[]): Regions {
  const regions: { name: string; first: number; last: number }[] = [];
  const problems: Said[] = [];
  let open: { name: string; line: number } | undefined;
  const unended = ({ name, line }: { name: string; line: number }) =>
    problems.push({ line, text: `the facts "${name}" have no end: put <!-- end facts --> below them` });
  for (const [index, content] of lines.entries()) {
    const name = BEGIN.exec(content)?.[1];
    if (name !== undefined) {
      if (open) unended(open);
      open = { name, line: index + 1 };
    } else if (open && END.test(content)) {
      const { line, name: ended } = open;
      if (regions.some((region) => region.name === ended)) problems.push({ line, text: `the facts "${ended}" stand here twice` });
      regions.push({ name: ended, first: line, last: index + 1 });
      open = undefined;
    }
  }
  if (open) unended(open);
  return { holds: (line) => regions.some(({ first, last }) => first < line && line < last), problems };
}

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
