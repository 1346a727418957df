import { literally } from "../../workspace/patterns";
import type { Workspace } from "../../workspace/workspace";
import { mapOf, part, textValue } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";
import { stacksOf } from "../stack";

export const d31: Check = {
  id: "D31",
  title: "A dashboard that Grafana's sidecar does not take, or that nothing creates",
  story:
    "Symptom: the ConfigMap is there and the dashboard is not. kube-prometheus-stack's sidecar takes ConfigMaps with the label grafana_dashboard: \"1\"; with another value it leaves them. Or the values name a ConfigMap that nothing creates, and Grafana's pod stays in ContainerCreating.",
  *detect(workspace) {
    if (stacksOf(workspace).some(({ object }) => !object) && !isRelabelled(workspace)) yield* labels(workspace);
    yield* named(workspace);
  },
};

/** The values say another label or value than the chart's. */
const isRelabelled = (workspace: Workspace): boolean =>
  workspace.files.some(({ name, text }) => /\.(ya?ml|tf|sh)$/.test(name) && /labelValue["']?\s*[:=]|sidecar\.dashboards\.label/.test(text));

function* labels(workspace: Workspace): Generator<Sight> {
  for (const object of workspace.ofKind("ConfigMap")) {
    const value = object.labels.grafana_dashboard;
    if (value === undefined || value === "1" || !Object.keys(mapOf(object.get("data"))).some((key) => key.endsWith(".json"))) continue;
    yield {
      severity: "error",
      place: object.at("metadata", "labels", "grafana_dashboard"),
      repair:
        object.unit.kind === "chart"
          ? undefined
          : {
              place: object.at("metadata", "labels", "grafana_dashboard"),
              from: `grafana_dashboard: "${value}"`,
              to: 'grafana_dashboard: "1"',
            },
      evidence: `grafana_dashboard: ${JSON.stringify(value)}`,
      cause: 'The sidecar of kube-prometheus-stack takes only grafana_dashboard: "1", so it leaves this ConfigMap',
      fix: 'Write grafana_dashboard: "1".',
    };
  }
}

/** `dashboardsConfigMaps` of Grafana's chart. */
function* named(workspace: Workspace): Generator<Sight> {
  for (const file of workspace.yamlFiles.filter(({ text }) => /dashboardsConfigMaps:/.test(text))) {
    for (const document of workspace.yaml(file)) {
      for (const base of [["grafana"], [], ["kube-prometheus-stack", "grafana"]]) {
        const maps = mapOf(part(document.value, ...base, "dashboardsConfigMaps"));
        for (const [provider, value] of Object.entries(maps)) {
          const name = textValue(value);
          if (!name || /[{$]/.test(name) || isCreated(workspace, name)) continue;
          yield {
            severity: "error",
            place: document.at(...base, "dashboardsConfigMaps", provider),
            evidence: `dashboardsConfigMaps: ${provider}: ${name}`,
            cause: `Nothing in these files creates the ConfigMap ${name}, so Grafana's pod waits for it and does not start`,
            fix: `Create it: kubectl create configmap ${name} --from-file=dashboard.json, or correct the name.`,
          };
        }
      }
    }
  }
}

const isCreated = (workspace: Workspace, name: string): boolean =>
  workspace.ofKind("ConfigMap").some((object) => object.name === name) ||
  workspace.files.some(
    (file) =>
      /\.(sh|md|tf|ya?ml)$|Makefile/.test(file.name) &&
      new RegExp(`(configmap\\s+${literally(name)}\\b|name["']?\\s*[:=]\\s*["']?${literally(name)}["']?\\s*$)`, "m").test(file.text),
  );
