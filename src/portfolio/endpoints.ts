import { type Exporter, exporterOf } from "./exporters";
import { type Measured, measuredBy } from "./measured";
import { metricsOf } from "./metrics-of";
import type { MetricsProfile } from "./metrics-profiles";
import type { FlatOptions } from "./model";
import { PATHS } from "./paths";
import { managementPortOf } from "./ports";

/** Where a service is asked for its health and its metrics. */
export interface Endpoints {
  /** Whether it answers requests of users or of other services; a worker does not. */
  readonly serves: boolean;
  /** Whether it listens at all: a worker may have a port for its metrics or its health, and then has a Service, too. */
  readonly hasService: boolean;
  /** Container port for probes and metrics (and faults): that of the users, where the app has one only; 0 for a worker that has none. */
  readonly managementPort: number;
  /** Whether that is a port which users of the service do not reach. */
  readonly hasManagementPort: boolean;
  /** Name of the container port for probes. */
  readonly probePortName: string;
  /** Name of the Service port that the ServiceMonitor refers to: behind an ingress, metrics are not on the users' port. */
  readonly metricsPortName: string;
  /** Number of the container port with that name. */
  readonly metricsPort: number;
  /** Empty where nothing can be asked. */
  readonly healthPath: string;
  readonly readyPath: string;
  /** What users can ask for to learn whether they get through: an app that answers for its health at another port need not have that path. */
  readonly publicPath: string;
  /** Empty where nothing is to be scraped. */
  readonly metricsPath: string;
  readonly isScraped: boolean;
  /** What answers Prometheus in the place of the service. */
  readonly exporter: Exporter | undefined;
  /** Under which names the requests are measured; nothing where nobody does. */
  readonly metrics: MetricsProfile | undefined;
  /** Folder of templates with the rules and the dashboard: what can be told where requests are measured, or of the pods alone. */
  readonly observability: "observability" | "observability-pods";
  /** The same as it is asked for. */
  readonly measured: Measured | undefined;
}

export const PORT_NAMES = { web: "web", management: "management", exporter: "exporter" } as const;

export function endpointsOf(options: FlatOptions): Endpoints {
  const metrics = metricsOf(options);
  const exporter = exporterOf(options);
  const paths = options.runtime === "container" ? ownPaths(options, exporter ?? metrics) : ourPaths();
  const ports = portsOf(options);
  return {
    ...paths,
    ...ports,
    ...(exporter && { metricsPortName: PORT_NAMES.exporter, metricsPort: exporter.port }),
    exporter,
    publicPath: options.runtime === "container" && ports.hasManagementPort ? "/" : paths.readyPath,
    isScraped: paths.metricsPath !== "",
    metrics,
    observability: metrics ? "observability" : "observability-pods",
    measured: measuredBy(metrics, paths),
  };
}

type Ports = Pick<
  Endpoints,
  "serves" | "hasService" | "managementPort" | "hasManagementPort" | "probePortName" | "metricsPortName" | "metricsPort"
>;

function portsOf(options: FlatOptions): Ports {
  const { runtime, port, exposure, worker = false } = options;
  const own = options.managementPort ?? (worker ? 0 : port);
  const managementPort = runtime === "container" ? own : managementPortOf(port);
  const hasManagementPort = worker ? managementPort !== 0 : managementPort !== port;
  // The port of the users has everything while nobody but the cluster reaches it; an app of a person's own has it where it says.
  const onManagement = hasManagementPort && (runtime === "container" || exposure === "ingress");
  return {
    serves: !worker,
    hasService: !worker || hasManagementPort,
    managementPort,
    hasManagementPort,
    probePortName: hasManagementPort ? PORT_NAMES.management : PORT_NAMES.web,
    metricsPortName: onManagement ? PORT_NAMES.management : PORT_NAMES.web,
    metricsPort: onManagement ? managementPort : port,
  };
}

type Paths = Pick<Endpoints, "healthPath" | "readyPath" | "metricsPath">;

function ourPaths(): Paths {
  return { healthPath: PATHS.health, readyPath: PATHS.ready, metricsPath: PATHS.metrics };
}

/** What is not said yet is empty, while it is still to be asked for. A worker that has nothing but metrics is ready when it answers them. */
function ownPaths(
  { worker, healthPath = "", metricsPath: said, ...options }: FlatOptions,
  metrics: { readonly path: string } | undefined,
): Paths {
  const metricsPath = said === "none" ? "" : (said ?? metrics?.path ?? "");
  return { healthPath, readyPath: options.readyPath ?? (healthPath || (worker ? metricsPath : "")), metricsPath };
}
