import { containerPorts, type KubeObject, servicePorts } from "../../workspace/kube";
import type { Workspace } from "../../workspace/workspace";
import { listOf, part, textValue, type Value } from "../../workspace/yaml";
import { looksInto, nearest, servicesOf, workloadsOf } from "../chain";
import type { Check, Sight } from "../finding";

export const d05: Check = {
  id: "D05",
  title: "A monitor's endpoint names a port that nothing has",
  story:
    "Symptom: the scrape pool exists, but every target is dropped. endpoints[].port is the name of a port of the Service (of the container for a PodMonitor), not its number.",
  *detect(workspace) {
    for (const monitor of workspace.ofKind("ServiceMonitor")) {
      const services = servicesOf(workspace, monitor).filter((service) => looksInto(monitor, service));
      if (services.length === 0) continue;
      for (const [at, endpoint] of listOf(monitor.get("spec", "endpoints")).entries())
        yield* endpointSights(workspace, monitor, services, endpoint, at);
    }
  },
};

function* endpointSights(workspace: Workspace, monitor: KubeObject, services: KubeObject[], endpoint: Value, at: number): Generator<Sight> {
  const port = part(endpoint, "port");
  const names = [...new Set(services.flatMap((service) => servicePorts(service).map(({ name }) => name)))];
  const found = names.filter((name) => name !== undefined);
  if (port !== undefined && port !== null) {
    if (typeof port === "string" && found.includes(port)) return;
    const unnamed = services.some((service) => servicePorts(service).some(({ name }) => name === undefined));
    yield {
      severity: "error",
      place: monitor.at("spec", "endpoints", at, "port"),
      evidence: `port: ${JSON.stringify(port)}; Service ${services[0]!.name} has ${found.length > 0 ? `the ports ${found.join(", ")}` : "only a port without a name"}`,
      cause: `No port of the Service is named ${JSON.stringify(port)}, so Prometheus drops its targets`,
      fix:
        found.length > 0 && !unnamed
          ? `Use port: ${found[0]}.`
          : `Give the port of the Service ${services[0]!.name} the name ${JSON.stringify(String(port))} (${services[0]!.file.path}).`,
    };
    return;
  }
  const target = textValue(part(endpoint, "targetPort"));
  const ports = services.flatMap((service) => nearest(workloadsOf(workspace, service), service)).flatMap(containerPorts);
  if (target === undefined || ports.length === 0 || ports.some(({ name, number }) => name === target || String(number) === target)) return;
  yield {
    severity: "error",
    place: monitor.at("spec", "endpoints", at, "targetPort"),
    evidence: `targetPort: ${target}; the containers have ${ports.map(({ name, number }) => name ?? number).join(", ")}`,
    cause: "No container of the selected pods declares that port, so Prometheus drops its targets",
    fix: `Use targetPort: ${ports[0]!.name ?? ports[0]!.number}, or the name of the Service's port.`,
  };
}
