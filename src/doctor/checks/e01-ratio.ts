import { type PromNode, walk } from "../../workspace/promql";
import type { Check } from "../finding";
import { queriesOf } from "../rules";

export const e01: Check = {
  id: "E01",
  title: "A ratio of two vectors that do not match",
  story:
    'Symptom: the panel is empty or always shows 1 (100 %), the alert never or always fires. Without aggregation each series is divided by the one with the very same labels: errors with status="500" only by themselves.',
  *detect(workspace) {
    for (const { expression, place, name, source } of queriesOf(workspace)) {
      if (!expression.valid) continue;
      for (const node of walk(expression.root)) {
        if (
          node.type !== "BinaryExpr" ||
          !node.children.some(({ type }) => type === "Div") ||
          node.children.some(({ type }) => /Matching|BoolModifier|OnOrIgnoring/.test(type))
        )
          continue;
        const problem = ratioProblem(node);
        if (!problem) continue;
        yield {
          severity: "error",
          place,
          evidence: `${name}: ${source}`,
          cause: problem,
          fix: "Aggregate both sides by the same labels: sum(rate(a[5m])) / sum(rate(b[5m])).",
        };
        break;
      }
    }
  },
};

function ratioProblem(node: PromNode): string | undefined {
  const [left, right] = [node.children[0]!, node.children.at(-1)!].map(unwrapped);
  const [above, below] = [metricOf(left!), metricOf(right!)];
  if (!above || !below) return undefined;
  const [aggregatedAbove, aggregatedBelow] = [left!.type === "AggregateExpr", right!.type === "AggregateExpr"];
  if (!aggregatedAbove && !aggregatedBelow) {
    // The same metric, narrowed above only by a label: each series by itself.
    const narrowed =
      above.metric === below.metric &&
      above.matchers.some((one) => !below.matchers.includes(one)) &&
      below.matchers.every((one) => above.matchers.includes(one));
    return narrowed ? "Both sides keep all labels, so each series is divided by itself: the ratio is always 1" : undefined;
  }
  if (aggregatedAbove !== aggregatedBelow) {
    const free = aggregatedAbove ? right! : left!;
    return /^(rate|increase|irate)$/.test(free.children[0]?.text.trim() ?? "")
      ? "One side is aggregated and the other keeps all its labels, so no series match and the result is empty"
      : undefined;
  }
  const [by, over] = [groupingOf(left!), groupingOf(right!)];
  return by !== over && by !== undefined && over !== undefined
    ? `One side is grouped by (${by}) and the other by (${over}), so no series match and the result is empty`
    : undefined;
}

function unwrapped(node: PromNode): PromNode {
  if (node.type !== "ParenExpr") return node;
  const inner = node.children.find(({ type }) => type !== "(" && type !== ")");
  return inner ? unwrapped(inner) : node;
}

function metricOf(node: PromNode): { metric: string; matchers: string[] } | undefined {
  const selectors = walk(node).filter(({ type }) => type === "VectorSelector");
  if (selectors.length !== 1 || walk(node).some(({ type }) => type === "BinaryExpr")) return undefined;
  const metric = selectors[0]!.children.find(({ type }) => type === "Identifier")?.text;
  return metric
    ? {
        metric,
        matchers: walk(selectors[0]!)
          .filter(({ type }) => type === "UnquotedLabelMatcher")
          .map(({ text }) => text),
      }
    : undefined;
}

/** The labels that an aggregation keeps; none that `without` leaves is known. */
function groupingOf(node: PromNode): string | undefined {
  const modifier = node.children.find(({ type }) => type === "AggregateModifier");
  if (!modifier) return "";
  if (/^without/i.test(modifier.text) || /grafana_variable/.test(modifier.text)) return undefined;
  return walk(modifier)
    .filter(({ type }) => type === "LabelName")
    .map(({ text }) => text)
    .sort()
    .join(", ");
}
