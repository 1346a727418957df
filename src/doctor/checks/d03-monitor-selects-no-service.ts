import { isWorkload, type KubeObject, type Labels, labelsOf, podLabels, selects, servicePorts } from "../../workspace/kube";
import { literally } from "../../workspace/patterns";
import type { Workspace } from "../../workspace/workspace";
import { listOf, part } from "../../workspace/yaml";
import { nearest } from "../chain";
import type { Check } from "../finding";
import { isInTerraform, SERVICE } from "../terraform";

export const d03: Check = {
  id: "D03",
  title: "A ServiceMonitor selects no Service",
  story:
    "Symptom: the scrape pool exists, but has no target. A ServiceMonitor selects Services by the labels in their metadata; the Service's own selector and the pods' labels do not count.",
  *detect(workspace) {
    const services = workspace.ofKind("Service");
    for (const monitor of workspace.ofKind("ServiceMonitor")) {
      const selector = monitor.get("spec", "selector");
      if (services.some((service) => selects(selector, service.labels)) || !workspace.isWhole(monitor.unit)) continue;
      const meant = meantBy(workspace, monitor);
      const wanted = Object.values(labelsOf(part(selector, "matchLabels")));
      if (!meant || isInTerraform(workspace, SERVICE, ...wanted.map(literally))) continue;
      yield {
        severity: "error",
        place: monitor.at("spec", "selector"),
        evidence: `selector ${JSON.stringify(selector)}; Service ${meant.name} has the labels ${JSON.stringify(meant.labels)}`,
        cause: `No Service has the labels that the ServiceMonitor ${monitor.name} selects, so it has no target`,
        fix: `Put ${JSON.stringify(labelsOf(part(selector, "matchLabels")))} under metadata.labels of the Service ${meant.name}, or select its own labels.`,
      };
    }
  },
};

/** The Service that it was to find: its pods, its selector or its name say what the monitor selects, or it has the port and stands beside it. */
function meantBy(workspace: Workspace, monitor: KubeObject): KubeObject | undefined {
  const wanted = labelsOf(part(monitor.get("spec", "selector"), "matchLabels"));
  const ports = listOf(monitor.get("spec", "endpoints")).map((endpoint) => part(endpoint, "port"));
  const services = nearest(workspace.ofKind("Service"), monitor);
  const pods = workspace.objects.filter((object) => isWorkload(object) && selects({ matchLabels: wanted }, podLabels(object)));
  const some = Object.keys(wanted).length > 0; // expressions alone take others' Services as a rule
  const behind = services.find((service) => {
    const selector = labelsOf(service.get("spec", "selector"));
    return (
      some &&
      Object.keys(selector).length > 0 &&
      (selects({ matchLabels: wanted }, selector) || pods.some((pod) => selects({ matchLabels: selector }, podLabels(pod))))
    );
  });
  const alike = services.find((service) => some && selects({ matchLabels: lowered(wanted) }, lowered(service.labels)));
  const values = Object.values(wanted);
  const named = services.find((service) => values.includes(service.name) || service.name === monitor.name);
  const together = services.filter((service) => service.unit === monitor.unit && monitor.unit.kind !== "plain");
  const only =
    together.length === 1 && servicePorts(together[0]!).some(({ name }) => name !== undefined && ports.includes(name))
      ? together[0]
      : undefined;
  return alike ?? behind ?? named ?? only;
}

const lowered = (labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).map(([key, value]) => [key.toLowerCase(), value.toLowerCase()]));
