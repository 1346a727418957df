import type { SourceFile } from "./repository";
import { wordsOf } from "./shell";
import type { Place } from "./yaml";

export interface Instruction {
  readonly name: string;
  readonly text: string;
  readonly line: number;
  readonly stage: number;
}

/** A Dockerfile's instructions, with lines joined and comments left out. */
export class Dockerfile {
  readonly instructions: Instruction[] = [];
  readonly stages: { readonly image: string; readonly alias?: string; readonly line: number }[] = [];

  constructor(readonly file: SourceFile) {
    const { lines } = file;
    for (let at = 0; at < lines.length; at++) {
      const line = at + 1;
      let text = lines[at]!.trim();
      if (!text || text.startsWith("#")) continue;
      while (/\\$/.test(text) && at + 1 < lines.length) {
        const next = lines[++at]!.trim();
        text = next.startsWith("#") ? text : `${text.slice(0, -1)} ${next}`;
      }
      const [, name = "", rest = ""] = /^([A-Za-z]+)\s+([\s\S]*)$/.exec(text) ?? [];
      const end = /<<-?["']?(\w+)/.exec(rest)?.[1];
      if (end) while (at + 1 < lines.length && lines[++at]!.trim() !== end);
      if (!name) continue;
      if (name.toUpperCase() === "FROM") {
        const words = rest.split(/\s+/).filter((word) => !word.startsWith("--"));
        this.stages.push({ image: words[0] ?? "", alias: words[1]?.toLowerCase() === "as" ? words[2] : undefined, line });
      }
      this.instructions.push({ name: name.toUpperCase(), text: rest, line, stage: this.stages.length - 1 });
    }
  }

  at(line: number): Place {
    return { file: this.file, line };
  }

  all(name: string): Instruction[] {
    return this.instructions.filter((instruction) => instruction.name === name);
  }

  /** Those of the image that is built, and of the stages that it is built on. */
  final(name: string): Instruction[] {
    const kept = new Set<number>();
    for (let stage = this.stages.length - 1; stage >= 0; ) {
      kept.add(stage);
      const { image } = this.stages[stage]!;
      stage = this.stages.findIndex(({ alias }, at) => at < stage && alias !== undefined && alias.toLowerCase() === image.toLowerCase());
    }
    return this.all(name).filter(({ stage }) => kept.has(stage));
  }

  /** The image that it is built on, through the stages before. */
  get base(): string | undefined {
    let at = this.stages.length - 1;
    for (;;) {
      const image = this.stages[at]?.image;
      const before = this.stages.findIndex(({ alias }, place) => place < at && alias?.toLowerCase() === image?.toLowerCase());
      if (image === undefined || before < 0) return image;
      at = before;
    }
  }

  get environment(): Map<string, string> {
    const found = new Map<string, string>();
    for (const { text } of this.final("ENV")) {
      if (/^\w+=/.test(text))
        for (const word of text.match(/\w+=(?:"[^"]*"|'[^']*'|\S+)/g) ?? [])
          found.set(word.split("=")[0]!, word.slice(word.indexOf("=") + 1).replace(/^["']|["']$/g, ""));
      else if (/^\w+\s/.test(text)) found.set(text.split(/\s+/)[0]!, text.replace(/^\w+\s+/, ""));
    }
    return found;
  }

  get exposed(): { port: number; line: number }[] {
    return this.final("EXPOSE").flatMap(({ text, line }) =>
      text
        .split(/\s+/)
        .map((word) => ({ port: this.number(word), line }))
        .filter(({ port }) => port > 0),
    );
  }

  private number(word: string): number {
    return Number(word.replace(/\/(tcp|udp)$/, "").replace(/^\$\{?(\w+)\}?$/, (_, name: string) => this.environment.get(name) ?? "")) || 0;
  }

  /** What the container runs, as words. */
  get command(): { words: string[]; line: number } | undefined {
    const entry = this.final("ENTRYPOINT").at(-1);
    const command = this.final("CMD").at(-1);
    const words = [entry, command].flatMap((instruction) => (instruction ? argumentsOf(instruction.text) : []));
    return words.length > 0 ? { words, line: (command ?? entry)!.line } : undefined;
  }

  /** The same as the container gets it: a text for a shell is the argument of one. */
  get started(): { words: string[]; line: number } | undefined {
    const entry = this.final("ENTRYPOINT").at(-1);
    const command = this.final("CMD").at(-1);
    const isWhole = entry !== undefined && !entry.text.trim().startsWith("["); // no CMD is added to a text
    const words = [entry, isWhole ? undefined : command].flatMap((instruction) => (instruction ? startedBy(instruction.text) : []));
    return words.length > 0 ? { words, line: (command ?? entry)!.line } : undefined;
  }

  get user(): { text: string; line: number } | undefined {
    const found = this.final("USER").at(-1);
    return found && { text: found.text.trim(), line: found.line };
  }
}

const startedBy = (text: string): string[] => (text.trim().startsWith("[") ? argumentsOf(text) : ["sh", "-c", text]);

function argumentsOf(text: string): string[] {
  if (!text.trim().startsWith("[")) return wordsOf(text);
  try {
    return (JSON.parse(text) as unknown[]).map(String);
  } catch {
    return wordsOf(text);
  }
}
