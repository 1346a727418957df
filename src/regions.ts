/**
 * A part of a file of the user's that stays the tool's: facts, which each synthesis writes anew, between two markers.
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

export interface Regions {
  /** Those that have an end, and a name of their own: any other is left alone. */
  readonly regions: ReadonlyMap<string, Region>;
  /** Markers that do not belong together, with their lines counted from 0. */
  readonly problems: readonly { readonly line: number; readonly text: string }[];
}

const BEGIN = /^\s*(?:<!--|#|\/\/) facts: ([\w-]+)(?: -->)?\s*$/;
const END = /^\s*(?:<!--|#|\/\/) end facts(?: -->)?\s*$/;

export function regionsOf(lines: readonly string[]): Regions {
  const regions = new Map<string, Region>();
  const problems: { line: number; text: string }[] = [];
  const twice = new Set<string>();
  let open: { name: string; first: number } | undefined;
  const unended = ({ name, first }: { name: string; first: number }) =>
    problems.push({ line: first, text: `the facts "${name}" have no end: put <!-- end facts --> below them` });
  for (const [index, line] of lines.entries()) {
    const name = BEGIN.exec(line)?.[1];
    if (name !== undefined) {
      if (open) unended(open);
      open = { name, first: index };
    } else if (open && END.test(line)) {
      if (regions.has(open.name)) {
        twice.add(open.name);
        problems.push({ line: open.first, text: `the facts "${open.name}" stand here twice` });
      }
      regions.set(open.name, { ...open, last: index });
      open = undefined;
    }
  }
  if (open) unended(open);
  for (const name of twice) regions.delete(name);
  return { regions, problems };
}
