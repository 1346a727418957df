import { remembered } from "./remembered";
import { pieces } from "./template-pieces";
import { TemplateError } from "./template-values";

/** Go's text/template, read into a tree. Only what it means is kept; every node knows its line. */
export type Expression =
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "dot" }
  | { readonly kind: "field"; readonly names: readonly string[] }
  | { readonly kind: "variable"; readonly name: string; readonly names: readonly string[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "group"; readonly pipeline: Pipeline; readonly names: readonly string[] };

export type Command = readonly Expression[];
export interface Pipeline {
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

export interface Branch {
  readonly kind: "if" | "with" | "range";
  readonly pipeline: Pipeline;
  readonly body: Block;
  readonly otherwise: Block;
  readonly line: number;
}

export type TemplateNode =
  | Branch
  | { readonly kind: "text"; readonly text: string; readonly line: number }
  | { readonly kind: "output"; readonly pipeline: Pipeline; readonly line: number }
  | { readonly kind: "template"; readonly name: string; readonly pipeline: Pipeline | undefined; readonly line: number }
  | { readonly kind: "break"; readonly line: number }
  | { readonly kind: "continue"; readonly line: number };
export type Block = readonly TemplateNode[];

interface Action {
  readonly source: string;
  readonly line: number;
}

const TOKEN =
  /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)+'|[-+]?0x[0-9a-fA-F]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|:=|\$?(?:\.?[A-Za-z_][\w]*)+|\$|\.|[|(),=]/y;

/** Splits an action into its tokens; a space is one too, since it ends a chain of fields. */
function tokenize({ source, line }: Action): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw new TemplateError(`unexpected ${JSON.stringify(source.slice(from, from + 12))}`, line);
    tokens.push(/^\s/.test(match[0]) ? " " : match[0]);
  }
  return tokens;
}

class ExpressionReader {
  private position = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly line: number,
  ) {}

  pipeline(end?: string): Pipeline {
    const { variables, assigns } = this.declaration();
    const commands: Command[] = [];
    let command: Expression[] = [];
    for (this.space(); this.position < this.tokens.length && this.tokens[this.position] !== end; this.space()) {
      if (this.tokens[this.position] === "|") {
        this.position++;
        commands.push(command);
        command = [];
      } else command.push(this.operand());
    }
    if (command.length === 0) throw new TemplateError("missing value for command", this.line);
    commands.push(command);
    return { variables, assigns, commands };
  }

  private space(): void {
    while (this.tokens[this.position] === " ") this.position++;
  }

  private declaration(): { variables: string[]; assigns: boolean } {
    this.space();
    const from = this.position;
    const variables: string[] = [];
    while (/^\$\w*$/.test(this.tokens[this.position] ?? "")) {
      variables.push(this.tokens[this.position++]!);
      this.space();
      if (this.tokens[this.position] === ",") {
        this.position++;
        this.space();
        continue;
      }
      const sign = this.tokens[this.position];
      if (sign !== ":=" && sign !== "=") break;
      this.position++;
      return { variables, assigns: sign === "=" };
    }
    this.position = from;
    return { variables: [], assigns: false };
  }

  private operand(): Expression {
    const token = this.tokens[this.position++]!;
    if (token === "(") {
      const pipeline = this.pipeline(")");
      if (this.tokens[this.position++] !== ")") throw new TemplateError("unclosed left paren", this.line);
      return { kind: "group", pipeline, names: this.fields() };
    }
    if (token === ".") return { kind: "dot" };
    if (token.startsWith("$")) {
      const [name, ...names] = token.split(".");
      return { kind: "variable", name: name!, names: [...names, ...this.fields()] };
    }
    if (token.startsWith(".")) return { kind: "field", names: token.slice(1).split(".") };
    return literal(token, this.line);
  }

  /** `.a.b` directly behind a parenthesis or a dollar. */
  private fields(): string[] {
    const token = this.tokens[this.position] ?? "";
    if (!/^\.[A-Za-z_]/.test(token)) return [];
    this.position++;
    return token.slice(1).split(".");
  }
}

const constants: Readonly<Record<string, unknown>> = { true: true, false: false, nil: null };

