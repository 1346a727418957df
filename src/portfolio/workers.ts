import { pathOf } from "./members";
import type { Portfolio, Service } from "./model";
import type { Problem } from "./problems";
import { type OptionName, optionsSchema } from "./schema";

/** What a worker is told that it cannot have. */
export function* workerProblems({ services, options }: Portfolio): Iterable<Problem> {
  for (const [place, service] of services.entries()) {
    if (!service.worker) continue;
    for (const problem of contradictions(service))
      yield { ...problem, option: pathOf(problem.option, options, { services: place, environments: 0 }) };
  }
}

function contradictions(service: Service): Problem[] {
  const { managementPort, metrics = "none", metricsPath = "none", healthPath, readyPath } = service;
  const problems: Problem[] = [];
  const refuse = (option: OptionName, value: unknown, message: string) => problems.push({ option, value, message });
  const usual = optionsSchema.properties.port.default;
  if (service.port !== usual)
    refuse(
      "port",
      service.port,
      "is where requests are answered, and a worker answers none: leave it out, or give managementPort for its metrics and its health",
    );
  if (service.exposure !== undefined && service.exposure !== "clusterIP")
    refuse("exposure", service.exposure, "lets users in, and a worker answers no requests: leave it out");
  if (metrics !== "none")
    refuse(
      "metrics",
      metrics,
      "names what measures requests, and a worker answers none: leave it out, and give metricsPath for metrics of its own",
    );
  const paths = Object.entries({ healthPath, readyPath, metricsPath: metricsPath === "none" ? undefined : metricsPath });
  const [asked] = paths.find(([, path]) => path !== undefined) ?? [];
  if (asked && managementPort === undefined)
    problems.push({ option: "managementPort", message: `is required for the ${asked} of a worker: give the port at which it answers` });
  if (!asked && managementPort !== undefined)
    refuse("managementPort", managementPort, "has nothing to ask for: give metricsPath or healthPath, or leave it out");
  return problems;
}
