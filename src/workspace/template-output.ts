import { Unsupported } from "./template-values";

const MAX_OUTPUT = 4 * 1024 * 1024;

/** The text made so far, with the template's line at the start of each of its lines. */
export class Output {
  readonly lines: number[] = [];
  private readonly parts: string[] = [];
  private length = 0;
  /** Nothing but spaces stands in the last line so far. */
  private blank = true;

  get text(): string {
    return this.parts.join("");
  }

  write(part: string, line: number, follows: boolean): void {
    if (part === "") return;
    this.length += part.length;
    if (this.length > MAX_OUTPUT) throw new Unsupported("a template that writes more than 4 MiB");
    const pieces = part.split("\n");
    if (this.lines.length === 0) this.lines.push(line);
    else if (this.blank && part.trim() !== "") this.lines[this.lines.length - 1] = line;
    for (let at = 1; at < pieces.length; at++) this.lines.push(follows ? line + at : line);
    this.blank = pieces.at(-1)!.trim() === "" && (this.blank || pieces.length > 1);
    this.parts.push(part);
  }
}

export class Scope {
  private readonly variables = new Map<string, unknown>();

  constructor(private readonly parent?: Scope) {}

  get(name: string): unknown {
    if (this.variables.has(name)) return this.variables.get(name);
    if (!this.parent) throw new Unsupported(`the undefined variable ${name}`);
    return this.parent.get(name);
  }

  declare(name: string, value: unknown): void {
    this.variables.set(name, value);
  }

  assign(name: string, value: unknown): void {
    if (this.variables.has(name) || !this.parent) this.variables.set(name, value);
    else this.parent.assign(name, value);
  }
}
