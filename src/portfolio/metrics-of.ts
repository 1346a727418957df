import type { ContainerOptions } from "./container-options";
import { CLIENT_EDGES, type MetricsProfile, metricsNamed, metricsProfiles } from "./metrics-profiles";
import type { Runtime } from "./runtime";

interface Said extends ContainerOptions {
  readonly runtime: Runtime["id"];
  readonly latencyTargetMs: number;
}

/** Under which names the requests of a service are measured; nothing where nobody does. */
export function metricsOf({ runtime, metrics, latencyTargetMs }: Said): MetricsProfile | undefined {
  if (runtime === "container") return metricsNamed(metrics);
  const { duration, ...ours } = metricsProfiles.portfolio;
  return { ...ours, duration: { ...duration, edges: edgesWith(latencyTargetMs / 1000) } };
}

/** The usual edges, and the latency target, so that a target is always an edge. */
function edgesWith(latencyTarget: number): number[] {
  return [...new Set([...CLIENT_EDGES, latencyTarget])].sort((a, b) => a - b);
}
