// Reads Markdown line by line, as far as the checks need it: fenced blocks with their marker, code spans, links, headings.

const FENCE = /^(\s*)(`{3,}|~{3,})\s*([\w-]*)/;
const MARKER = /^<!-- (run|outside): (.+?) -->$/;
const RUN = /^([a-z0-9-]+)(?: in (app|infra|docs))?((?: (?:background|cluster))*)$/;
const COMMANDS = new Set(["sh", "bash", "shell", "console"]);

/** @returns {{blocks, spans, links, headings, lines}} everything with its line, counted from 1 */
export function parseMarkdown(text) {
  const page = { blocks: [], spans: [], links: [], headings: new Set(), lines: [] };
  const lines = text.split(/\r?\n/);
  let fence;
  let block;
  let marker;
  lines.forEach((line, index) => {
    const number = index + 1;
    const [, indent, ticks, language] = FENCE.exec(line) ?? [];
    if (fence) {
      if (ticks?.startsWith(fence) && line.trim() === ticks) fence = undefined;
      else block.lines.push(line.slice(Math.min(block.indent, line.length - line.trimStart().length)));
      return;
    }
    if (ticks) {
      fence = ticks;
      block = { line: number, language, indent: indent.length, marker, lines: [], isCommand: COMMANDS.has(language) };
      page.blocks.push(block);
      marker = undefined;
      return;
    }
    const found = MARKER.exec(line.trim());
    if (found) marker = readMarker(found[1], found[2], number);
    else if (line.trim()) marker = undefined;
    readLine(page, line, number);
  });
  return page;
}

/** `<!-- run: smoke in infra cluster -->` or `<!-- outside: needs a GitHub account -->` */
function readMarker(kind, text, line) {
  if (kind === "outside") return { kind, reason: text, line };
  const [, id, repository, flags] = RUN.exec(text) ?? [];
  return { kind, id, repository, flags: flags?.trim().split(" ").filter(Boolean) ?? [], line };
}

function readLine(page, line, number) {
  page.lines.push({ line: number, text: line });
  const heading = /^(#{1,6})\s+(.+?)\s*#*$/.exec(line);
  if (heading) page.headings.add(uniqueSlug(page.headings, slug(heading[2])));
  for (const [, id] of line.matchAll(/<a (?:id|name)="([^"]+)"/g)) page.headings.add(id);
  const rest = line.replace(/\\[!-/:-@[-`{-~]|(`+)(.+?)\1/g, (_, ticks, code) => {
    if (ticks) page.spans.push({ line: number, text: code.trim() });
    return "";
  });
  for (const [, target] of rest.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)) page.links.push({ line: number, target });
  for (const [, target] of rest.matchAll(/<(?:img|a)\s[^>]*(?:src|href)="([^"]+)"/g)) page.links.push({ line: number, target });
}

/** The anchor that GitHub makes of a heading. */
export function slug(heading) {
  const text = heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<[^>]+>/g, "")
    .replace(/[`*]/g, "");
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}

function uniqueSlug(taken, wanted) {
  for (let count = 0; ; count++) {
    const candidate = count === 0 ? wanted : `${wanted}-${count}`;
    if (!taken.has(candidate)) return candidate;
  }
}
