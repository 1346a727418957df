/**
 * Parts of a seeded file that stay the tool's: facts, which each synthesis writes anew. The rest of the file is the user's.
 *
 *     <!-- facts: name -->
 *     what follows from the options
 *     <!-- end facts -->
 */
export interface Region {
  readonly name: string;
  /** The lines of its markers, counted from 0. */
  readonly first: number;
  readonly last: number;
}

const BEGIN = /^\s*(?:<!--|#|\/\/) facts: ([\w-]+)(?: -->)?\s*$/;
const END = /^\s*(?:<!--|#|\/\/) end facts(?: -->)?\s*$/;

/** The regions of a text by name. One that has no end, or a name that stands there twice, is none: it is left alone. */
export function regionsOf(text: string): Map<string, Region> {
  const found = new Map<string, Region>();
  const twice = new Set<string>();
  let open: { name: string; first: number } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const name = BEGIN.exec(line)?.[1];
    if (name !== undefined) open = { name, first: index };
    else if (open && END.test(line)) {
      if (found.has(open.name)) twice.add(open.name);
      found.set(open.name, { ...open, last: index });
      open = undefined;
    }
  }
  for (const name of twice) found.delete(name);
  return found;
}

export function hasRegions(text: string): boolean {
  return text.includes(" facts: ") && regionsOf(text).size > 0;
}

/** The regions alone: what is recorded of a file that has some. */
export function regionsAlone(text: string): string {
  const lines = text.split("\n");
  return [...regionsOf(text).values()].flatMap(({ first, last }) => lines.slice(first, last + 1).map((line) => `${line}\n`)).join("");
}

/** A user's text with the regions of another in place of its own. What the user has no region for is not put there. */
export function withRegionsOf(other: string, text: string): string {
  const [from, into] = [other.split("\n"), text.split("\n")];
  const given = regionsOf(other);
  const replaced = [...regionsOf(text)].reverse().flatMap(([name, region]) => {
    const source = given.get(name);
    return source ? [{ region, lines: from.slice(source.first + 1, source.last) }] : [];
  });
  for (const { region, lines } of replaced) into.splice(region.first + 1, region.last - region.first - 1, ...lines);
  return into.join("\n");
}
