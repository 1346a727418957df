import { containerPorts, containersOf, type KubeObject, labelsOf, podLabels, servicePorts } from "../../workspace/kube";
import { textValue } from "../../workspace/yaml";
import { baseName, serviceSelector, workloadsOf } from "../chain";
import type { Check } from "../finding";

/** Two versions behind one Service are often meant. */
const VERSIONS = /canary|blue|green|stable|preview|primary|[-_]v\d+$|baseline/i;

export const e24: Check = {
  id: "E24",
  title: "A Service also takes another program's pods",
  story:
    "Symptom: every second request fails with `connection refused` or a strange answer. The Service's selector is so wide that it takes the pods of the database or of another program, too.",
  *detect(workspace) {
    for (const service of workspace.ofKind("Service")) {
      const workloads = workloadsOf(workspace, service).filter(({ kind }) => kind !== "Job" && kind !== "CronJob");
      if (workloads.length < 2 || workloads.some(({ name, unit }) => VERSIONS.test(name) || unit !== service.unit)) continue;
      if (workloads.some((one) => Object.keys(podLabels(one)).some((key) => /version|track|color|variant/.test(key)))) continue;
      const images = new Set(
        workloads.map((one) =>
          containersOf(one)
            .map(({ value }) => baseName(textValue(value.image) ?? ""))
            .join(),
        ),
      );
      const names = new Set(workloads.map(({ name }) => name));
      if (images.size < workloads.length || names.size < workloads.length || images.has("")) continue;
      const [stranger] = workloads.filter((one) => !reaches(service, one));
      if (!stranger || workloads.every((one) => !reaches(service, one))) continue;
      yield {
        severity: "error",
        place: service.at("spec", "selector"),
        evidence: `selector ${JSON.stringify(labelsOf(serviceSelector(service)))} takes the pods of ${workloads.map(({ id }) => id).join(", ")}`,
        cause: `The Service ${service.name} also sends its traffic to ${stranger.id}, which does not listen on its port`,
        fix: "Give each program's pods a label of their own (app.kubernetes.io/component) and select it.",
      };
    }
  },
};

/** A pod without the named port gets no traffic; one without the number refuses it. */
function reaches(service: KubeObject, workload: KubeObject): boolean {
  const ports = containerPorts(workload);
  if (ports.length === 0) return true;
  return servicePorts(service).every(({ target, number }) => {
    const wanted = target ?? String(number);
    return !/^\d+$/.test(wanted) || ports.some((port) => String(port.number) === wanted);
  });
}
