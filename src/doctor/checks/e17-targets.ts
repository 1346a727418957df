import { containersOf, isWorkload, type KubeObject, podLabels, podPath, selects, servicePorts } from "../../workspace/kube";
import { literally } from "../../workspace/patterns";
import type { Workspace } from "../../workspace/workspace";
import { listOf, type Path, part, textValue, type Value } from "../../workspace/yaml";
import { nearest } from "../chain";
import type { Check, Sight } from "../finding";

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
  if (!target) {
    if (!workspace.isWhole(hpa.unit) || all.length === 0 || !["Deployment", "StatefulSet"].includes(kind ?? "")) return;
    const near = nearest(all, hpa);
    const beside = near.some(({ unit, file }) => (unit === hpa.unit && unit.kind !== "plain") || file.folder === hpa.file.folder);
    if (!beside || workspace.objects.some((object) => object.name === name && object !== hpa)) return;
    yield {
      severity: "error",
      place: hpa.at("spec", "scaleTargetRef", "name"),
      evidence: `${kind} ${name}; there are ${near
        .map((object) => object.name)
        .slice(0, 5)
        .join(", ")}`,
      cause: `There is no ${kind} named ${name}, so nothing is scaled`,
      fix: `Name ${near[0]!.name}.`,
    };
    return;
  }
  const wanted = listOf(hpa.get("spec", "metrics"))
    .filter(
      (metric) =>
        part(metric, "resource", "target", "type") === "Utilization" || part(metric, "resource", "targetAverageUtilization") !== undefined,
    )
    .map((metric) => textValue(part(metric, "resource", "name")) ?? "cpu");
  if (hpa.get("spec", "targetCPUUtilizationPercentage") !== undefined) wanted.push("cpu");
  const limitRange = workspace.ofKind("LimitRange").length > 0;
  for (const resource of new Set(wanted)) {
    const lacking = containersOf(target).find(
      ({ init, value }) =>
        !init && part(value, "resources", "requests", resource) === undefined && part(value, "resources", "limits", resource) === undefined,
    );
    if (!lacking || limitRange) continue;
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

function* routed(workspace: Workspace, ingress: KubeObject): Generator<Sight> {
  const backends: { backend: Value; path: Path }[] = listOf(ingress.get("spec", "rules")).flatMap((rule, at) =>
    listOf(part(rule, "http", "paths")).map((entry, index) => ({
      backend: part(entry, "backend"),
      path: ["spec", "rules", at, "http", "paths", index, "backend"],
    })),
  );
  const given = ingress.get("spec", "defaultBackend");
  if (given) backends.push({ backend: given, path: ["spec", "defaultBackend"] });
  for (const { backend, path } of backends) {
    const name = textValue(part(backend, "service", "name"));
    const services = workspace.ofKind("Service", "ExternalName");
    if (!name || services.length === 0 || !workspace.isWhole(ingress.unit)) continue;
    const found = nearest(
      services.filter((service) => service.name === name),
      ingress,
    );
    const near = nearest(services, ingress);
    const port = part(backend, "service", "port", "name") ?? part(backend, "service", "port", "number");
    if (found.length === 0) {
      if (
        (ingress.namespace !== undefined &&
          near.every((service) => service.namespace !== undefined && service.namespace !== ingress.namespace)) ||
        near.every(({ file, unit }) => file.folder !== ingress.file.folder && unit !== ingress.unit) ||
        workspace.installs.some(({ release }) => release !== "" && name.startsWith(release)) ||
        isElsewhere(workspace, name, ingress)
      )
        continue;
      yield {
        severity: "error",
        place: ingress.at(...path, "service", "name"),
        evidence: `service ${name}; there are ${near
          .map((service) => service.name)
          .slice(0, 6)
          .join(", ")}`,
        cause: `There is no Service named ${name}, so the ingress answers 503`,
        fix: `Name ${near[0]!.name}.`,
      };
    } else if (
      port !== undefined &&
      !found.some(
        (service) =>
          service.get("spec", "type") === "ExternalName" || servicePorts(service).some((one) => one.name === port || one.number === port),
      )
    ) {
      const ports = servicePorts(found[0]!).map((one) => [one.name, one.number].filter(Boolean).join(" "));
      yield {
        severity: "error",
        place: ingress.at(...path, "service", "port"),
        evidence: `port ${port}; Service ${name} has ${ports.join(", ")}`,
        cause: `The Service ${name} has no port ${port}, so the ingress answers 503`,
        fix: `Use ${servicePorts(found[0]!)[0]?.number ?? "a port of the Service"}.`,
      };
    }
  }
}

const isElsewhere = (workspace: Workspace, name: string, ingress: KubeObject): boolean =>
  /prometheus|grafana|alertmanager|argocd|kibana|jaeger|kubernetes-dashboard|jenkins|vault|keycloak/.test(name) ||
  workspace.files.some(
    (file) =>
      file !== ingress.file &&
      /\.(ya?ml|tf|sh)$/.test(file.name) &&
      new RegExp(`\\bname["']?\\s*[:=]\\s*["']?${literally(name)}["']?\\s*$`, "m").test(file.text),
  ) ||
  workspace.commands.some(
    ({ words }) => words.includes(`--name=${name}`) || (words[0] === "kubectl" && words.includes("expose") && words.includes(name)),
  );

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