function literal(token: string, line: number): Expression {
  if (token.startsWith('"')) return { kind: "literal", value: unquote(token) };
  if (token.startsWith("`")) return { kind: "literal", value: token.slice(1, -1) };
  if (token.startsWith("'")) return { kind: "literal", value: token.codePointAt(1) };
  if (/^[-+]?[.\d]/.test(token)) return { kind: "literal", value: Number(token) };
  if (token in constants) return { kind: "literal", value: constants[token] };
  if (/^[A-Za-z_]\w*$/.test(token)) return { kind: "name", name: token };
  throw new TemplateError(`unexpected ${JSON.stringify(token)}`, line);
}

function unquote(token: string): string {
  try {
    return JSON.parse(token) as string;
  } catch {
    return token.slice(1, -1).replace(/\\(.)/g, "$1");
  }
}

interface Frame {
  readonly keyword: string;
  readonly line: number;
  readonly pipeline?: Pipeline;
  readonly name?: string;
  readonly body: TemplateNode[];
  otherwise?: TemplateNode[];
  /** `else if` opens one more frame that the same `end` closes. */
  readonly chained: boolean;
}

/** A whole file: its own block and the templates that it defines. */
export const parseTemplate = remembered(500_000, (text): { readonly body: Block; readonly defined: ReadonlyMap<string, Block> } => {
  const defined = new Map<string, Block>();
  const root: Frame = { keyword: "root", line: 1, body: [], chained: false };
  const stack: Frame[] = [root];
  const into = () => stack.at(-1)!.otherwise ?? stack.at(-1)!.body;
  for (const piece of pieces(text)) {
    if (!piece.action) {
      if (piece.text) into().push({ kind: "text", text: piece.text, line: piece.line });
      continue;
    }
    const source = piece.text.trim();
    if (source.startsWith("/*")) continue;
    readAction({ source, line: piece.line }, stack, into, defined);
  }
  if (stack.length > 1) throw new TemplateError(`unclosed ${stack.at(-1)!.keyword}`, stack.at(-1)!.line);
  return { body: root.body, defined };
});

function readAction(action: Action, stack: Frame[], into: () => TemplateNode[], defined: Map<string, Block>): void {
  const { source, line } = action;
  const pipelineOf = (text: string) => new ExpressionReader(tokenize({ source: text, line }), line).pipeline();
  const [, keyword = "", rest = ""] = /^(if|with|range|define|block|template|else|end|break|continue)\b\s*([\s\S]*)$/.exec(source) ?? [];
  const named = () => /^("(?:[^"\\]|\\.)*"|`[^`]*`)\s*([\s\S]*)$/.exec(rest);
  if (keyword === "if" || keyword === "with" || keyword === "range") {
    stack.push({ keyword, line, pipeline: pipelineOf(rest), body: [], chained: false });
  } else if (keyword === "define" || keyword === "block") {
    const [, name = '""', argument = ""] = named() ?? [];
    stack.push({ keyword, line, name: unquote(name), pipeline: argument ? pipelineOf(argument) : undefined, body: [], chained: false });
  } else if (keyword === "template") {
    const [, name = '""', argument = ""] = named() ?? [];
    into().push({ kind: "template", name: unquote(name), pipeline: argument ? pipelineOf(argument) : undefined, line });
  } else if (keyword === "else") {
    const frame = stack.at(-1)!;
    if (frame.keyword === "root" || frame.otherwise) throw new TemplateError("unexpected {{else}}", line);
    frame.otherwise = [];
    const chained = /^(if|with)\b\s*([\s\S]+)$/.exec(rest);
    if (chained) stack.push({ keyword: chained[1]!, line, pipeline: pipelineOf(chained[2]!), body: [], chained: true });
  } else if (keyword === "end") close(stack, line, defined);
  else if (keyword === "break" || keyword === "continue") into().push({ kind: keyword, line } as TemplateNode);
  else into().push({ kind: "output", pipeline: pipelineOf(source), line });
}

function close(stack: Frame[], line: number, defined: Map<string, Block>): void {
  for (;;) {
    const frame = stack.pop()!;
    if (frame.keyword === "root") throw new TemplateError("unexpected {{end}}", line);
    const parent = stack.at(-1)!;
    const target = parent.otherwise ?? parent.body;
    if (frame.keyword === "define" || frame.keyword === "block") {
      defined.set(frame.name!, frame.body);
      if (frame.keyword === "block") target.push({ kind: "template", name: frame.name!, pipeline: frame.pipeline, line: frame.line });
    } else {
      const kind = frame.keyword as "if" | "with" | "range";
      target.push({ kind, pipeline: frame.pipeline!, body: frame.body, otherwise: frame.otherwise ?? [], line: frame.line });
    }
    if (!frame.chained) return;
  }
}
