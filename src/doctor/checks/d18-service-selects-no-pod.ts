import { isWorkload, type KubeObject, mayShareNamespace, podLabels, selects } from "../../workspace/kube";
import { literally } from "../../workspace/patterns";
import type { Workspace } from "../../workspace/workspace";
import { nearest, serviceSelector } from "../chain";
import type { Check } from "../finding";
import { isInTerraform, WORKLOAD } from "../terraform";

export const d18: Check = {
  id: "D18",
  title: "A Service selects no pod",
  story:
    "Symptom: the Service has no endpoint; `minikube service` says `SVC_UNREACHABLE ... no running pod for service`. Its selector must be part of the labels in the workload's pod template.",
  *detect(workspace) {
    for (const service of workspace.ofKind("Service")) {
      const selector = serviceSelector(service);
      if (Object.keys(selector).length === 0 || !workspace.isWhole(service.unit)) continue;
      const workloads = workspace.objects.filter(isWorkload);
      const meant = workloads.filter((object) => selects({ matchLabels: selector }, podLabels(object)));
      if (meant.some((object) => mayShareNamespace(object, service))) continue;
      if (workspace.objects.some((object) => isOperated(object) && mayShareNamespace(object, service) && names(selector, object))) continue;
      const near = meant[0] ?? meantBy(workspace, service, selector);
      if (!near || isInTerraform(workspace, WORKLOAD, ...Object.values(selector).map(literally))) continue;
      const apart = meant.length > 0;
      yield {
        severity: "error",
        place: apart ? service.at("metadata", "namespace") : service.at("spec", "selector"),
        evidence: apart
          ? `Service in ${service.namespace}, ${near.id} in ${near.namespace}`
          : `selector ${JSON.stringify(selector)}; ${near.id} has the pod labels ${JSON.stringify(podLabels(near))}`,
        cause: apart
          ? "A Service selects pods of its own namespace only, so it has no endpoint"
          : `No pod has the labels that the Service ${service.name} selects, so it has no endpoint`,
        fix: apart ? `Put both into one namespace.` : `Select the labels of ${near.id}, or give its pod template these.`,
      };
    }
  },
};

/** Groups whose objects are settings, and no program that an operator starts pods for. */
const SETTINGS =
  /(^|\.)(k8s\.io|istio\.io|cert-manager\.io|traefik\.(io|containo\.us)|keda\.sh|argoproj\.io|external-secrets\.io|bitnami\.com|kyverno\.io|konghq\.com|projectcontour\.io|nginx\.org|coreos\.com|fluxcd\.io|cilium\.io)$/;

/** An object of somebody's own kind, for which an operator makes pods: `kind: Jaeger`, `kind: Kafka`. */
function isOperated({ apiVersion, kind }: KubeObject): boolean {
  const [group = "", version] = apiVersion.split("/");
  return version !== undefined && group.includes(".") && (!SETTINGS.test(group) || /^(Prometheus|Alertmanager)$/.test(kind));
}

/** By the label that an operator gives them: the name of its object. */
const names = (selector: Readonly<Record<string, string>>, { name }: KubeObject): boolean => Object.values(selector).includes(name);

/** The workload that it was to reach: of its name, of one of the selected values, or the only one beside it. */
function meantBy(workspace: Workspace, service: KubeObject, selector: Readonly<Record<string, string>>): KubeObject | undefined {
  const workloads = nearest(
    workspace.objects.filter((object) => isWorkload(object) && object.kind !== "Job" && object.kind !== "CronJob"),
    service,
  );
  const plainName = service.name.replace(/-(service|svc)$/, "");
  const named = workloads.find(
    ({ name }) => name.replace(/-(deployment|deploy)$/, "") === plainName || Object.values(selector).includes(name),
  );
  if (named) return named;
  const together = workloads.filter(
    (object) => object.unit === service.unit && (object.unit.kind !== "plain" || object.file === service.file),
  );
  return together.length === 1 &&
    workspace.ofKind("Service").filter(({ unit, file }) => unit === service.unit && (unit.kind !== "plain" || file === service.file))
      .length === 1
    ? together[0]
    : undefined;
}
