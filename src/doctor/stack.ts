import { posix } from "node:path";
import { type Install, valuesOf } from "../workspace/installs";
import { type KubeObject, selects } from "../workspace/kube";
import { mergeValues } from "../workspace/values";
import type { Workspace } from "../workspace/workspace";
import { type Place, part, textValue, type Value } from "../workspace/yaml";

const STACKS = new Set(["kube-prometheus-stack", "prometheus-operator"]);

/** A Prometheus of the operator, as something in the workspace sets it up. */
export interface Stack {
  readonly release: string;
  readonly values: Value;
  readonly place: Place;
  readonly namespace?: string;
  /** A Prometheus object, when it is written out. */
  readonly object?: KubeObject;
  /** What selects is only known where it runs. */
  readonly vague: boolean;
}

const KINDS: Readonly<Record<string, string>> = {
  ServiceMonitor: "serviceMonitor",
  PodMonitor: "podMonitor",
  Probe: "probe",
  PrometheusRule: "rule",
};

export const isMonitoring = (kind: string): boolean => kind in KINDS;

const chartName = (chart: string): string => posix.basename(chart);

export function stacksOf(workspace: Workspace): Stack[] {
  const installed = workspace.installs.filter(({ chart }) => STACKS.has(chartName(chart))).map((install) => stackOf(workspace, install));
  const depending = workspace.charts.flatMap((chart) => {
    const dependency = chart.dependencies.find((entry) => STACKS.has(textValue(part(entry, "name")) ?? ""));
    if (!dependency) return [];
    const key = textValue(part(dependency, "alias")) ?? textValue(part(dependency, "name"))!;
    return workspace.renderingsOf(chart).map(({ release }) => ({
      release: release.name,
      values: part(mergedValues(chart.values, release.values), key),
      place: release.place ?? { file: chart.file, line: 1 },
      namespace: release.namespace,
      vague: !release.place,
    }));
  });
  const objects = workspace
    .ofKind("Prometheus")
    .map((object) => ({ release: object.name, values: undefined, place: object.at(), namespace: object.namespace, object, vague: false }));
  return [...installed, ...depending, ...objects];
}

const mergedValues = (own: Value, given: readonly Value[]): Value => given.reduce<Value>((known, more) => mergeValues(known, more), own);

function stackOf(workspace: Workspace, install: Install): Stack {
  const files = install.valuesFiles.map((path) => workspace.valuesFile(install, undefined, path));
  return {
    release: install.release,
    values: valuesOf(install, files),
    place: install.place,
    namespace: install.namespace,
    vague: install.vague || files.some((file) => !file) || (install.command?.words.includes("--reuse-values") ?? false),
  };
}

/** The selector that its Prometheus has for a kind of object; undefined takes none. */
export function selectorOf(stack: Stack, kind: string): Value {
  const name = KINDS[kind]!;
  if (stack.object) return stack.object.get("spec", `${name}Selector`);
  const spec = part(stack.values, "prometheus", "prometheusSpec");
  const given = part(spec, `${name}Selector`);
  if (given && Object.keys(given).length > 0) return given;
  return part(spec, `${name}SelectorNilUsesHelmValues`) === false ? {} : { matchLabels: { release: stack.release } };
}

export function takes(stack: Stack, object: KubeObject): boolean {
  const selector = selectorOf(stack, object.kind);
  return selector !== undefined && selector !== null && selects(selector, object.labels);
}
