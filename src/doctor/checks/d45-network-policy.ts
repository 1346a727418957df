import { containerPorts, type KubeObject, podLabels, selects } from "../../workspace/kube";
import type { Workspace } from "../../workspace/workspace";
import { listOf, part, type Value } from "../../workspace/yaml";
import { looksInto, servicesOf, workloadsOf } from "../chain";
import type { Check } from "../finding";
import { stacksOf } from "../stack";

export const d45: Check = {
  id: "D45",
  title: "A NetworkPolicy keeps Prometheus out",
  story:
    "Symptom: the target is DOWN with `context deadline exceeded`, while the program answers in its own namespace. A pod that any policy selects takes only what some policy allows, and a podSelector alone means pods of the same namespace.",
  *detect(workspace) {
    const policies = workspace
      .ofKind("NetworkPolicy")
      .filter((policy) => listOf(policy.get("spec", "policyTypes") ?? ["Ingress"]).includes("Ingress"));
    if (policies.length === 0) return;
    const stacks = stacksOf(workspace);
    for (const monitor of workspace.ofKind("ServiceMonitor")) {
      for (const workload of scraped(workspace, monitor)) {
        const mine = policies.filter((policy) => covers(policy, workload));
        const home = workload.namespace ?? mine[0]?.namespace;
        const elsewhere =
          stacks.length > 0 && stacks.every(({ namespace }) => namespace !== undefined && home !== undefined && namespace !== home);
        if (mine.length === 0 || !elsewhere || mine.some((policy) => lets(policy, workload))) continue;
        yield {
          severity: "error",
          place: mine[0]!.at("spec", listOf(mine[0]!.get("spec", "ingress")).length > 0 ? "ingress" : "podSelector"),
          evidence: `${mine.map(({ id }) => id).join(", ")}; ${monitor.id} scrapes ${workload.id}`,
          cause: `No policy of ${workload.id} lets anything in from another namespace, and Prometheus is in another one`,
          fix: "Add a rule: from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}] with the port of the metrics.",
        };
        return;
      }
    }
  },
};

function scraped(workspace: Workspace, monitor: KubeObject): KubeObject[] {
  if (Object.keys(part(monitor.get("spec", "selector"), "matchLabels") ?? {}).length === 0) return [];
  return servicesOf(workspace, monitor)
    .filter((service) => looksInto(monitor, service))
    .flatMap((service) => workloadsOf(workspace, service));
}

const covers = (policy: KubeObject, workload: KubeObject): boolean =>
  policy.unit === workload.unit &&
  (policy.namespace === workload.namespace || policy.namespace === undefined) &&
  selects(policy.get("spec", "podSelector"), podLabels(workload));

/** Whether a rule may let in what comes from another namespace, on a port that the pod has. */
function lets(policy: KubeObject, workload: KubeObject): boolean {
  return listOf(policy.get("spec", "ingress")).some((rule) => {
    const from = listOf(part(rule, "from"));
    const far =
      from.length === 0 || from.some((peer) => part(peer, "namespaceSelector") !== undefined || part(peer, "ipBlock") !== undefined);
    return far && reaches(listOf(part(rule, "ports")), workload);
  });
}

function reaches(ports: Value[], workload: KubeObject): boolean {
  const known = containerPorts(workload);
  if (ports.length === 0 || known.length === 0) return true;
  return ports.some((port) => {
    const wanted = part(port, "port");
    return (
      wanted === undefined ||
      known.some(({ name, number }) => name === wanted || number === Number(wanted)) ||
      part(port, "endPort") !== undefined
    );
  });
}
