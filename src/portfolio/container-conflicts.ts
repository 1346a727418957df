import { containerOptionNames } from "./container-members";
import type { ContainerOptions } from "./container-options";
import { exporterOf } from "./exporters";
import { metricsOf } from "./metrics-of";
import { nearestEdges } from "./metrics-profiles";
import type { FlatOptions } from "./model";
import { BLOCKED_PORTS, LOCAL_PORTS } from "./ports";
import type { Problem } from "./problems";
import { optionsSchema } from "./schema";

/** Rules between what is said of a container; of another runtime nothing of it is said. */
export function containerConflicts(options: FlatOptions): Problem[] {
  if (options.runtime !== "container") return notOfAContainer(options);
  return [
    ...pathConflicts(options),
    ...exporterConflicts(options),
    ...portConflicts(options),
    ...setupConflicts(options),
    ...targetConflicts(options),
  ];
}

function notOfAContainer(options: FlatOptions): Problem[] {
  return containerOptionNames.flatMap((option) => {
    const value = options[option];
    if (value === undefined) return [];
    const message = `describes an app of your own, and the runtime ${options.runtime} brings one that has this already: leave it out, or choose the runtime container`;
    return [{ option, value, message }];
  });
}

function pathConflicts({ worker, healthPath, metrics, metricsPath }: FlatOptions): Problem[] {
  const problems: Problem[] = [];
  if (healthPath === undefined && !worker) {
    const message = `is required with the runtime container: give ${optionsSchema.properties.healthPath.allowed}, or say that it is a worker`;
    problems.push({ option: "healthPath", message });
  }
  if (metricsPath === "none" && metrics !== undefined && metrics !== "none") {
    const message = "leaves nothing to read what `metrics` names: give the path, or `metrics` none";
    problems.push({ option: "metricsPath", value: metricsPath, message });
  }
  return problems;
}

function exporterConflicts(options: FlatOptions): Problem[] {
  const { appName, statusPath, metricsPath, port, managementPort } = options;
  const exporter = exporterOf(options);
  if (!exporter) {
    const message = "is read by the exporter of nginx only: give `metrics` nginx, or leave it out";
    return statusPath === undefined ? [] : [{ option: "statusPath", value: statusPath, message }];
  }
  const taken = Object.entries({ port, managementPort }).filter(([, value]) => value === exporter.port);
  const problems: Problem[] = taken.map(([option, value]) => ({
    option,
    value,
    message: "is where the exporter of nginx answers; choose another",
  }));
  if (appName === "exporter")
    problems.push({ option: "appName", value: appName, message: "is what the container of nginx's exporter is called; choose another" });
  if (metricsPath === undefined || metricsPath === exporter.path || metricsPath === "none") return problems;
  const message = `is not where the exporter of nginx answers: leave it out, and give the path of stub_status as statusPath`;
  return [...problems, { option: "metricsPath", value: metricsPath, message }];
}

function portConflicts({ managementPort, nodePort, exposure }: FlatOptions): Problem[] {
  if (managementPort === undefined) return [];
  const refused = (message: string): Problem[] => [{ option: "managementPort", value: managementPort, message }];
  const [taken] = Object.entries(LOCAL_PORTS).find(([, port]) => port === managementPort) ?? [];
  if (taken) return refused(`is not free: ${taken} is forwarded to ${managementPort} beside the service; choose another`);
  if (BLOCKED_PORTS.has(managementPort)) return refused("is refused by browsers; choose another");
  return exposure === "nodePort" && managementPort === nodePort ? refused("is also nodePort; choose another") : [];
}

function setupConflicts({ setup = "none", setupVersion }: ContainerOptions): Problem[] {
  if (setup !== "none" || setupVersion === undefined) return [];
  return [{ option: "setupVersion", value: setupVersion, message: "needs a language: give `setup`, or leave it out" }];
}

/** A target between two edges could not be counted. */
function targetConflicts(options: FlatOptions): Problem[] {
  const { latencyTargetMs: value } = options;
  const edges = nearestEdges(metricsOf(options)?.duration, value);
  if (edges.length === 0 || edges.includes(value)) return [];
  const message = `is no edge of the histogram, so that nobody could count the requests within it: the nearest ${edges.length > 1 ? "are" : "is"} ${edges.join(" and ")}`;
  return [{ option: "latencyTargetMs", value, message }];
}
