import { createHash } from "node:crypto";
import { posix } from "node:path";
import { type Cluster, clusters } from "./clusters";
import { type Delivery, deliveries } from "./deliveries";
import { type Endpoints, endpointsOf, PORT_NAMES } from "./endpoints";
import type { FlatOptions } from "./model";
import { LOCAL_PORTS } from "./ports";
import { type Registry, registryOf } from "./registries";
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
  /** How workflows log in to it. */
  readonly registryType: Registry;
  /** Repository path of the image within its registry. */
  readonly imagePath: string;
  /** Architectures of `platforms`, such as `amd64`. */
  readonly architectures: readonly string[];
  /** What follows from the option `cluster`. */
  readonly clusterType: Cluster;
  /** What follows from the option `delivery`. */
  readonly deliveryType: Delivery;
  /** The deploy workflow works on a Minikube of its runner: the cluster is one, or fetches by itself what was rehearsed there. */
  readonly onRunner: boolean;
  /** Variables of the infra repository that lead the deploy workflow to the cluster. */
  readonly clusterVariables: readonly string[];
  /** Labels of the image and annotations of its index that are the same in every build. Simple characters only. */
  readonly imageLabels: Readonly<Record<string, string>>;
  /** The cluster's name as a person reads it. */
  readonly clusterTitle: string;
  readonly appUrl: string;
  readonly infraUrl: string;
  readonly docsUrl: string;
  /** Name of the Service port for users. */
  readonly portName: string;
  /** Name of the app's workflow that publishes images: in a repository that has others already, none that they may have. */
  readonly workflow: string;
  /** The command that starts the service with its monitoring on this machine, in its repository. */
  readonly composeUp: string;
  /** Dockerfile and folder that the image is built from. */
  readonly dockerfile: string;
  readonly buildContext: string;
  /** The Dockerfile as Compose wants it: seen from that folder. */
  readonly dockerfileInContext: string;
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
  /** What keeps its requests from being counted as good or bad, as a sentence has it after its name. */
  readonly unmeasured: string;
  /** Requests that the app is known to answer with 200: traffic for the graphs. */
  readonly traffic: readonly string[];
  /** What LOG_LEVEL may be. */
  readonly logLevels: readonly string[];
}

export function deriveContract(options: FlatOptions): Contract {
  const clusterType = clusters[options.cluster];
  const deliveryType = deliveries[options.delivery];
  const runtimeType = runtimeOf(options);
  const endpoints = endpointsOf(options);
  const ownerLower = options.owner.toLowerCase();
  const portfolioId = `${ownerLower}-${options.infraRepository.toLowerCase()}`.replace(/[^a-z0-9]+/g, "-").replace(/-$/, "");
  return {
    ownerLower,
    portfolioId: shortened(portfolioId, 40),
    clusterType,
    clusterTitle: clusterType.title,
    deliveryType,
    onRunner: clusterType.isLocal || deliveryType.pulls,
    clusterVariables: deliveryType.pulls ? [] : clusterType.variables,
    runtimeType,
    traffic: trafficOf(runtimeType, endpoints),
    unmeasured: unmeasuredAs(endpoints),
    logLevels: LOG_LEVELS,
    eventType: "image-published",
    ...addresses(options),
    ...imageNames(options, runtimeType),
    ...endpoints,
    portName: PORT_NAMES.web,
    localPorts: LOCAL_PORTS,
    ...buildOf(options),
    workflow: runtimeType.app ? "ci.yaml" : "portfolio.yaml",
    composeUp: `docker compose ${runtimeType.app ? "" : "--file compose.portfolio.yaml "}up --build --wait`,
    ...monitoringNames(options, clusterType),
    ...objectives(options, endpoints),
  };
}

function addresses({ owner, appRepository, infraRepository, docsRepository }: FlatOptions) {
  const github = `https://github.com/${owner}`;
  return { appUrl: `${github}/${appRepository}`, infraUrl: `${github}/${infraRepository}`, docsUrl: `${github}/${docsRepository}` };
}

function imageNames(options: FlatOptions, { title, app }: Runtime) {
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
      // What a person brings describes itself.
      ...(app && {
        "org.opencontainers.image.description": `${title} service with metrics, probes and structured logs`,
        "org.opencontainers.image.licenses": "MIT",
      }),
    },
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

function objectives({ latencyTargetMs, availabilityTarget }: FlatOptions, { metrics, measured }: Endpoints) {
  const latencyTarget = latencyTargetMs / 1000;
  return {
    durationBuckets: metrics?.duration.edges ?? [],
    latencyTargetSeconds: String(latencyTarget),
    latencyTargetLe: edgeLabel(measured?.unit === "milliseconds" ? latencyTargetMs : latencyTarget),
    errorBudget: String(Number((1 - availabilityTarget / 100).toFixed(6))),
  };
}

function buildOf({ dockerfile = "Dockerfile", buildContext = "." }: FlatOptions) {
  return { dockerfile, buildContext, dockerfileInContext: posix.relative(buildContext, dockerfile) };
}

function edgeLabel(edge: number): string {
  return Number.isInteger(edge) ? edge.toFixed(1) : String(edge);
}

function unmeasuredAs({ serves, exporter }: Endpoints): string {
  if (exporter) return "tells neither the status nor the time of its requests";
  return serves ? "measures no requests" : "answers no requests";
}

/** Of an app that a person brings, one path is known; of a worker none. */
function trafficOf({ app, infoPath, workPath }: Runtime, { serves, publicPath }: Endpoints): string[] {
  if (!app) return serves ? [publicPath] : [];
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
