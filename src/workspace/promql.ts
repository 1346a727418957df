import { remembered } from "./remembered";

// Its types are those of an ES module, which a CommonJS file may not import; what it needs of them is little.
const { parser } = require("@prometheus-io/lezer-promql") as { parser: { parse(text: string): { topNode: TreeNode } } };

export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

export interface Selector {
  readonly metric: string | undefined;
  readonly matchers: readonly Matcher[];
  /** The function or aggregation that it is given to, if any. */
  readonly within: readonly string[];
  readonly range: boolean;
}

/** A node of an expression, as the checks ask about it. */
export interface PromNode {
  readonly type: string;
  readonly text: string;
  readonly children: readonly PromNode[];
}

export interface Expression {
  readonly text: string;
  readonly root: PromNode;
  readonly selectors: readonly Selector[];
  /** Labels that aggregations keep or drop, with the function. */
  readonly groupings: readonly { readonly by: boolean; readonly labels: readonly string[]; readonly node: PromNode }[];
  readonly valid: boolean;
}

interface TreeNode {
  readonly type: { readonly name: string; readonly isError: boolean };
  readonly from: number;
  readonly to: number;
  readonly firstChild: TreeNode | null;
  readonly nextSibling: TreeNode | null;
}

const MAX_LENGTH = 20_000;

/** Dashboards and rules say the same again and again. */
export const parseExpression = remembered(200_000, (source) => (shallow(source) ? readExpression(source) : undefined));

/** Nobody nests a hundred parentheses; the parser would not come back from a hundred thousand. */
const shallow = (source: string): boolean => (source.match(/[({[]/g)?.length ?? 0) < 500;

/** Reads an expression; Grafana's variables are put where a value of their kind may stand. */
function readExpression(source: string): Expression | undefined {
  const text = withoutVariables(source);
  if (text.length > MAX_LENGTH || text.trim() === "") return undefined;
  let valid = true;
  const read = (node: TreeNode): PromNode => {
    if (node.type.isError) valid = false;
    const children: PromNode[] = [];
    for (let child = node.firstChild; child; child = child.nextSibling) children.push(read(child));
    return { type: node.type.name, text: text.slice(node.from, node.to), children };
  };
  const root = read(parser.parse(text).topNode);
  return { text, root, valid, ...factsOf(root) };
}

/** `$__rate_interval` is a duration, `$namespace` within quotes is text, `[$interval]` a range; elsewhere a number. */
export function withoutVariables(text: string): string {
  return text
    .replace(/\[\s*(?:\$\{?[\w:]+\}?|\[\[\w+\]\])\s*(:[^\]]*)?\]/g, (_, step: string | undefined) => `[5m${step ? ":1m" : ""}]`)
    .replace(/\$__(?:rate_)?interval\b|\$\{__(?:rate_)?interval\}|\$__range\b|\$\{__range\}/g, "5m")
    .replace(/\b(by|without|on|ignoring)\s*\(\s*\$\{?\w+(?::\w+)?\}?\s*\)/g, "$1 (grafana_variable)")
    .replace(/"[^"\n]*"|\$\{?[\w:]+\}?/g, (part) => (part.startsWith('"') ? part : "1"));
}

/** A node and all below it. */
export function walk(node: PromNode, found: PromNode[] = []): PromNode[] {
  found.push(node);
  for (const child of node.children) walk(child, found);
  return found;
}

function factsOf(root: PromNode): Pick<Expression, "selectors" | "groupings"> {
  const selectors: Selector[] = [];
  const groupings: { by: boolean; labels: string[]; node: PromNode }[] = [];
  const visit = (node: PromNode, within: readonly string[], range: boolean) => {
    let inner = within;
    if (node.type === "FunctionCall" || node.type === "AggregateExpr") inner = [...within, node.children[0]?.text.trim() ?? ""];
    if (node.type === "AggregateExpr") {
      const modifier = node.children.find(({ type }) => type === "AggregateModifier");
      const labels =
        modifier?.children.find(({ type }) => type === "GroupingLabels")?.children.map(({ text }) => text.replaceAll('"', "")) ?? [];
      if (modifier) groupings.push({ by: /^by/i.test(modifier.text), labels, node });
    }
    if (node.type === "VectorSelector") selectors.push(selectorOf(node, inner, range));
    for (const child of node.children) visit(child, inner, range || node.type === "MatrixSelector");
  };
  visit(root, [], false);
  return { selectors, groupings };
}

function selectorOf(node: PromNode, within: readonly string[], range: boolean): Selector {
  const matchers = walk(node)
    .filter(({ type }) => type === "UnquotedLabelMatcher" || type === "QuotedLabelMatcher")
    .map(({ text }) => /^"?([\w:.]+)"?\s*(=~|!~|!=|=)\s*["'`]([\s\S]*)["'`]$/.exec(text.trim()))
    .flatMap((match) => (match ? [{ label: match[1]!, operator: match[2]!, value: match[3]! }] : []));
  const name =
    node.children.find(({ type }) => type === "Identifier")?.text ??
    matchers.find(({ label, operator }) => label === "__name__" && operator === "=")?.value;
  return { metric: name, matchers, within, range };
}
