import type { KubeObject } from "../../workspace/kube";
import { part, textValue } from "../../workspace/yaml";
import type { Sight } from "../finding";

/** The versions in which a kind is served, and the one to write. Names that others use for kinds of their own are theirs in their groups. */
const SERVED: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^(Deployment|StatefulSet|DaemonSet|ReplicaSet)$/, /^apps\/v1$/, "apps/v1"],
  [/^(Job|CronJob)$/, /^batch\/v1$/, "batch/v1"],
  [/^(Ingress|IngressClass|NetworkPolicy)$/, /^networking\.k8s\.io\/v1$/, "networking.k8s.io/v1"],
  [/^HorizontalPodAutoscaler$/, /^autoscaling\/v[12]$/, "autoscaling/v2"],
  [/^PodDisruptionBudget$/, /^policy\/v1$/, "policy/v1"],
  [/^(Cluster)?Role(Binding)?$/, /^rbac\.authorization\.k8s\.io\/v1$/, "rbac.authorization.k8s.io/v1"],
  [/^StorageClass$/, /^storage\.k8s\.io\/v1$/, "storage.k8s.io/v1"],
  [
    /^(Service|ConfigMap|Secret|Namespace|Pod|PersistentVolume|PersistentVolumeClaim|ServiceAccount|LimitRange|ResourceQuota)$/,
    /^v1$/,
    "v1",
  ],
  [
    /^(ServiceMonitor|PodMonitor|PrometheusRule|Probe|Prometheus|Alertmanager)$/,
    /^monitoring\.coreos\.com\/v1$/,
    "monitoring.coreos.com/v1",
  ],
  [/^(AlertmanagerConfig|ScrapeConfig)$/, /^monitoring\.coreos\.com\/v1(alpha1|beta1)$/, "monitoring.coreos.com/v1alpha1"],
  [/^(Application|ApplicationSet|AppProject|Rollout|AnalysisTemplate)$/, /^argoproj\.io\/v1alpha1$/, "argoproj.io/v1alpha1"],
];

/** Versions that were served once: what is said of them is said by E26. */
const FORMER =
  /^(extensions|apps|batch|policy|autoscaling|networking\.k8s\.io|rbac\.authorization\.k8s\.io|storage\.k8s\.io)\/v[12](alpha|beta)\d$/;

const GROUPS = [...new Set(SERVED.map(([, , version]) => version.split("/").slice(0, -1).join("/")))];

/** A kind in a group or version that has none of it. */
export function* versionSights(object: KubeObject): Generator<Sight> {
  const { kind, apiVersion } = object;
  const served = SERVED.find(([kinds]) => kinds.test(kind));
  if (!served || served[1].test(apiVersion) || FORMER.test(apiVersion) || /[{$<]/.test(apiVersion)) return;
  const group = apiVersion.split("/").slice(0, -1).join("/");
  const own = served[2].split("/").slice(0, -1).join("/");
  // Others have kinds of these names in groups of theirs: only a known group, or one that is misspelt, is told.
  if (!GROUPS.includes(group) && !(own !== "" && distance(group, own) <= 2)) return;
  yield {
    severity: "error",
    place: object.at("apiVersion"),
    evidence: `apiVersion: ${apiVersion}, kind: ${kind}`,
    cause: `No API server has the kind ${kind} in ${apiVersion}, so the object is refused: no matches for kind "${kind}"`,
    fix: `Write apiVersion: ${served[2]}.`,
  };
}

/** How many letters have to change to make one of the other. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...a].entries()) {
    const next = [at + 1];
    for (const [to, other] of [...b].entries()) next.push(Math.min(row[to]! + (letter === other ? 0 : 1), row[to + 1]! + 1, next[to]! + 1));
    row = next;
  }
  return row.at(-1)!;
}

/** The API server wants the old annotation of a class and the field to say the same. */
export function* classSights(object: KubeObject): Generator<Sight> {
  if (object.kind !== "Ingress") return;
  const annotation = textValue(part(object.get("metadata", "annotations"), "kubernetes.io/ingress.class"));
  const field = textValue(object.get("spec", "ingressClassName"));
  if (annotation === undefined || field === undefined || annotation === field || /[{$<]/.test(annotation + field)) return;
  yield {
    severity: "error",
    place: object.at("metadata", "annotations", "kubernetes.io/ingress.class"),
    evidence: `kubernetes.io/ingress.class: ${annotation}; ingressClassName: ${field}`,
    cause: "The annotation must match `ingressClassName` when both are specified, so the API server refuses the Ingress",
    fix: "Take the annotation out, and name the class of the controller in ingressClassName.",
  };
}

/** Their spec is required: a PodDisruptionBudget without one is none that is refused. */
const WITH_SPEC = /^(Deployment|StatefulSet|DaemonSet|Job|CronJob|Service|Ingress|HorizontalPodAutoscaler|ServiceMonitor|PodMonitor)$/;

/** Nothing is said of what it is to be. */
export function* emptySights(object: KubeObject): Generator<Sight> {
  const served = SERVED.find(([kinds, version]) => kinds.test(object.kind) && version.test(object.apiVersion));
  if (!served || !WITH_SPEC.test(object.kind) || object.value.spec !== undefined || object.unit.kind === "kustomize") return;
  yield {
    severity: "error",
    place: object.at("kind"),
    evidence: `${object.id} without spec`,
    cause: `The ${object.kind} has no spec, so the API server refuses it`,
    fix: "Write its spec, or take the file out.",
  };
}
