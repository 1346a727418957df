import { functions } from "./template-functions";
import { Output, Scope } from "./template-output";
import { type Block, type Branch, type Command, type Expression, type Pipeline, parseTemplate, type TemplateNode } from "./template-parser";
import { type Invoke, isTrue, Refused, TemplateError, toText, Unsupported } from "./template-values";

/** What a rendering may cost: strangers' templates may never end. */
const MAX_STEPS = 300_000;
const MAX_DEPTH = 60;

export interface Rendered {
  readonly text: string;
  /** The template's line of each line of the text. */
  readonly lines: readonly number[];
}

class Leap extends Error {}

/** The templates of one chart, with what they include from each other. */
export class Templates {
  private readonly defined = new Map<string, Block>();
  /** What the chart itself refuses, by `required` and `fail`: rendering goes on, to say more. */
  readonly refusals: { readonly message: string; readonly line: number }[] = [];
  private line = 1;
  private steps = 0;
  private depth = 0;

  /** A whole file can be included by its path. */
  name(path: string, block: Block): void {
    this.defined.set(path, block);
  }

  /** Every `define` of a file; throws a {@link TemplateError} at what Go's parser refuses. */
  define(text: string): Block {
    const { body, defined } = parseTemplate(text);
    for (const [name, block] of defined) this.defined.set(name, block);
    return body;
  }

  render(block: Block, dot: unknown): Rendered {
    const output = new Output();
    const scope = new Scope();
    scope.declare("$", dot);
    this.steps = 0;
    this.run(block, dot, scope, output);
    return { text: output.text, lines: output.lines };
  }

  private run(block: Block, dot: unknown, scope: Scope, output: Output): void {
    for (const node of block) {
      if (++this.steps > MAX_STEPS) throw new Unsupported("a template that does not end");
      if (this.depth === 0) this.line = node.line;
      try {
        this.runNode(node, dot, scope, output);
      } catch (error) {
        if (error instanceof TemplateError || error instanceof Unsupported || error instanceof Leap) throw error;
        // What Go would refuse is thrown as such; anything else is this reader's own limit.
        if (error instanceof Refused) throw new TemplateError(error.message, node.line);
        throw new Unsupported((error as Error).message);
      }
    }
  }

  private runNode(node: TemplateNode, dot: unknown, scope: Scope, output: Output): void {
    if (node.kind === "text") {
      output.write(node.text, node.line, true);
      return;
    }
    if (node.kind === "break" || node.kind === "continue") throw new Leap(node.kind);
    if (node.kind === "output") {
      const value = this.pipeline(node.pipeline, dot, scope);
      if (node.pipeline.variables.length === 0) output.write(toText(value), node.line, false);
      return;
    }
    if (node.kind === "template") {
      const argument = node.pipeline ? this.pipeline(node.pipeline, dot, scope) : null;
      output.write(this.include(node.name, argument), node.line, false);
      return;
    }
    if (node.kind === "range") {
      this.range(node, dot, scope, output);
      return;
    }
    const inner = new Scope(scope);
    const value = this.pipeline(node.pipeline, dot, inner);
    if (isTrue(value)) this.run(node.body, node.kind === "with" ? value : dot, inner, output);
    else this.run(node.otherwise, dot, inner, output);
  }

  private range(node: Branch, dot: unknown, scope: Scope, output: Output): void {
    const { variables, commands } = node.pipeline;
    const over = this.pipeline({ variables: [], assigns: false, commands }, dot, scope);
    const items = entriesOf(over);
    if (items.length === 0) this.run(node.otherwise, dot, new Scope(scope), output);
    for (const [key, value] of items) {
      const inner = new Scope(scope);
      if (variables.length === 2) inner.declare(variables[0]!, key);
      if (variables.length > 0) inner.declare(variables.at(-1)!, value);
      try {
        this.run(node.body, value, inner, output);
      } catch (error) {
        if (!(error instanceof Leap)) throw error;
        if (error.message === "break") return;
      }
    }
  }

