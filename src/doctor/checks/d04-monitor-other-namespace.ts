import { selects } from "../../workspace/kube";
import { looksInto } from "../chain";
import type { Check } from "../finding";

export const d04: Check = {
  id: "D04",
  title: "A ServiceMonitor looks into another namespace than its Service's",
  story:
    "Symptom: the monitor is loaded, but has no target. Without spec.namespaceSelector a ServiceMonitor looks only into its own namespace.",
  *detect(workspace) {
    for (const monitor of workspace.ofKind("ServiceMonitor")) {
      const services = workspace.ofKind("Service").filter((service) => selects(monitor.get("spec", "selector"), service.labels));
      if (services.length === 0 || services.some((service) => looksInto(monitor, service))) continue;
      const [service] = services;
      const selector = monitor.get("spec", "namespaceSelector");
      yield {
        severity: "error",
        place: selector ? monitor.at("spec", "namespaceSelector") : monitor.at("metadata", "namespace"),
        evidence: `ServiceMonitor in ${monitor.namespace ?? "?"}${selector ? `, namespaceSelector ${JSON.stringify(selector)}` : ", no namespaceSelector"}; Service ${service!.name} in ${service!.namespace}`,
        cause: `The Service is in the namespace ${service!.namespace}, where this ServiceMonitor does not look`,
        fix: `Add spec.namespaceSelector.matchNames: [${service!.namespace}].`,
      };
    }
  },
};
