import type { MetricsProfile } from "./metrics-profiles";

/** How the requests of a service are asked for in PromQL: the names of series and labels, and what is left out. */
export interface Measured {
  /** Counts requests, with the status of each. */
  readonly requests: string;
  /** Histogram, without `_bucket`. */
  readonly duration: string;
  /** Whether that tells the status, too: then the time of failures can be left out. */
  readonly durationHasStatus: boolean;
  readonly unit: "seconds" | "milliseconds";
  /** Label of the status. */
  readonly status: string;
  /** The label that tells requests apart best, and what it is called in a title. */
  readonly by: string;
  readonly byTitle: string;
  /** Matchers that leave out probes and scrapes, with a comma before; empty where no label tells them from requests of users. */
  readonly unprobed: string;
  /** The same without requests that no route answers. */
  readonly counted: string;
}

interface Paths {
  readonly healthPath: string;
  readonly readyPath: string;
  readonly metricsPath: string;
}

export function measuredBy(metrics: MetricsProfile | undefined, { healthPath, readyPath, metricsPath }: Paths): Measured | undefined {
  if (!metrics) return undefined;
  const { requests, duration, unmatched } = metrics;
  const { route, method, status } = requests.labels;
  const [by = status, byTitle] = route ? [route, metrics.namesRoutes ? "view" : "route"] : method ? [method, "method"] : [status, "status"];
  const without = (values: readonly string[]) => (route && values.length > 0 ? `,${route}!~${alternatives(values)}` : "");
  const probes = metrics.namesRoutes ? [] : [...new Set([healthPath, readyPath, metricsPath])];
  return {
    requests: requests.name,
    duration: duration.name,
    durationHasStatus: duration.labels.status !== undefined,
    unit: duration.unit,
    status,
    by,
    byTitle,
    unprobed: without(probes),
    counted: without([...probes, ...(unmatched ? [unmatched] : [])]),
  };
}

/** A regular expression in a text of PromQL. */
function alternatives(values: readonly string[]): string {
  return JSON.stringify(values.map((value) => value.replace(/[.+*?()[\]{}|^$\\]/g, "\\$&")).join("|"));
}