  private pipeline(pipeline: Pipeline, dot: unknown, scope: Scope): unknown {
    let value: unknown;
    pipeline.commands.forEach((command, index) => {
      value = this.command(command, dot, scope, index > 0 ? [value] : []);
    });
    for (const name of pipeline.variables) {
      if (pipeline.assigns) scope.assign(name, value);
      else scope.declare(name, value);
    }
    return value;
  }

  private command([first, ...rest]: Command, dot: unknown, scope: Scope, piped: unknown[]): unknown {
    if (++this.steps > MAX_STEPS) throw new Unsupported("a template that does not end");
    const args = () => [...rest.map((expression) => this.value(expression, dot, scope)), ...piped];
    if (first!.kind === "name") return this.call(first!.name, rest, dot, scope, args);
    const value = this.value(first!, dot, scope);
    if (typeof value === "function") return (value as (...args: unknown[]) => unknown)(...args());
    if (rest.length > 0) throw new Refused("can't give argument to non-function");
    return value;
  }

  private call(name: string, rest: Command, dot: unknown, scope: Scope, args: () => unknown[]): unknown {
    // Those two look at their arguments only as far as they must.
    if ((name === "and" || name === "or") && rest.length > 0) {
      let value: unknown;
      for (const expression of rest) {
        value = this.value(expression, dot, scope);
        if (isTrue(value) === (name === "or")) return value;
      }
      return args().length > rest.length ? args().at(-1) : value;
    }
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (!known) throw new Unsupported(`the function ${name}`);
    const invoke: Invoke = {
      include: (template, data) => this.include(template, data),
      tpl: (text, data) => this.tpl(text, data),
      refuse: (message) => void this.refusals.push({ message, line: this.line }),
    };
    return known(args(), invoke);
  }

  private value(expression: Expression, dot: unknown, scope: Scope): unknown {
    switch (expression.kind) {
      case "literal":
        return expression.value;
      case "dot":
        return dot;
      case "field":
        return fields(dot, expression.names);
      case "variable":
        return fields(scope.get(expression.name), expression.names);
      case "group":
        // A field of nothing in parentheses is nothing, as charts rely on.
        return chained(this.pipeline(expression.pipeline, dot, scope), expression.names);
      case "name":
        return this.call(expression.name, [], dot, scope, () => []);
    }
  }

  private include(name: string, data: unknown): string {
    const block = this.defined.get(name);
    if (!block) throw new Refused(`template: no template ${JSON.stringify(name)} associated with template "gotpl"`);
    return this.nested(block, data);
  }

  private tpl(text: string, data: unknown): string {
    return this.nested(this.define(text), data);
  }

  private nested(block: Block, data: unknown): string {
    if (++this.depth > MAX_DEPTH) throw new Unsupported("templates that include each other without end");
    const output = new Output();
    const scope = new Scope();
    scope.declare("$", data);
    try {
      this.run(block, data, scope, output);
    } finally {
      this.depth--;
    }
    return output.text;
  }
}

function fields(value: unknown, names: readonly string[]): unknown {
  let found = value;
  for (const name of names) {
    if (found === undefined || found === null) throw new Refused(`nil pointer evaluating interface {}.${name}`);
    if (typeof found === "function") throw new Unsupported(`a field of a function, ${name}`);
    if (typeof found !== "object" || Array.isArray(found))
      throw new Refused(`can't evaluate field ${name} in type ${Array.isArray(found) ? "[]interface {}" : typeof found}`);
    found = Object.hasOwn(found, name) ? (found as Record<string, unknown>)[name] : undefined;
  }
  return found ?? null;
}

function chained(value: unknown, names: readonly string[]): unknown {
  return value === null || value === undefined
    ? (value ?? null)
    : names.length === 0
      ? value
      : chained(fields(value, names.slice(0, 1)), names.slice(1));
}

function entriesOf(over: unknown): [unknown, unknown][] {
  if (Array.isArray(over)) return over.map((value, index) => [index, value]);
  if (typeof over === "number") return Array.from({ length: Math.min(over, 10_000) }, (_, index) => [index, index]);
  if (over === null || over === undefined) return [];
  if (typeof over === "object") return Object.entries(over).sort(([a], [b]) => (a < b ? -1 : 1));
  throw new Error(`range can't iterate over ${String(over)}`);
}
