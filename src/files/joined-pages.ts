import { posix } from "node:path";

/** Lines of code, which are left as they are. */
const FENCE = /^\s*(`{3,}|~{3,})/;
const HEADING = /^(?=#+\s)/;
/** A link to a file beside the page, and the place in it. */
const LINK = /\]\((?![a-z][a-z\d+.-]*:|\/)([^)\s#]+)(#[^)\s]*)?/gi;

/**
 * Pages that have become one: the first as it is, each other one as a section below it, called like its file. Nothing where none is there.
 *
 * @param to where that page lies
 */
export function joinPages(pages: readonly string[], to: string, textOf: (page: string) => string | undefined): string | undefined {
  const sections = pages.flatMap((page, index) => {
    const text = textOf(page);
    return text === undefined ? [] : [asSection(text, (target, anchor) => targetIn(page, target, anchor), index > 0)];
  });
  return sections.length === 0 ? undefined : sections.join(sections[0]?.includes("\r\n") ? "\r\n" : "\n");

  function targetIn(page: string, target: string, anchor: string): string {
    const path = posix.join(posix.dirname(page), target);
    if (path === pages[0]) return `${posix.basename(to)}${anchor}`;
    return pages.includes(path) ? `#${posix.basename(path, ".md").toLowerCase()}` : `${posix.relative(posix.dirname(to), path)}${anchor}`;
  }
}

function asSection(text: string, targetOf: (target: string, anchor: string) => string, isBelow: boolean): string {
  let fence: string | undefined;
  const lines = text.split("\n").map((line) => {
    const ticks = FENCE.exec(line)?.[1];
    if (fence === undefined && ticks === undefined) {
      const linked = line.replace(LINK, (_, target: string, anchor = "") => `](${targetOf(target, anchor)}`);
      return isBelow ? linked.replace(HEADING, "#") : linked;
    }
    if (fence === undefined) fence = ticks;
    else if (ticks?.startsWith(fence)) fence = undefined;
    return line;
  });
  return lines.join("\n");
}
