import { type Measured, measuredBy } from "./measured";
import { metricsOf } from "./metrics-of";
import type { MetricsProfile } from "./metrics-profiles";
import type { FlatOptions } from "./model";
import { PATHS } from "./paths";
import { managementPortOf } from "./ports";

/** Where a service is asked for its health and its metrics. */
export interface Endpoints {
  /** Container port for probes and metrics (and faults): that of the users, where the app has one only. */
  readonly managementPort: number;
  /** Whether that is a port which users of the service do not reach. */
  readonly hasManagementPort: boolean;
  /** Name of the container port for probes. */
  readonly probePortName: string;
  /** Name of the Service port that the ServiceMonitor refers to: behind an ingress, metrics are not on the users' port. */
  readonly metricsPortName: string;
  /** Number of the container port with that name. */
  readonly metricsPort: number;
  readonly healthPath: string;
  readonly readyPath: string;
  /** What users can ask for to learn whether they get through: an app that answers for its health at another port need not have that path. */
  readonly publicPath: string;
  /** Empty where nothing is to be scraped. */
  readonly metricsPath: string;
  readonly isScraped: boolean;
  /** Under which names the requests are measured; nothing where nobody does. */
  readonly metrics: MetricsProfile | undefined;
  /** Folder of templates with the rules and the dashboard: what can be told where requests are measured, or of the pods alone. */
  readonly observability: "observability" | "observability-pods";
  /** The same as it is asked for. */
  readonly measured: Measured | undefined;
}

export const PORT_NAMES = { web: "web", management: "management" } as const;

export function endpointsOf(options: FlatOptions): Endpoints {
  const metrics = metricsOf(options);
  const paths = options.runtime === "container" ? ownPaths(options, metrics) : ourPaths();
  const managementPort = options.runtime === "container" ? (options.managementPort ?? options.port) : managementPortOf(options.port);
  const hasManagementPort = managementPort !== options.port;
  // The port of the users has everything while nobody but the cluster reaches it; an app of a person's own has it where it says.
  const onManagement = hasManagementPort && (options.runtime === "container" || options.exposure === "ingress");
  return {
    ...paths,
    managementPort,
    hasManagementPort,
    probePortName: hasManagementPort ? PORT_NAMES.management : PORT_NAMES.web,
    metricsPortName: onManagement ? PORT_NAMES.management : PORT_NAMES.web,
    metricsPort: onManagement ? managementPort : options.port,
    publicPath: hasManagementPort && options.runtime === "container" ? "/" : paths.readyPath,
    isScraped: paths.metricsPath !== "",
    metrics,
    observability: metrics ? "observability" : "observability-pods",
    measured: measuredBy(metrics, paths),
  };
}

type Paths = Pick<Endpoints, "healthPath" | "readyPath" | "metricsPath">;

function ourPaths(): Paths {
  return { healthPath: PATHS.health, readyPath: PATHS.ready, metricsPath: PATHS.metrics };
}

/** What is not said yet is empty, while it is still to be asked for. */
function ownPaths({ healthPath = "", readyPath = healthPath, metricsPath }: FlatOptions, metrics: MetricsProfile | undefined): Paths {
  return { healthPath, readyPath, metricsPath: metricsPath === "none" ? "" : (metricsPath ?? metrics?.path ?? "") };
}
