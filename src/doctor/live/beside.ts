import { keyOf, labelsOf, selects } from "../../live/kube";
import type { View } from "../../live/snapshot";
import { inNamespace, kubectl } from "./command";
import { broken, type LiveFinding } from "./finding";
import { workers } from "./workers";

/** What is wrong beside the chain, each by itself. */
export function* besides(view: View): Generator<LiveFinding> {
  yield* releases(view);
  yield* pullSecrets(view);
  yield* claims(view);
  yield* autoscalers(view);
  yield* ingresses(view);
  yield* policies(view);
  yield* workers(view);
}

/** Helm keeps each revision in a Secret, with its state as a label. */
function* releases(view: View): Generator<LiveFinding> {
  const { namespace } = view.scope;
  const revisions = view.list("Secret", namespace).filter((secret) => labelsOf(secret).owner === "helm");
  const revision = (secret: (typeof revisions)[number]) => Number(labelsOf(secret).version);
  for (const name of new Set(revisions.map((secret) => labelsOf(secret).name))) {
    const mine = revisions.filter((secret) => labelsOf(secret).name === name).sort((a, b) => revision(b) - revision(a));
    const status = mine[0] && labelsOf(mine[0]).status;
    if (!mine[0] || !status?.startsWith("pending-")) continue;
    const deployed = mine.find((secret) => labelsOf(secret).status === "deployed");
    yield broken("release-pending", {
      object: `release ${namespace}/${name}`,
      field: `revision ${revision(mine[0])}`,
      evidence: status,
      cause: `revision ${revision(mine[0])} of ${name} is ${status}: a Helm is at work, or was killed`,
      fix: deployed
        ? `If no Helm runs: helm rollback ${name} ${revision(deployed)} -n ${namespace}`
        : `If no Helm runs: helm uninstall ${name} -n ${namespace}`,
    });
  }
}

function* pullSecrets(view: View): Generator<LiveFinding> {
  const { namespace } = view.scope;
  if (view.refusal("Secret", namespace)) return;
  const secrets = view.list("Secret", namespace);
  for (const workload of view.list("Deployment", namespace))
    for (const { name } of workload.spec?.template.spec.imagePullSecrets ?? []) {
      if (secrets.some(({ metadata }) => metadata.name === name)) continue;
      yield broken("pull-secret", {
        object: workload,
        field: "spec.template.spec.imagePullSecrets",
        evidence: name,
        cause: `${workload.metadata.name} pulls with the Secret ${name}, which namespace ${namespace} does not have`,
        fix: inNamespace(
          view,
          namespace,
          `create secret docker-registry ${name} --docker-server=ghcr.io --docker-username=NAME --docker-password=TOKEN`,
        ),
      });
    }
}

function* claims(view: View): Generator<LiveFinding> {
  for (const claim of view.list("PersistentVolumeClaim", view.scope.namespace)) {
    if (claim.status?.phase !== "Pending") continue;
    const said = view
      .list("Event", view.scope.namespace)
      .filter((event) => event.involvedObject?.name === claim.metadata.name)
      .at(-1)?.message;
    // The first pod that uses it brings the volume.
    if (/WaitForFirstConsumer|waiting for first consumer/i.test(said ?? "")) continue;
    yield broken("claim-pending", {
      object: claim,
      field: "status.phase",
      evidence: said ?? "Pending",
      cause: `PersistentVolumeClaim ${keyOf(claim)} has no volume${said ? `: ${said}` : ""}`,
      fix: `${kubectl(view, claim, "describe")}; kubectl get storageclass shows which classes there are`,
    });
  }
}

function* autoscalers(view: View): Generator<LiveFinding> {
  for (const autoscaler of view.list("HorizontalPodAutoscaler", view.scope.namespace)) {
    const inactive = autoscaler.status?.conditions?.find(({ type, status }) => type === "ScalingActive" && status === "False");
    if (!inactive || inactive.reason === "ScalingDisabled") continue;
    yield broken("autoscaler", {
      object: autoscaler,
      field: "status.conditions[ScalingActive]",
      evidence: inactive.message,
      cause: `HorizontalPodAutoscaler ${keyOf(autoscaler)} does not scale (${inactive.reason}): ${inactive.message}`,
      fix: "kubectl get apiservice v1beta1.metrics.k8s.io must be available (Minikube: minikube addons enable metrics-server), and each container must request CPU",
    });
  }
}

function* ingresses(view: View): Generator<LiveFinding> {
  if (view.refusal("IngressClass")) return;
  const classes = view.list("IngressClass").map(({ metadata }) => metadata.name);
  for (const ingress of view.list("Ingress", view.scope.namespace)) {
    const wanted = ingress.spec?.ingressClassName;
    const known = classes.join(", ") || "none";
    if (wanted !== undefined && !classes.includes(wanted))
      yield broken("ingress-class", {
        object: ingress,
        field: "spec.ingressClassName",
        evidence: wanted,
        cause: `Ingress ${keyOf(ingress)} wants the class ${wanted}, and the cluster has ${known}`,
        fix: "Install that controller (Minikube: minikube addons enable ingress), or name a class that is there",
      });
    else if (wanted !== undefined && !ingress.status?.loadBalancer?.ingress?.length)
      yield broken("ingress-address", {
        object: ingress,
        field: "status.loadBalancer",
        cause: `Ingress ${keyOf(ingress)} has no address: its controller has not taken it`,
        fix: kubectl(view, ingress, "describe"),
      });
  }
}

/** A policy adds up with others: only pods that no policy lets ask DNS are cut off. */
function* policies(view: View): Generator<LiveFinding> {
  const { namespace } = view.scope;
  const limiting = view.list("NetworkPolicy", namespace).filter(({ spec }) => spec?.policyTypes?.includes("Egress"));
  const toDns = ({ spec }: (typeof limiting)[number]) =>
    spec?.egress?.some(
      ({ ports }) =>
        !ports?.length ||
        ports.some(
          ({ port, endPort }) => port === undefined || port === 53 || port === "dns" || (Number(port) <= 53 && (endPort ?? 0) >= 53),
        ),
    );
  for (const pod of view.list("Pod", namespace)) {
    const mine = limiting.filter(({ spec }) => selects(spec?.podSelector, labelsOf(pod)));
    const [policy] = mine;
    // Without any way out nothing was to be reached, by name or otherwise.
    if (!policy || mine.some(toDns) || mine.every(({ spec }) => !spec?.egress?.length)) continue;
    yield broken("egress-dns", {
      object: policy,
      field: "spec.egress",
      evidence: JSON.stringify(policy.spec?.egress),
      cause: `pods such as ${pod.metadata.name} may reach some addresses, but not DNS: names do not resolve`,
      fix: kubectl(view, policy, "patch", [
        {
          op: "add",
          path: "/spec/egress/-",
          value: {
            ports: [
              { port: 53, protocol: "UDP" },
              { port: 53, protocol: "TCP" },
            ],
          },
        },
      ]),
    });
    return;
  }
}
