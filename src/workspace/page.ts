import type { SourceFile } from "./repository";

/** `<!-- run: smoke in infra cluster -->` or `<!-- outside: needs a GitHub account -->`, above a block of commands. */
export interface Marker {
  readonly kind: string;
  /** Of one that is run; without it the marker cannot be read. */
  readonly id?: string;
  readonly repository?: string;
  readonly line: number;
}

export interface PageBlock {
  readonly line: number;
  readonly language: string;
  readonly marker?: Marker;
  readonly lines: readonly string[];
  readonly isCommand: boolean;
}

export interface Said {
  readonly line: number;
  readonly text: string;
}

const FENCE = /^(\s*)(`{3,}|~{3,})\s*([\w-]*)/;
const MARKER = /^<!-- (run|outside): (.+?) -->$/;
const RUN = /^([a-z0-9-]+)(?: in (app|infra|docs))?((?: (?:background|cluster))*)$/;
const COMMANDS = new Set(["sh", "bash", "shell", "console"]);
/** Longer lines are no prose. */
const MAX_LINE = 10_000;

/** A document as one that is held against something reads it: its sentences, code spans, links, anchors, and blocks with their markers. */
export class Page {
  readonly blocks: PageBlock[] = [];
  readonly spans: Said[] = [];
  readonly links: Said[] = [];
  /** Without what is in blocks. */
  readonly lines: Said[] = [];
  readonly headings = new Set<string>();

  constructor(file: SourceFile) {
    let fence: { ticks: string; indent: number; lines: string[] } | undefined;
    let marker: Marker | undefined;
    for (const [index, line] of file.lines.entries()) {
      const [, indent = "", ticks, language = ""] = FENCE.exec(line) ?? [];
      if (fence) {
        if (ticks?.startsWith(fence.ticks) && line.trim() === ticks) fence = undefined;
        else fence.lines.push(line.slice(Math.min(fence.indent, line.length - line.trimStart().length)));
      } else if (ticks) {
        fence = { ticks, indent: indent.length, lines: [] };
        this.blocks.push({ line: index + 1, language, marker, lines: fence.lines, isCommand: COMMANDS.has(language) });
        marker = undefined;
      } else {
        marker = markerIn(line.trim(), index + 1) ?? (line.trim() ? undefined : marker);
        if (line.length <= MAX_LINE) this.read(line, index + 1);
      }
    }
  }

  private read(line: string, number: number): void {
    this.lines.push({ line: number, text: line });
    const heading = /^(#{1,6})\s+(.+?)\s*#*$/.exec(line)?.[2];
    if (heading) this.headings.add(uniqueSlug(this.headings, slug(heading)));
    for (const [, id] of line.matchAll(/<a (?:id|name)="([^"]+)"/g)) this.headings.add(id!);
    const rest = line.replace(/\\[!-/:-@[-`{-~]|(`+)(.+?)\1/g, (_, ticks: string | undefined, code: string) => {
      if (ticks) this.spans.push({ line: number, text: code.trim() });
      return "";
    });
    for (const [, target] of rest.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)) this.links.push({ line: number, text: target! });
    for (const [, target] of rest.matchAll(/<(?:img|a)\s[^>]*(?:src|href)="([^"]+)"/g)) this.links.push({ line: number, text: target! });
  }
}

const known = new WeakMap<SourceFile, Page>();

export function pageOf(file: SourceFile): Page {
  const page = known.get(file) ?? new Page(file);
  known.set(file, page);
  return page;
}

function markerIn(line: string, number: number): Marker | undefined {
  const [, kind, text = ""] = MARKER.exec(line) ?? [];
  if (!kind) return undefined;
  if (kind === "outside") return { kind, line: number };
  const [, id, repository] = RUN.exec(text) ?? [];
  return { kind, id, repository, line: number };
}

/** The anchor that GitHub makes of a heading. */
function slug(heading: string): string {
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

function uniqueSlug(taken: ReadonlySet<string>, wanted: string): string {
  for (let count = 0; ; count++) {
    const candidate = count === 0 ? wanted : `${wanted}-${count}`;
    if (!taken.has(candidate)) return candidate;
  }
}
