import { containersOf, isWorkload, type KubeObject, podLabels, podPath, selects } from "../../workspace/kube";
import type { Workspace } from "../../workspace/workspace";
import { listOf, part, textValue } from "../../workspace/yaml";
import { nearest } from "../chain";
import type { Check, Sight } from "../finding";
import { routed } from "./e17-ingress";

export const e17: Check = {
  id: "E17",
  title: "An autoscaler, budget, route or policy that cannot do its work",
  story:
    "Symptom: `hpa ... <unknown>/70%`, `the HPA controller was unable to get the target's current scale`, a node that cannot be drained, 503 from the ingress controller, a volume that is not found.",
  *detect(workspace) {
    for (const hpa of workspace.ofKind("HorizontalPodAutoscaler")) yield* scaled(workspace, hpa);
    for (const budget of workspace.ofKind("PodDisruptionBudget")) yield* budgeted(workspace, budget);
    for (const ingress of workspace.ofKind("Ingress")) yield* routed(workspace, ingress);
    for (const object of workspace.objects.filter(isWorkload)) yield* mounted(object);
  },
};

function* scaled(workspace: Workspace, hpa: KubeObject): Generator<Sight> {
  const [least, most] = [Number(hpa.get("spec", "minReplicas") ?? 1), Number(hpa.get("spec", "maxReplicas"))];
  if (least > most)
    yield {
      severity: "error",
      place: hpa.at("spec", "minReplicas"),
      evidence: `minReplicas: ${least}, maxReplicas: ${most}`,
      cause: "The lowest number of replicas is above the highest, so the API server refuses the autoscaler",
      fix: "Swap them.",
    };
  const kind = textValue(hpa.get("spec", "scaleTargetRef", "kind"));
  const name = textValue(hpa.get("spec", "scaleTargetRef", "name"));
  const all = workspace.objects.filter((object) => object.kind === kind);
  const target = nearest(
    all.filter((object) => object.name === name),
    hpa,
  )[0];
  yield* target ? utilized(workspace, hpa, target) : lost(workspace, hpa, all);
}

/** There is nothing of the name that is scaled, and something of its kind beside the autoscaler. */
function* lost(workspace: Workspace, hpa: KubeObject, all: readonly KubeObject[]): Generator<Sight> {
  const { kind, name } = hpa.get("spec", "scaleTargetRef") ?? {};
  if (!workspace.isWhole(hpa.unit) || all.length === 0 || !["Deployment", "StatefulSet"].includes(kind ?? "")) return;
  const near = nearest(all, hpa);
  const beside = near.some(({ unit, file }) => (unit === hpa.unit && unit.kind !== "plain") || file.folder === hpa.file.folder);
  if (!beside || workspace.objects.some((object) => object.name === name && object !== hpa)) return;
  const names = near.map((object) => object.name).slice(0, 5);
  yield {
    severity: "error",
    place: hpa.at("spec", "scaleTargetRef", "name"),
    evidence: `${kind} ${name}; there are ${names.join(", ")}`,
    cause: `There is no ${kind} named ${name}, so nothing is scaled`,
    fix: `Name ${near[0]!.name}.`,
  };
}

/** Resources of whose use an autoscaler takes a share of the request. */
function shared(hpa: KubeObject): Set<string> {
  const metrics = listOf(hpa.get("spec", "metrics")).filter(
    (metric) =>
      part(metric, "resource", "target", "type") === "Utilization" || part(metric, "resource", "targetAverageUtilization") !== undefined,
  );
  const plain = hpa.get("spec", "targetCPUUtilizationPercentage") === undefined ? [] : ["cpu"];
  return new Set([...metrics.map((metric) => textValue(part(metric, "resource", "name")) ?? "cpu"), ...plain]);
}

function* utilized(workspace: Workspace, hpa: KubeObject, target: KubeObject): Generator<Sight> {
  if (workspace.ofKind("LimitRange").length > 0) return;
  for (const resource of shared(hpa)) {
    const lacking = containersOf(target).find(
      ({ init, value }) =>
        !init && part(value, "resources", "requests", resource) === undefined && part(value, "resources", "limits", resource) === undefined,
    );
    if (!lacking) continue;
    yield {
      severity: "error",
      place: target.at(...lacking.path, ...(part(lacking.value, "resources") ? ["resources"] : ["name"])),
      evidence: `container ${textValue(lacking.value.name)} requests no ${resource}; ${hpa.id} (${hpa.file.path}) scales by its utilization`,
      cause: `Utilization is a share of the request, and the container requests no ${resource}, so the autoscaler shows <unknown> and never scales`,
      fix: `Give the container resources.requests.${resource}.`,
    };
  }
}

function* budgeted(workspace: Workspace, budget: KubeObject): Generator<Sight> {
  const workloads = nearest(
    workspace.objects.filter((object) => isWorkload(object) && selects(budget.get("spec", "selector"), podLabels(object))),
    budget,
  );
  const replicas = Number(workloads[0]?.get("spec", "replicas") ?? (workloads[0] ? 1 : Number.NaN));
  const scaling = workspace
    .ofKind("HorizontalPodAutoscaler")
    .find((hpa) => hpa.get("spec", "scaleTargetRef", "name") === workloads[0]?.name);
  const [least, most] = [budget.get("spec", "minAvailable"), budget.get("spec", "maxUnavailable")];
  const number = scaling ? Number(scaling.get("spec", "minReplicas") ?? 1) : replicas;
  const blocked =
    most === 0 ||
    most === "0" ||
    most === "0%" ||
    least === "100%" ||
    (typeof least === "number" &&
      workloads.length === 1 &&
      least >= number &&
      !(scaling && Number(scaling.get("spec", "maxReplicas")) > number));
  if (!blocked) return;
  yield {
    severity: "error",
    place: budget.at("spec", least === undefined ? "maxUnavailable" : "minAvailable"),
    evidence: `${least === undefined ? `maxUnavailable: ${most}` : `minAvailable: ${least}`}${workloads[0] ? `; ${workloads[0].id} has ${number} replica(s)` : ""}`,
    cause: "The budget allows no eviction at all, so a node with such a pod can never be drained",
    fix: "Run more replicas than minAvailable, or use maxUnavailable: 1.",
  };
}

function* mounted(object: KubeObject): Generator<Sight> {
  const volumes = listOf(object.get(...podPath(object), "spec", "volumes")).map((volume) => textValue(part(volume, "name")));
  const claims = listOf(object.get("spec", "volumeClaimTemplates")).map((claim) => textValue(part(claim, "metadata", "name")));
  for (const { value, path } of containersOf(object)) {
    for (const [at, mount] of listOf(part(value, "volumeMounts")).entries()) {
      const name = textValue(part(mount, "name"));
      if (!name || volumes.includes(name) || claims.includes(name)) continue;
      yield {
        severity: "error",
        place: object.at(...path, "volumeMounts", at),
        evidence: `volumeMounts name: ${name}; volumes: ${[...volumes, ...claims].join(", ") || "none"}`,
        cause: `The pod has no volume named ${name}, so the API server refuses it`,
        fix: `Add a volume with the name ${name}, or mount one that is there.`,
      };
    }
  }
}
