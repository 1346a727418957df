import type { Severity } from "../finding";

interface Link {
  readonly id: string;
  readonly severity: Severity;
  /** Whether it may heal by itself. */
  readonly heals: boolean;
  /** What its owner sees, and why. */
  readonly story: string;
}

const now = (id: string, story: string): Link => ({ id, severity: "error", heals: false, story });
const soon = (id: string, story: string): Link => ({ id, severity: "error", heals: true, story });
const weak = (id: string, story: string): Link => ({ id, severity: "warning", heals: false, story });

/** Everything that is said of a cluster, in the order of the chain from Prometheus to the dashboard; then what lies beside it. */
export const links = {
  access: now("L00", "The chain cannot be followed, because the API server refuses to show a part of it."),
  crds: now(
    "D08",
    'Symptom: `no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"`, `ensure CRDs are installed first`. The monitoring has to be installed before what it watches.',
  ),
  prometheus: now("L01", "There is no Prometheus of the operator, so that nothing is scraped."),
  servicemonitor: now("L02", "Prometheus learns of a Service by a ServiceMonitor; there is none for it."),
  "servicemonitor-labels": now(
    "D01",
    "Symptom: the ServiceMonitor exists, nothing is under Status > Targets, and no error anywhere. Prometheus takes only monitors that its selector selects; that of kube-prometheus-stack wants the label release with the name of its Helm release.",
  ),
  "servicemonitor-namespace": now(
    "D02",
    "Symptom: as for a label that is missing. Prometheus looks for monitors only in namespaces that serviceMonitorNamespaceSelector selects: without one, in its own.",
  ),
  "namespace-selector": now(
    "D04",
    "Symptom: the scrape pool exists and has no targets. A ServiceMonitor looks for Services in its own namespace, unless spec.namespaceSelector names others.",
  ),
  service: now("L03", "There is no Service, so that neither users nor Prometheus find the pods."),
  "service-labels": now(
    "D03",
    "Symptom: the scrape pool exists and has no targets. A ServiceMonitor selects Services by the labels of the Service itself; those of its pods do not count.",
  ),
  "service-port-name": now(
    "D05",
    "Symptom: every target is among the dropped ones. `endpoints[].port` of a ServiceMonitor is the name of a port of the Service, not its number.",
  ),
  "service-duplicate": now("L04", "Two Services are selected by one ServiceMonitor, so that each pod is scraped twice and counted twice."),
  deployment: now("L05", "The Service is there, and nothing that would make its pods."),
  "scaled-to-zero": now("L06", "The workload is asked for no pods."),
  "pod-admission": soon("L07", "No pod is made: Pod Security, a quota or a webhook refuses it. The ReplicaSet has the message."),
  "pod-image-architecture": now(
    "D11",
    "Symptom: `no matching manifest for linux/arm64/v8`, `no match for platform in manifest`, or CrashLoopBackOff with `exec format error`. The image has nothing for the processor of the node.",
  ),
  "pod-image-name": now("D13", "Symptom: InvalidImageName. The name of an image is in lower case."),
  "pod-image-pull": soon(
    "D10",
    "Symptom: ErrImagePull, ImagePullBackOff or ErrImageNeverPull. The package is private, the tag was never pushed, or an image that was built here was not loaded into the cluster.",
  ),
  "pod-config": now(
    "D27",
    "Symptom: CreateContainerConfigError. A Secret or ConfigMap is missing, or the image runs as root or as a user without a number while runAsNonRoot is set.",
  ),
  "pod-memory": soon("D16", "Symptom: OOMKilled, exit code 137. The process needs more than its limit."),
  "pod-unschedulable": soon(
    "D15",
    "Symptom: Pending, `0/1 nodes are available`. No node has room for what the pod requests, or it may not go there.",
  ),
  "pod-probe": soon(
    "D20",
    "Symptom: `Readiness probe failed`. The path or the port of a probe is not that of the program, or the program is not ready.",
  ),
  "pod-crash": soon("L08", "Symptom: CrashLoopBackOff. The program ends; the log of its previous run says why."),
  "pod-starting": soon("L09", "A rollout is under way, or hangs."),
  "service-selector": now("D18", "Symptom: no endpoints. The selector of the Service matches no pod."),
  "service-target-port": now(
    "D19",
    "Symptom: `connection refused` at a Service that has endpoints. Its targetPort is no port of the container.",
  ),
  endpoints: soon("L10", "The Service has no address that is ready."),
  "prometheus-api": soon("L11", "Prometheus does not answer through the API server."),
  "prometheus-config": soon(
    "L12",
    "The operator has not written the monitor into the configuration of Prometheus yet, or Prometheus has not loaded it.",
  ),
  "target-missing": soon("L13", "Prometheus has not discovered a pod yet."),
  "target-pending": soon("L14", "Prometheus has not scraped a pod yet."),
  "metrics-path": soon("D06", "Symptom: `server returned HTTP status 404 Not Found`. The path of the monitor is not that of the program."),
  "metrics-content-type": soon(
    "D07",
    'Symptom: `received unsupported Content-Type "text/html; charset=utf-8"`. Prometheus 3 refuses an answer whose type is not that of metrics.',
  ),
  "metrics-status": soon("L15", "The program answers a scrape with an error."),
  "metrics-connection": soon("L16", "Symptom: `connection refused`. Nothing listens at that port, or on the loopback address only."),
  "metrics-timeout": soon(
    "L17",
    "Symptom: `context deadline exceeded`, `i/o timeout`. A NetworkPolicy is in the way, or the answer takes too long.",
  ),
  "metrics-format": soon("L18", "What the program answers is not in the format of Prometheus."),
  "target-job": now("L19", "The label job of the target is not what rules and dashboards ask for."),
  rules: now("L20", "There is no PrometheusRule for the service."),
  "rules-labels": now("E07", "Prometheus takes only PrometheusRules that its ruleSelector selects."),
  "rules-loading": soon("L21", "The operator has not written the rules yet, or Prometheus has not evaluated them."),
  "rules-error": soon("L22", "Prometheus cannot evaluate a rule."),
  "rules-query": now("L23", "Prometheus refuses the query of a rule."),
  "rules-data": soon("E04", "A recording rule has no result: a metric or a label in it does not exist."),
  dashboard: now("D31", 'Grafana takes dashboards from ConfigMaps with the label grafana_dashboard: "1".'),
  "dashboard-json": now("D30", "Symptom: `Dashboard title cannot be empty`. The JSON of a dashboard is its model itself, with a title."),
  "dashboard-query": now("L24", "Prometheus refuses the query of a panel."),
  "dashboard-data": soon("L25", "A panel has no data: a metric or a label in its query does not exist."),
  firing: { ...now("L30", "An alert of the service fires: it is watched, and something is wrong with it."), severity: "note" },
  alertmanager: weak("L26", "Prometheus sends to no Alertmanager, so that nobody is told of an alert."),
  "release-pending": weak(
    "D21",
    "Symptom: `another operation (install/upgrade/rollback) is in progress`. A Helm that was killed left its release locked.",
  ),
  "pull-secret": weak("D10", "A pod names a secret for pulling that does not exist, so that a private image cannot be pulled."),
  "claim-pending": soon("L27", "A PersistentVolumeClaim waits for a volume, and its pod with it."),
  autoscaler: weak(
    "D38",
    "Symptom: the HorizontalPodAutoscaler shows `<unknown>`. There are no metrics of resources, or the containers request none.",
  ),
  "ingress-class": now("E26", "No controller of that class exists, so that the Ingress leads nowhere."),
  "ingress-address": { ...soon("L28", "The Ingress has no address yet: its controller gives it one."), severity: "warning" },
  "egress-dns": weak("L29", "A NetworkPolicy limits what pods may reach and forgets DNS: every name fails to resolve."),
} as const satisfies Readonly<Record<string, Link>>;

export type LinkName = keyof typeof links;

export const liveStories = Object.entries(links).map(([link, { id, story }]) => ({ id, link, story }));
