import type { Workspace } from "../../workspace/workspace";
import { mapOf, type Place, part } from "../../workspace/yaml";
import type { Check } from "../finding";
import { stacksOf } from "../stack";

export const e08: Check = {
  id: "E08",
  title: "The stack's selector leaves out its own targets",
  story:
    "Symptom: after an upgrade the nodes, kube-state-metrics and the API server vanish from Status > Targets, and the built-in dashboards are empty. The stack's own monitors carry the label `release: <name of the release>`; a selector for another label no longer takes them.",
  *detect(workspace) {
    const stacks = stacksOf(workspace).filter(({ object }) => !object);
    if (stacks.length === 0 || stacks.some(({ vague }) => vague)) return;
    for (const { key, labels, place, common } of selectors(workspace)) {
      const owned = stacks.some(({ release }) =>
        Object.entries(labels).every(([name, value]) => (name === "release" && value === release) || common[name] === value),
      );
      if (owned) continue;
      yield {
        severity: "error",
        place,
        evidence: `${key}.matchLabels: ${JSON.stringify(labels)}; release ${stacks[0]!.release}`,
        cause: `The stack's own objects have the label release: ${stacks[0]!.release} and not these, so Prometheus no longer takes them`,
        fix: `Take the selector out and set ${key}NilUsesHelmValues: false, which takes every object.`,
      };
    }
  },
};

interface Narrowed {
  readonly key: string;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly common: Readonly<Record<string, unknown>>;
  readonly place: Place;
}

function selectors(workspace: Workspace): Narrowed[] {
  return workspace.yamlFiles
    .filter(({ text }) => /(serviceMonitor|rule)Selector:/.test(text) && /prometheusSpec:/.test(text))
    .flatMap((file) => workspace.yaml(file).slice(0, 1))
    .flatMap((document) =>
      [[], ["kube-prometheus-stack"]].flatMap((base) =>
        ["serviceMonitorSelector", "ruleSelector"].flatMap((key) => {
          const path = [...base, "prometheus", "prometheusSpec", key];
          const labels = mapOf(part(document.value, ...path, "matchLabels"));
          if (Object.keys(labels).length === 0) return [];
          return [{ key, labels, common: mapOf(part(document.value, ...base, "commonLabels")), place: document.at(...path) }];
        }),
      ),
    );
}
