import { createHash } from "node:crypto";
import { type Cluster, clusters } from "./clusters";
import type { FlatOptions } from "./model";
import { PATHS } from "./paths";
import { LOCAL_PORTS, managementPortOf } from "./ports";
import { type Registry, registryOf } from "./registries";
import { LOG_LEVELS, type Runtime, runtimes } from "./runtimes";

/** The values that must agree between the repositories, derived from the options in this one place. */
export interface Contract {
  readonly ownerLower: string;
  /** Marks what belongs to this portfolio in a cluster, and names its Minikube profile: lower-case letters, digits and hyphens. */
  readonly portfolioId: string;
  /** Image without tag, lower-case: registry, path and name. */
  readonly image: string;
  readonly registryHost: string;
  /** How workflows log in to it. */
  readonly registryType: Registry;
  /** Repository path of the image within its registry. */
  readonly imagePath: string;
  /** Architectures of `platforms`, such as `amd64`. */
  readonly architectures: readonly string[];
  /** What follows from the option `cluster`. */
  readonly clusterType: Cluster;
  /** Labels of the image and annotations of its index that are the same in every build. Simple characters only. */
  readonly imageLabels: Readonly<Record<string, string>>;
  /** The cluster's name as a person reads it. */
  readonly clusterTitle: string;
  readonly appUrl: string;
  readonly infraUrl: string;
  readonly docsUrl: string;
  /** Name of the Service port for users. */
  readonly portName: string;
  /** Container port for probes, metrics and faults, which users of the service do not reach. */
  readonly managementPort: number;
  /** Name of the Service port that the ServiceMonitor refers to: behind an ingress, metrics are not on the users' port. */
  readonly metricsPortName: string;
  readonly healthPath: string;
  readonly readyPath: string;
  readonly metricsPath: string;
  /** Number of the container port with that name. */
  readonly metricsPort: number;
  /** Ports of a person's own machine to which scripts forward and at which compose.yaml listens. */
  readonly localPorts: typeof LOCAL_PORTS;
  /** Type of the repository_dispatch event by which the app tells the infra repository of an image. */
  readonly eventType: string;
  /** Uid of the Grafana dashboard: at most 40 characters. */
  readonly dashboardUid: string;
  /**
   * Namespace of the ServiceMonitor, the rules and the dashboard. In a cluster of several teams they stand beside the service,
   * so that whoever deploys it needs no rights among the monitoring's own objects.
   */
  readonly monitorNamespace: string;
  /** Name of the objects of the monitoring, unambiguous where those of several services stand in one namespace. */
  readonly monitoringName: string;
  readonly prometheusName: string;
  readonly alertmanagerName: string;
  readonly operatorName: string;
  readonly grafanaName: string;
  readonly kubeStateMetricsName: string;
  /** Upper edges of the latency histogram in seconds. */
  readonly durationBuckets: readonly number[];
  /** Latency target in seconds. */
  readonly latencyTargetSeconds: string;
  /** The latency target as Prometheus 3 writes it in the label `le` (whole numbers get `.0`). */
  readonly latencyTargetLe: string;
  /** Share of requests that may fail, such as `0.001`. */
  readonly errorBudget: string;
  /** What follows from the option `runtime`. */
  readonly runtimeType: Runtime;
  /** Requests that the app answers as it is made: traffic for the graphs. */
  readonly traffic: readonly string[];
  /** What LOG_LEVEL may be. */
  readonly logLevels: readonly string[];
}

export function deriveContract(options: FlatOptions): Contract {
  const clusterType = clusters[options.cluster];
  const runtimeType = runtimes[options.runtime];
  const ownerLower = options.owner.toLowerCase();
  const portfolioId = `${ownerLower}-${options.infraRepository.toLowerCase()}`.replace(/[^a-z0-9]+/g, "-").replace(/-$/, "");
  return {
    ownerLower,
    portfolioId: shortened(portfolioId, 40),
    clusterType,
    clusterTitle: clusterType.title,
    runtimeType,
    traffic: trafficOf(runtimeType),
    logLevels: LOG_LEVELS,
    eventType: "image-published",
    ...addresses(options),
    ...imageNames(options, runtimeType),
    ...portsAndPaths(options),
    ...monitoringNames(options, clusterType),
    ...objectives(options),
  };
}

