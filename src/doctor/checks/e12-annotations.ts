import { isWorkload, podPath } from "../../workspace/kube";
import { part } from "../../workspace/yaml";
import type { Check } from "../finding";
import { stacksOf } from "../stack";

export const e12: Check = {
  id: "E12",
  title: "A way of scraping that the installed Prometheus does not know",
  story:
    "Symptom: no target, no error. The operator's Prometheus ignores prometheus.io/scrape annotations; a plain Prometheus ignores ServiceMonitors.",
  *detect(workspace) {
    const stacks = stacksOf(workspace);
    const operator = stacks.length > 0;
    const monitors = workspace.ofKind("ServiceMonitor", "PodMonitor", "ScrapeConfig");
    const extra = workspace.files.some(
      ({ text, name }) =>
        /\.(ya?ml|tf|tpl|sh|ps1|md)$|Makefile|Jenkinsfile/.test(name) &&
        /additionalScrapeConfigs|prometheus_io_scrape|prometheus\.io\/scrape.*action/.test(text),
    );
    const plainChart = workspace.installs.some(({ chart }) => /(^|\/)prometheus$/.test(chart));
    if (operator && monitors.length === 0 && !extra && !plainChart) {
      for (const object of workspace.objects.filter((one) => one.kind === "Service" || isWorkload(one))) {
        const path = object.kind === "Service" ? ["metadata", "annotations"] : [...podPath(object), "metadata", "annotations"];
        const value = part(object.get(...path), "prometheus.io/scrape");
        if (String(value) !== "true") continue;
        yield {
          severity: stacks.some(({ vague }) => !vague) ? "error" : "warning",
          place: object.at(...path, "prometheus.io/scrape"),
          evidence: 'prometheus.io/scrape: "true"; the stack is kube-prometheus-stack, and there is no monitor',
          cause: "The operator's Prometheus does not read these annotations, so nothing scrapes the program",
          fix: "Add a ServiceMonitor with the label that the stack selects.",
        };
      }
    }
    if (operator || !plainChart || workspace.installs.some(({ vague }) => vague)) return;
    for (const monitor of monitors) {
      if (
        monitor.kind === "ScrapeConfig" ||
        workspace.files.some(({ text }) =>
          /prometheus-operator|kube-prometheus|victoria-metrics-operator|alloy|monitoring\.coreos\.com.*crd/i.test(text),
        )
      )
        continue;
      yield {
        severity: "error",
        place: monitor.at("kind"),
        evidence: `kind: ${monitor.kind}; the chart that is installed is prometheus-community/prometheus`,
        cause: "That Prometheus comes without the operator: the API server knows no such kind, and nobody reads it",
        fix: "Install kube-prometheus-stack, or annotate the Service with prometheus.io/scrape.",
      };
    }
  },
};
