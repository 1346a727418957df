import type { SourceFile } from "./repository";
import type { Place } from "./yaml";

export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  /** Of its first line inside the fence. */
  readonly line: number;
  readonly closed: boolean;
}

export interface Link {
  readonly target: string;
  readonly image: boolean;
  readonly line: number;
}

/** Longer lines are no prose. */
const MAX_LINE = 10_000;

/** A document's fenced blocks and relative links. */
export class Markdown {
  readonly blocks: CodeBlock[] = [];
  readonly links: Link[] = [];

  constructor(readonly file: SourceFile) {
    const lines = file.lines;
    for (let at = 0; at < lines.length; at++) {
      const fence = /^\s*(`{3,}|~{3,})\s*([\w+-]*)/.exec(lines[at]!);
      if (!fence) {
        this.link(lines[at]!, at + 1);
        continue;
      }
      const start = at + 1;
      const body: string[] = [];
      while (++at < lines.length && !isClosing(lines[at]!, fence[1]!)) body.push(lines[at]!);
      this.blocks.push({ language: fence[2]!.toLowerCase(), text: body.join("\n"), line: start + 1, closed: at < lines.length });
    }
  }

  at(line: number): Place {
    return { file: this.file, line };
  }

  private link(text: string, line: number): void {
    if (text.length > MAX_LINE) return;
    const plain = text.replace(/`[^`]*`/g, "");
    for (const [, bang, target] of plain.matchAll(/(!?)\[(?:[^[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?[^)]*\)/g))
      this.links.push({ target: target!, image: bang === "!", line });
    for (const [, target] of plain.matchAll(/<img[^>]*\ssrc=["']([^"']+)["']/gi)) this.links.push({ target: target!, image: true, line });
  }
}

function isClosing(line: string, fence: string): boolean {
  const trimmed = line.trim();
  return trimmed.startsWith(fence) && [...trimmed].every((sign) => sign === fence[0]);
}