function addresses({ owner, appRepository, infraRepository, docsRepository }: FlatOptions) {
  const github = `https://github.com/${owner}`;
  return { appUrl: `${github}/${appRepository}`, infraUrl: `${github}/${infraRepository}`, docsUrl: `${github}/${docsRepository}` };
}

function imageNames(options: FlatOptions, { title }: Runtime) {
  const [registryHost, ...path] = options.registry.split("/");
  const imagePath = [...(path.length > 0 ? path : [options.owner.toLowerCase()]), options.appName].join("/");
  return {
    image: `${registryHost}/${imagePath}`,
    registryHost,
    registryType: registryOf(registryHost),
    imagePath,
    architectures: options.platforms.map((platform) => platform.slice("linux/".length)),
    imageLabels: {
      "org.opencontainers.image.source": addresses(options).appUrl,
      "org.opencontainers.image.title": options.appName,
      "org.opencontainers.image.description": `${title} service with metrics, probes and structured logs`,
      "org.opencontainers.image.licenses": "MIT",
    },
  };
}

function portsAndPaths({ port, exposure }: FlatOptions) {
  const managementPort = managementPortOf(port);
  const isBehindIngress = exposure === "ingress";
  return {
    portName: "web",
    managementPort,
    metricsPortName: isBehindIngress ? "management" : "web",
    metricsPort: isBehindIngress ? managementPort : port,
    healthPath: PATHS.health,
    readyPath: PATHS.ready,
    metricsPath: PATHS.metrics,
    localPorts: LOCAL_PORTS,
  };
}

function monitoringNames({ appName, appNamespace, monitoringNamespace, monitoringRelease }: FlatOptions, { isLocal }: Cluster) {
  return {
    monitoringName: `${appNamespace}.${appName}`,
    monitorNamespace: isLocal ? monitoringNamespace : appNamespace,
    dashboardUid: shortened(appName, 40),
    ...stackNames(monitoringRelease),
  };
}

function objectives({ latencyTargetMs, availabilityTarget }: FlatOptions) {
  const latencyTarget = latencyTargetMs / 1000;
  return {
    durationBuckets: durationBuckets(latencyTarget),
    latencyTargetSeconds: String(latencyTarget),
    latencyTargetLe: Number.isInteger(latencyTarget) ? latencyTarget.toFixed(1) : String(latencyTarget),
    errorBudget: String(Number((1 - availabilityTarget / 100).toFixed(6))),
  };
}

function trafficOf({ infoPath, workPath }: Runtime): string[] {
  return ["/", infoPath, ...(workPath ? [`${workPath}?ms=20`] : [])];
}

/** prom-client's default edges, and the latency target, so that a target is always an edge. */
function durationBuckets(latencyTarget: number): number[] {
  const edges = new Set([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, latencyTarget]);
  return [...edges].sort((a, b) => a - b);
}

/**
 * Names of the objects that kube-prometheus-stack renders for a release.
 * Source: `fullname` in its templates/_helpers.tpl (cut at 26 characters) and that of the charts it depends on.
 */
function stackNames(release: string) {
  const subchart = (name: string) => (release.includes(name) ? release : trimmed(`${release}-${name}`, 63));
  const stack = "kube-prometheus-stack";
  const full = trimmed(release.includes(stack) ? release : `${release}-${stack}`, 26);
  return {
    prometheusName: `${full}-prometheus`,
    alertmanagerName: `${full}-alertmanager`,
    operatorName: `${full}-operator`,
    grafanaName: subchart("grafana"),
    kubeStateMetricsName: subchart("kube-state-metrics"),
  };
}

/** Helm's `trunc N | trimSuffix "-"`. */
function trimmed(name: string, length: number): string {
  return name.slice(0, length).replace(/-$/, "");
}

/** The name itself if it fits, otherwise its beginning and a hash, so that two long names stay apart. */
function shortened(name: string, length: number): string {
  if (name.length <= length) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, length - 9)}-${hash}`;
}
