import { regionsOf as parse, type Region } from "../regions";

/** The regions of a text, by name. */
function regionsOf(text: string): ReadonlyMap<string, Region> {
  return parse(text.split("\n")).regions;
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
