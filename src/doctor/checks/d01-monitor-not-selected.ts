import type { Workspace } from "../../workspace/workspace";
import type { Check } from "../finding";
import { isMonitoring, selectorOf, stacksOf, takes } from "../stack";

/** Others than a Prometheus that read monitors. */
const isReadByOthers = (workspace: Workspace): boolean =>
  workspace.files.some(
    ({ name, text }) =>
      /\.(ya?ml|tf|alloy|river)$/.test(name) &&
      /kind: (OpenTelemetryCollector|TargetAllocator|PrometheusAgent|VMAgent)|prometheus\.operator\.|victoria-metrics-operator|targetAllocator/.test(
        text,
      ),
  );

export const d01: Check = {
  id: "D01",
  title: "The Prometheus of the stack does not select the monitor or rule",
  story:
    "Symptom: `kubectl get servicemonitor` lists it, but nothing appears under Status > Targets, and there is no error anywhere. kube-prometheus-stack's Prometheus takes only objects with the label `release: <name of the Helm release>` unless its selector is opened.",
  *detect(workspace) {
    const stacks = stacksOf(workspace);
    if (stacks.length === 0 || stacks.some(({ vague }) => vague) || isReadByOthers(workspace)) return;
    const opened = workspace.files.some(
      (file) => /\.(ya?ml|tf|sh|json)$/.test(file.name) && /SelectorNilUsesHelmValues["']?\s*[:=]\s*["']?false/.test(file.text),
    );
    for (const object of workspace.objects.filter(
      ({ kind, apiVersion }) => isMonitoring(kind) && apiVersion.startsWith("monitoring.coreos.com"),
    )) {
      if (stacks.some((stack) => takes(stack, object))) continue;
      const stack = stacks[0]!;
      const selector = selectorOf(stack, object.kind);
      const wanted = selector ? JSON.stringify(selector) : "nothing";
      const label = selector?.matchLabels
        ? Object.entries(selector.matchLabels)
            .map(([key, value]) => `${key}: ${value}`)
            .join(", ")
        : undefined;
      yield {
        severity: opened ? "warning" : "error",
        place: object.at("metadata", "labels"),
        evidence: `${object.id} has the labels ${JSON.stringify(object.labels)}`,
        cause: `Prometheus of release ${stack.release} (${stack.place.file.path}:${stack.place.line}) selects ${wanted}, so it never loads this ${object.kind}`,
        fix: label
          ? `Add ${label} to metadata.labels, or open the selector with prometheus.prometheusSpec.${object.kind === "PrometheusRule" ? "rule" : "serviceMonitor"}SelectorNilUsesHelmValues=false.`
          : "Give the Prometheus object a selector; an empty one ({}) takes all.",
      };
    }
  },
};
