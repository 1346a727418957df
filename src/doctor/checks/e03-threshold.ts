import { walk } from "../../workspace/promql";
import { declaredIn } from "../exposed";
import type { Check } from "../finding";
import { queriesOf } from "../rules";

export const e03: Check = {
  id: "E03",
  title: "A condition that can never, or must always, be true",
  story:
    "Symptom: the alert never fires, or never stops. A quantile of a histogram is never above its highest finite bucket; the rate of a timestamp is always 1.",
  *detect(workspace) {
    const declared = declaredIn(workspace);
    for (const { kind, name, source, expression, place } of queriesOf(workspace)) {
      if (kind !== "alert" || !expression.valid) continue;
      for (const node of walk(expression.root)) {
        if (node.type !== "BinaryExpr" || !node.children.some(({ type }) => type === "Gtr" || type === "Gte")) continue;
        const limit = Number(node.children.at(-1)!.text);
        const call = node.children[0]!.text.trim();
        const metric = /^histogram_quantile\([\s\S]*?([\w:]+)_bucket\b/.exec(call)?.[1];
        const known = declared.filter((one) => one.name === metric && one.type === "histogram");
        const highest = Math.max(...known.flatMap(({ buckets }) => buckets ?? [Number.POSITIVE_INFINITY]));
        if (metric && known.length > 0 && Number.isFinite(highest) && limit >= highest) {
          yield {
            severity: "error",
            place,
            evidence: `${name}: ${source}`,
            cause: `The highest bucket of ${metric} ends at ${highest}, and a quantile is never above it, so the alert never fires`,
            fix: `Give the histogram buckets above ${limit}, or lower the threshold.`,
          };
          break;
        }
        if (limit === 0 && /^(rate|increase)\(\s*\w*(_created|_start_time_seconds|timestamp_seconds)\b/.test(call)) {
          yield {
            severity: "error",
            place,
            evidence: `${name}: ${source}`,
            cause: "It is the rate of a timestamp, which does not count anything",
            fix: "Compare the time itself: time() - x > 300.",
          };
          break;
        }
      }
    }
  },
};
