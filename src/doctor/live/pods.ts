import { keyOf, type Pod, written } from "../../live/kube";
import { inNamespace, kubectl } from "./command";
import { diagnosePod } from "./diagnose-pod";
import { broken, type LiveFinding } from "./finding";
import { missingService } from "./objects";
import type { Walk } from "./walk";

export const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") ?? false;

/** From the Service to addresses that are ready. */
export function* podLinks(walk: Walk): Generator<LiveFinding | undefined> {
  const { view, subject, workload, own, namespace } = walk;
  if (subject.expected && !workload)
    yield broken("deployment", {
      object: `Deployment ${namespace}/${subject.service}`,
      cause: `there is no Deployment ${subject.service} in namespace ${namespace}`,
      fix: `Deploy it: helm list -n ${namespace} says whether its release is there`,
    });
  if (workload) yield* workloadLinks(walk);
  const unready = own.find((pod) => !isReady(pod));
  if (unready) yield diagnosePod(view, unready);
  if (workload && own.length === 0)
    yield broken("pod-starting", {
      object: workload,
      cause: `${workload.kind} ${keyOf(workload)} has no pods yet`,
      fix: kubectl(view, workload, "describe"),
    });
  if (workload) yield rollout(walk);
}

function* workloadLinks({ view, workload }: Walk): Generator<LiveFinding> {
  const { metadata, spec, status } = workload!;
  if (spec?.replicas === 0)
    yield broken("scaled-to-zero", {
      object: workload!,
      field: "spec.replicas",
      evidence: "0",
      cause: `${workload!.kind} ${keyOf(workload!)} has 0 replicas`,
      fix: inNamespace(view, metadata.namespace ?? "default", `scale ${workload!.kind.toLowerCase()}/${metadata.name} --replicas=1`),
    });
  const failure = status?.conditions?.find(({ type, status: value }) => type === "ReplicaFailure" && value === "True");
  if (failure)
    yield broken("pod-admission", {
      object: workload!,
      field: "status.conditions[ReplicaFailure]",
      evidence: failure.message,
      cause: `no pod is created: ${failure.message}`,
      fix: "The pods must satisfy the Pod Security level, the quotas and the limits of the namespace",
    });
}

function rollout({ view, workload }: Walk): LiveFinding | undefined {
  const { kind, metadata, spec, status } = workload!;
  // A DaemonSet has no number of its own.
  const wanted = kind === "DaemonSet" ? 0 : (spec?.replicas ?? 1);
  if ((status?.observedGeneration ?? 0) >= (metadata.generation ?? 0) && (status?.updatedReplicas ?? 0) >= wanted) return undefined;
  return broken("pod-starting", {
    object: workload!,
    field: "status.updatedReplicas",
    evidence: `${status?.updatedReplicas ?? 0} of ${wanted}`,
    cause: `the rollout of ${keyOf(workload!)} is not complete`,
    fix: inNamespace(view, metadata.namespace ?? "default", `rollout status ${kind.toLowerCase()}/${metadata.name}`),
  });
}

/** From the Service to the pods behind it. */
export function* backendLinks(walk: Walk): Generator<LiveFinding | undefined> {
  const { view, subject, service, backends, own, port, addresses, namespace } = walk;
  if (!service) {
    if (subject.expected) yield missingService(walk);
    return;
  }
  const { selector } = service.spec ?? {};
  if (selector && backends.length === 0) {
    const labels = own[0] && written(own[0].metadata.labels);
    yield broken("service-selector", {
      object: service,
      field: "spec.selector",
      evidence: written(selector),
      cause: `the selector of Service ${keyOf(service)} (${written(selector)}) matches no pod`,
      fix: labels
        ? `It has to be a part of the pods' labels: ${labels}`
        : "It has to be a part of the labels of the pods that shall answer",
    });
  }
  const wanted = port?.targetPort ?? port?.port;
  const offered = backends[0]?.spec?.containers.flatMap(({ ports = [] }) => ports) ?? [];
  const isOffered = offered.some(({ name, containerPort }) => wanted === name || wanted === containerPort);
  // A container need not say which ports it has; a name that none has leads nowhere.
  if (port && !isOffered && (offered.length > 0 || typeof wanted === "string"))
    yield broken("service-target-port", {
      object: service,
      field: "spec.ports[].targetPort",
      evidence: String(wanted),
      cause: `Service ${keyOf(service)} sends to port ${wanted}, but the container has ${offered.map(({ name, containerPort }) => name ?? containerPort).join(",") || "no named port"}`,
      fix: "targetPort must be the name of the container's port",
    });
  if (addresses.length === 0)
    yield broken("endpoints", {
      object: service,
      cause: `Service ${keyOf(service)} has no ready endpoints`,
      fix: inNamespace(view, namespace, "get endpointslices,pods"),
    });
}
