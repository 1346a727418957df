// Pages that are the user's: the facts in them, which stand between markers, and the sections that wait for their author.

const BEGIN = /^\s*<!-- facts: ([\w-]+) -->\s*$/;
const END = /^\s*<!-- end facts -->\s*$/;

/** @returns {{holds: (line: number) => boolean, count: number, problems: {line: number, message: string}[]}} */
export function regionsOf(text) {
  const regions = [];
  const problems = [];
  let open;
  const broken = ({ name, line }) => problems.push({ line, message: `the facts "${name}" have no end: put <!-- end facts --> below them` });
  text.split(/\r?\n/).forEach((content, index) => {
    const name = BEGIN.exec(content)?.[1];
    if (name !== undefined) {
      if (open) broken(open);
      open = { name, line: index + 1 };
    } else if (END.test(content) && open) {
      if (regions.some((region) => region.name === open.name)) problems.push({ line: open.line, message: `the facts "${open.name}" stand here twice` });
      regions.push({ name: open.name, first: open.line, last: index + 1 });
      open = undefined;
    }
  });
  if (open) broken(open);
  return { holds: (line) => regions.some(({ first, last }) => first < line && line < last), count: regions.length, problems };
}

/** Headings below which there is nothing but a comment that says what to write. */
export function unwritten(text) {
  const lines = text.split(/\r?\n/);
  const headings = lines.flatMap((line, index) => (/^#{2,} /.test(line) ? [index] : []));
  return headings.flatMap((start, index) => {
    const body = lines.slice(start + 1, headings[index + 1]).join("\n");
    return body.includes("<!--") && body.replace(/<!--[^]*?-->/g, "").trim() === "" ? [{ line: start + 1, title: lines[start].replace(/^#+ /, "") }] : [];
  });
}

const LINE = /\]\((https:\/\/github\.com\/[^/]+\/([^/]+)\/blob\/main\/([^#)]+)#L(\d+))\): `([^`]+)`/;

/** Links to a line, each with what is said to stand there. */
export function linesNamed(text) {
  return text.split(/\r?\n/).flatMap((content, index) => {
    const [, , repository, file, number, said] = LINE.exec(content) ?? [];
    return repository ? [{ line: index + 1, repository, file, number: Number(number), said }] : [];
  });
}
