import { isWorkload, podPath } from "../../workspace/kube";
import type { Workspace } from "../../workspace/workspace";
import { part } from "../../workspace/yaml";
import type { Check, Severity, Sight } from "../finding";
import { stacksOf } from "../stack";

export const e12: Check = {
  id: "E12",
  title: "A way of scraping that the installed Prometheus does not know",
  story:
    "Symptom: no target, no error. The operator's Prometheus ignores prometheus.io/scrape annotations; a plain Prometheus ignores ServiceMonitors.",
  *detect(workspace) {
    const stacks = stacksOf(workspace);
    const isPlain = workspace.installs.some(({ chart }) => /(^|\/)prometheus$/.test(chart));
    if (stacks.length === 0 && isPlain) yield* unreadMonitors(workspace);
    if (stacks.length > 0 && !isPlain) yield* unreadAnnotations(workspace, stacks.every(({ vague }) => vague) ? "warning" : "error");
  },
};

const MONITORS = ["ServiceMonitor", "PodMonitor", "ScrapeConfig"];

/** The operator's Prometheus is told of nothing but annotations. */
function* unreadAnnotations(workspace: Workspace, severity: Severity): Generator<Sight> {
  const isToldOtherwise = workspace.files.some(
    ({ text, name }) =>
      /\.(ya?ml|tf|tpl|sh|ps1|md)$|Makefile|Jenkinsfile/.test(name) &&
      /additionalScrapeConfigs|prometheus_io_scrape|prometheus\.io\/scrape.*action/.test(text),
  );
  if (isToldOtherwise || workspace.ofKind(...MONITORS).length > 0) return;
  for (const object of workspace.objects.filter((one) => one.kind === "Service" || isWorkload(one))) {
    const path = object.kind === "Service" ? ["metadata", "annotations"] : [...podPath(object), "metadata", "annotations"];
    if (String(part(object.get(...path), "prometheus.io/scrape")) !== "true") continue;
    yield {
      severity,
      place: object.at(...path, "prometheus.io/scrape"),
      evidence: 'prometheus.io/scrape: "true"; the stack is kube-prometheus-stack, and there is no monitor',
      cause: "The operator's Prometheus does not read these annotations, so nothing scrapes the program",
      fix: "Add a ServiceMonitor with the label that the stack selects.",
    };
  }
}

/** A Prometheus without the operator is told of something by monitors. */
function* unreadMonitors(workspace: Workspace): Generator<Sight> {
  const isOperated = workspace.files.some(({ text }) =>
    /prometheus-operator|kube-prometheus|victoria-metrics-operator|alloy|monitoring\.coreos\.com.*crd/i.test(text),
  );
  if (isOperated || workspace.installs.some(({ vague }) => vague)) return;
  for (const monitor of workspace.ofKind("ServiceMonitor", "PodMonitor")) {
    yield {
      severity: "error",
      place: monitor.at("kind"),
      evidence: `kind: ${monitor.kind}; the chart that is installed is prometheus-community/prometheus`,
      cause: "That Prometheus comes without the operator: the API server knows no such kind, and nobody reads it",
      fix: "Install kube-prometheus-stack, or annotate the Service with prometheus.io/scrape.",
    };
  }
}
