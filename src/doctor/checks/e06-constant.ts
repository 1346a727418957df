import { type PromNode, walk } from "../../workspace/promql";
import type { Check } from "../finding";
import { queriesOf } from "../rules";

/** What these give may be below zero. */
const SIGNED = /-|\b(deriv|delta|idelta|predict_linear|ln|log2|log10|sgn|sin|cos|tan|temperature|celsius|offset|z_?score|changes)/;

const COUNTED = /^\s*\(*\s*(sum|count|rate|irate|increase|max|min|avg|histogram_quantile|up)\b/;

export const e06: Check = {
  id: "E06",
  title: "An expression that is always true, or never",
  story:
    "Symptom: an alert that fires from the first minute and never stops, or one that never fires. A count or a rate is never below zero.",
  *detect(workspace) {
    for (const query of queriesOf(workspace)) {
      if (!query.expression.valid || query.kind !== "alert") continue;
      const constant = constantOf(query.expression.root);
      if (!constant) continue;
      yield {
        severity: "error",
        place: query.place,
        evidence: `${query.name}: ${query.source}`,
        cause: `What stands left is never below zero, so the comparison is ${constant}`,
        fix: "Compare with a threshold that it can cross.",
      };
    }
  },
};

function constantOf(root: PromNode): string | undefined {
  for (const node of walk(root)) {
    if (node.type !== "BinaryExpr") continue;
    const match = /^([\s\S]*?)(>=|<)\s*0(?:\.0*)?\s*$/.exec(node.text);
    if (match && COUNTED.test(match[1]!) && !SIGNED.test(match[1]!)) return match[2] === "<" ? "never true" : "always true";
  }
  return undefined;
}
