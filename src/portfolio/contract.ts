import { createHash } from "node:crypto";
import { type Cluster, clusters } from "./clusters";
import { type Endpoints, endpointsOf, PORT_NAMES } from "./endpoints";
import type { FlatOptions } from "./model";
import { LOCAL_PORTS } from "./ports";
import type { Runtime } from "./runtime";
import { runtimeOf } from "./runtime-of";
import { LOG_LEVELS } from "./runtimes";

/** The values that must agree between the repositories, derived from the options in this one place. */
export interface Contract extends Endpoints {
  readonly ownerLower: string;
  /** Marks what belongs to this portfolio in a cluster, and names its Minikube profile: lower-case letters, digits and hyphens. */
  readonly portfolioId: string;
  /** Image without tag, lower-case: registry, path and name. */
  readonly image: string;
  readonly registryHost: string;
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
  /** Dockerfile and folder that the image is built from. */
  readonly dockerfile: string;
  readonly buildContext: string;
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
  const [registryHost, ...path] = options.registry.split("/");
  const ownerLower = options.owner.toLowerCase();
  const imagePath = [...(path.length > 0 ? path : [ownerLower]), options.appName].join("/");
  const latencyTarget = options.latencyTargetMs / 1000;
  const endpoints = endpointsOf(options);
  const clusterType = clusters[options.cluster];
  const github = `https://github.com/${options.owner}`;
  const runtimeType = runtimeOf(options);
  const appUrl = `${github}/${options.appRepository}`;
  return {
    ownerLower,
    portfolioId: shortened(`${ownerLower}-${options.infraRepository.toLowerCase()}`.replace(/[^a-z0-9]+/g, "-").replace(/-$/, ""), 40),
    image: `${registryHost}/${imagePath}`,
    registryHost,
    imagePath,
    architectures: options.platforms.map((platform) => platform.slice("linux/".length)),
    clusterType,
    clusterTitle: clusterType.title,
    monitoringName: `${options.appNamespace}.${options.appName}`,
    monitorNamespace: clusterType.isLocal ? options.monitoringNamespace : options.appNamespace,
    imageLabels: {
      "org.opencontainers.image.source": appUrl,
      "org.opencontainers.image.title": options.appName,
      "org.opencontainers.image.description": `${runtimeType.title} service with metrics, probes and structured logs`,
      "org.opencontainers.image.licenses": "MIT",
    },
    appUrl,
    infraUrl: `${github}/${options.infraRepository}`,
    docsUrl: `${github}/${options.docsRepository}`,
    portName: PORT_NAMES.web,
    ...endpoints,
    dockerfile: options.dockerfile ?? "Dockerfile",
    buildContext: options.buildContext ?? ".",
    localPorts: LOCAL_PORTS,
    eventType: "image-published",
    dashboardUid: shortened(options.appName, 40),
    ...stackNames(options.monitoringRelease),
    durationBuckets: endpoints.metrics?.duration?.edges ?? [],
    latencyTargetSeconds: String(latencyTarget),
    latencyTargetLe: Number.isInteger(latencyTarget) ? latencyTarget.toFixed(1) : String(latencyTarget),
    errorBudget: String(Number((1 - options.availabilityTarget / 100).toFixed(6))),
    runtimeType,
    traffic: trafficOf(runtimeType),
    logLevels: LOG_LEVELS,
  };
}

function trafficOf({ infoPath, workPath }: Runtime): string[] {
  return ["/", ...(infoPath ? [infoPath] : []), ...(workPath ? [`${workPath}?ms=20`] : [])];
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
