import { type Declared, series } from "../../workspace/metrics";
import { walk } from "../../workspace/promql";
import { declaredIn } from "../exposed";
import type { Check } from "../finding";
import { queriesOf } from "../rules";

export const e02: Check = {
  id: "E02",
  title: "An expression that does not parse, or a function of the wrong kind of metric",
  story:
    "Symptom: `parse error: unexpected ...`, a quantile that never moves, a rate of a gauge that means nothing. histogram_quantile wants rate(..._bucket[5m]) with `le` kept; rate and increase want counters.",
  *detect(workspace) {
    const declared = declaredIn(workspace);
    for (const { expression, place, name, source, kind } of queriesOf(workspace)) {
      const sight = (cause: string, fix: string) => ({ severity: "error" as const, place, evidence: `${name}: ${source}`, cause, fix });
      if (!expression.valid) {
        if (!/\$\{?\w|\[\[|\{\{|\}\s*\||\|\s*(logfmt|json|pattern|line_format|unwrap)\b/.test(source))
          yield sight(
            "This is no valid PromQL, so Prometheus refuses it",
            "Check the brackets, quotes and ranges: promtool check rules shows the place.",
          );
        continue;
      }
      for (const { metric, within, range } of expression.selectors) {
        const buckets = metric?.endsWith("_bucket");
        if (within.includes("histogram_quantile") && buckets && !range && kind !== "record")
          yield sight("The quantile is of all observations since the start of the process, so it hardly moves", `Use rate(${metric}[5m]).`);
        const found = metric === undefined ? undefined : kindOf(declared, metric);
        if (found === "gauge" && within.some((one) => /^(rate|irate|increase)$/.test(one)))
          yield sight(
            `${metric} is a gauge, and a rate of a gauge takes each fall for a restart`,
            "Use deriv or delta, or the gauge itself.",
          );
      }
      for (const { by, labels, node } of expression.groupings) {
        const quantile = walk(expression.root).find(
          (one) => one.type === "FunctionCall" && one.children[0]?.text.trim() === "histogram_quantile" && walk(one).includes(node),
        );
        if (quantile && by && !labels.includes("le") && !labels.includes("grafana_variable") && /_bucket/.test(node.text))
          yield sight(
            "The aggregation drops the label `le`, without which histogram_quantile gives nothing",
            `Keep it: by (${["le", ...labels].join(", ")}).`,
          );
      }
    }
  },
};

const kindOf = (declared: readonly Declared[], metric: string): string | undefined => {
  const kinds = new Set(declared.filter((one) => one.name === metric || series(one).includes(metric)).map(({ type }) => type));
  return kinds.size === 1 ? [...kinds][0] : undefined;
};
