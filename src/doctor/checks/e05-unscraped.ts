import { series } from "../../workspace/metrics";
import { declaredIn } from "../exposed";
import type { Check } from "../finding";
import { queriesOf } from "../rules";
import { stacksOf } from "../stack";

/** Ways other than a monitor in which a Prometheus gets targets. */
const OTHERWISE =
  /additionalScrapeConfigs|additionalServiceMonitors|additionalPodMonitors|scrape_configs|kubernetes_sd_configs|prometheus\.io\/scrape|kind: (ServiceMonitor|PodMonitor|ScrapeConfig|PrometheusAgent|OpenTelemetryCollector)|remote_write|otlp/i;

export const e05: Check = {
  id: "E05",
  title: "A rule or dashboard about a program that nothing scrapes",
  story:
    "Symptom: `No data`, and no target of that name under Status > Targets. The program exposes its metrics, but there is no ServiceMonitor, PodMonitor or scrape configuration for it.",
  *detect(workspace) {
    const stacks = stacksOf(workspace);
    if (stacks.length === 0 || stacks.some(({ vague }) => vague)) return;
    if (workspace.objects.some(({ kind }) => kind === "Deployment") === false) return;
    if (workspace.files.some(({ name, text }) => /\.(ya?ml|tf|tpl|json|sh|alloy)$/.test(name) && OTHERWISE.test(text))) return;
    const own = new Set(declaredIn(workspace).flatMap((one) => [one.name, ...series(one)]));
    const seen = new Set<string>();
    for (const query of queriesOf(workspace)) {
      const metric = query.expression.selectors.find((selector) => selector.metric && own.has(selector.metric))?.metric;
      const file = query.place.file.shown;
      if (!metric || seen.has(file)) continue;
      seen.add(file);
      yield {
        severity: "error",
        place: query.place,
        evidence: `${query.name}: ${query.source}`,
        cause: `The program exposes ${metric}, but no monitor or scrape configuration tells the stack's Prometheus to ask it`,
        fix: "Add a ServiceMonitor for its Service, with the label that the stack selects.",
      };
    }
  },
};
