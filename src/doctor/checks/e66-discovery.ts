import { isWorkload, type KubeObject, mayShareNamespace, podPath } from "../../workspace/kube";
import { imageName } from "../../workspace/kustomize";
import type { Workspace } from "../../workspace/workspace";
import { listOf, mapOf, part, textValue } from "../../workspace/yaml";
import type { Check } from "../finding";

export const e66: Check = {
  id: "E66",
  title: "A Prometheus that may not look for its targets",
  story:
    'Symptom: no target on the page of Prometheus, whose log says `pods is forbidden: User "system:serviceaccount:monitoring:default" cannot list resource "pods"`. With kubernetes_sd_configs Prometheus asks the API server, which answers only a ServiceAccount that a Role or ClusterRole is bound to.',
  *detect(workspace) {
    const bindings = workspace.ofKind("RoleBinding", "ClusterRoleBinding");
    for (const workload of workspace.objects.filter(isWorkload)) {
      if (!asksTheCluster(workspace, workload) || !workspace.isWhole(workload.unit)) continue;
      const given =
        workload.get(...podPath(workload), "spec", "serviceAccountName") ?? workload.get(...podPath(workload), "spec", "serviceAccount");
      const account = textValue(given) ?? "default";
      if (/[{$<]/.test(account) || bindings.some((binding) => isBound(binding, account)) || isBoundElsewhere(workspace)) continue;
      yield {
        severity: "error",
        place: workload.at(...podPath(workload), "spec"),
        evidence: `serviceAccountName: ${account}; ${bindings.length === 0 ? "nothing here binds a role" : `bound: ${bindings.map(({ id }) => id).join(", ")}`}`,
        cause: `No role is bound to the ServiceAccount ${account}, so the API server refuses what ${workload.id} asks, and it finds no target`,
        fix: "Add a ServiceAccount, a ClusterRole that may get, list and watch nodes, services, endpoints and pods, a ClusterRoleBinding, and serviceAccountName.",
      };
    }
  },
};

const PROMETHEUS = /^(docker\.io\/)?(prom\/prometheus|bitnami\/prometheus)$|^quay\.io\/prometheus\/prometheus$/;

/** A Prometheus whose mounted settings find targets through the API server. */
function asksTheCluster(workspace: Workspace, workload: KubeObject): boolean {
  const spec = mapOf(workload.get(...podPath(workload), "spec"));
  if (!listOf(spec.containers).some((one) => PROMETHEUS.test(imageName(textValue(part(one, "image")) ?? "")))) return false;
  const names = listOf(spec.volumes).map((volume) => textValue(part(volume, "configMap", "name")));
  const maps = workspace.ofKind("ConfigMap").filter((map) => names.includes(map.name) && mayShareNamespace(map, workload));
  return maps.some((map) =>
    Object.values(mapOf(map.get("data"))).some(
      (text) => /^\s*(- )?kubernetes_sd_configs:/m.test(textValue(text) ?? "") && !/api_server:|kubeconfig_file:/.test(String(text)),
    ),
  );
}

const isBound = (binding: KubeObject, account: string): boolean =>
  listOf(binding.get("subjects")).some(
    (subject) =>
      (part(subject, "kind") === "ServiceAccount" && textValue(part(subject, "name")) === account) ||
      (part(subject, "kind") === "Group" && /^system:(serviceaccounts|authenticated)/.test(String(part(subject, "name")))) ||
      String(part(subject, "name")).endsWith(`:${account}`) ||
      /[{$<]/.test(String(part(subject, "name"))),
  );

/** A command, a chart of others or Terraform may bind it. */
const isBoundElsewhere = (workspace: Workspace): boolean =>
  workspace.commands.some(({ words }) => words.some((word) => /^(cluster)?rolebindings?$/.test(word))) ||
  workspace.files.some(({ name, text }) => name.endsWith(".tf") && /kubernetes_(cluster_)?role_binding/.test(text));
