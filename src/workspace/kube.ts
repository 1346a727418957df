import type { SourceFile } from "./repository";
import { listOf, mapOf, type Path, type Place, part, textValue, type Value, type YamlDocument } from "./yaml";

/** What is applied together: a chart's release, a kustomization, or the plain manifests of a repository. */
export interface Unit {
  readonly kind: "plain" | "chart" | "kustomize";
  readonly label: string;
  readonly objects: KubeObject[];
}

/** An object of Kubernetes as a file describes it, whose parts know their place. */
export class KubeObject {
  constructor(
    readonly value: Value,
    private readonly document: YamlDocument,
    private readonly base: Path,
    readonly unit: Unit,
    readonly namespace: string | undefined,
  ) {}

  get kind(): string {
    return textValue(this.value.kind) ?? "";
  }

  get apiVersion(): string {
    return textValue(this.value.apiVersion) ?? "";
  }

  get name(): string {
    return textValue(part(this.value, "metadata", "name")) ?? "";
  }

  get labels(): Labels {
    return labelsOf(part(this.value, "metadata", "labels"));
  }

  get file(): SourceFile {
    return this.at().file;
  }

  get id(): string {
    return `${this.kind}/${this.name}`;
  }

  get(...path: Path): Value {
    return part(this.value, ...path);
  }

  at(...path: Path): Place {
    return this.document.at(...this.base, ...path);
  }

  /** The same object as another step leaves it: Kustomize's namespace, labels and patches. */
  changed(value: Value, unit: Unit, namespace: string | undefined): KubeObject {
    return new KubeObject(value, this.document, this.base, unit, namespace);
  }
}

export type Labels = Readonly<Record<string, string>>;

export function labelsOf(value: Value): Labels {
  return Object.fromEntries(Object.entries(mapOf(value)).map(([key, inner]) => [key, textValue(inner) ?? ""]));
}

/** The objects of a document: itself, or the items of a List. */
export function objectsOf(document: YamlDocument, unit: Unit, namespace?: string): KubeObject[] {
  const { value } = document;
  if (!isObject(value)) return [];
  const make = (found: Value, base: Path) =>
    new KubeObject(found, document, base, unit, textValue(part(found, "metadata", "namespace")) ?? namespace);
  if (!/List$/.test(value.kind) || !Array.isArray(value.items)) return [make(value, [])];
  return listOf(value.items).flatMap((item, at) => (isObject(item) ? [make(item, ["items", at])] : []));
}

export const isObject = (value: Value): boolean =>
  value !== null && typeof value === "object" && typeof value.apiVersion === "string" && typeof value.kind === "string";

export const WORKLOADS = [
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "Rollout",
  "Job",
  "CronJob",
  "Pod",
  "ReplicationController",
];

export const isWorkload = (object: KubeObject): boolean => WORKLOADS.includes(object.kind);

/** Where the pod of a workload is described. */
export function podPath(object: KubeObject): Path {
  if (object.kind === "Pod") return [];
  return object.kind === "CronJob" ? ["spec", "jobTemplate", "spec", "template"] : ["spec", "template"];
}

export const podLabels = (object: KubeObject): Labels => labelsOf(object.get(...podPath(object), "metadata", "labels"));

export interface Container {
  readonly value: Value;
  readonly path: Path;
  readonly object: KubeObject;
  readonly init: boolean;
}

export function containersOf(object: KubeObject): Container[] {
  const spec = [...podPath(object), "spec"];
  return ["containers", "initContainers"].flatMap((key) =>
    listOf(object.get(...spec, key))
      .map((value, at) => ({ value, path: [...spec, key, at], object, init: key === "initContainers" }))
      .filter(({ value }) => value !== null && typeof value === "object"),
  );
}

export interface Port {
  readonly name?: string;
  readonly number?: number;
  readonly target?: string;
  readonly protocol: string;
  readonly path: Path;
}

export function portsOf(list: Value, base: Path, key: "port" | "containerPort"): Port[] {
  return listOf(list).map((value, at) => ({
    name: textValue(part(value, "name")),
    number: Number(part(value, key)) || undefined,
    target: textValue(part(value, "targetPort")),
    protocol: textValue(part(value, "protocol")) ?? "TCP",
    path: [...base, at],
  }));
}

export const servicePorts = (service: KubeObject): Port[] => portsOf(service.get("spec", "ports"), ["spec", "ports"], "port");

export const containerPorts = (object: KubeObject): Port[] =>
  containersOf(object).flatMap(({ value, path }) => portsOf(part(value, "ports"), [...path, "ports"], "containerPort"));

/** Whether labels satisfy a selector as Kubernetes reads it: an empty one takes all. */
export function selects(selector: Value, labels: Labels): boolean {
  const wanted = Object.entries(labelsOf(part(selector, "matchLabels")));
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    listOf(part(selector, "matchExpressions")).every((rule) => satisfies(rule, labels))
  );
}

function satisfies(rule: Value, labels: Labels): boolean {
  const label = labels[textValue(part(rule, "key")) ?? ""];
  const values = listOf(part(rule, "values")).map(String);
  switch (part(rule, "operator")) {
    case "In":
      return label !== undefined && values.includes(label);
    case "NotIn":
      return label === undefined || !values.includes(label);
    case "Exists":
      return label !== undefined;
    case "DoesNotExist":
      return label === undefined;
    default:
      return true;
  }
}

/** Whether they can be in one namespace: one that is not written is decided by whoever applies it. */
export const mayShareNamespace = (a: KubeObject, b: KubeObject): boolean =>
  a.namespace === undefined || b.namespace === undefined || a.namespace === b.namespace;
