import type { Severity } from "../finding";

interface Link {
  readonly id: string;
  readonly severity: Severity;
  /** Whether it may heal by itself. */
  readonly heals: boolean;
  readonly cause: string;
  /** What its owner sees, where that is something that one would look for. */
  readonly symptom?: string;
}

type Made = (id: string, cause: string, symptom?: string) => Link;
const now: Made = (id, cause, symptom) => ({ id, severity: "error", heals: false, cause, symptom });
const soon: Made = (id, cause, symptom) => ({ id, severity: "error", heals: true, cause, symptom });
const weak: Made = (id, cause, symptom) => ({ id, severity: "warning", heals: false, cause, symptom });

/** Everything that is said of a cluster, in the order of the chain from Prometheus to the dashboard; then what lies beside it. */
export const links = {
  access: now("L00", "The chain cannot be followed, because the API server refuses to show a part of it."),
  crds: now(
    "D08",
    "The monitoring has to be installed before what it watches.",
    '`no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"`, `ensure CRDs are installed first`',
  ),
  prometheus: now("L01", "There is no Prometheus of the operator, so that nothing is scraped."),
  servicemonitor: now("L02", "Prometheus learns of a Service by a ServiceMonitor; there is none for it."),
  "servicemonitor-labels": now(
    "D01",
    "Prometheus takes only monitors that its selector selects; that of kube-prometheus-stack wants the label release with the name of its Helm release.",
    "the ServiceMonitor exists, nothing is under Status > Targets, and no error anywhere",
  ),
  "servicemonitor-namespace": now(
    "D02",
    "Prometheus looks for monitors only in namespaces that serviceMonitorNamespaceSelector selects: without one, in its own.",
    "the ServiceMonitor exists, and nothing is under Status > Targets",
  ),
  "namespace-selector": now(
    "D04",
    "A ServiceMonitor looks for Services in its own namespace, unless spec.namespaceSelector names others.",
    "the scrape pool exists and has no targets",
  ),
  service: now("L03", "There is no Service, so that neither users nor Prometheus find the pods."),
  "service-labels": now(
    "D03",
    "A ServiceMonitor selects Services by the labels of the Service itself; those of its pods do not count.",
    "the scrape pool exists and has no targets",
  ),
  "service-port-name": now(
    "D05",
    "`endpoints[].port` of a ServiceMonitor is the name of a port of the Service, not its number.",
    "every target is among the dropped ones",
  ),
  "service-duplicate": now("L04", "Two Services are selected by one ServiceMonitor, so that each pod is scraped twice and counted twice."),
  deployment: now("L05", "The Service is there, and nothing that would make its pods."),
  "scaled-to-zero": now("L06", "The workload is asked for no pods."),
  "pod-admission": soon("L07", "No pod is made: Pod Security, a quota or a webhook refuses it. The ReplicaSet has the message."),
  "pod-image-architecture": now(
    "D11",
    "The image has nothing for the processor of the node.",
    "`no matching manifest for linux/arm64/v8`, `no match for platform in manifest`, or `CrashLoopBackOff` with `exec format error`",
  ),
  "pod-image-name": now("D13", "The name of an image is in lower case.", "`InvalidImageName`"),
  "pod-image-pull": soon(
    "D10",
    "The package is private, the tag was never pushed, or an image that was built here was not loaded into the cluster.",
    "`ErrImagePull`, `ImagePullBackOff` or `ErrImageNeverPull`",
  ),
  "pod-config": now(
    "D27",
    "A Secret or ConfigMap is missing, or the image runs as root or as a user without a number while runAsNonRoot is set.",
    "`CreateContainerConfigError`",
  ),
  "pod-memory": soon("D16", "The process needs more than its limit.", "`OOMKilled`, exit code 137"),
  "pod-unschedulable": soon(
    "D15",
    "No node has room for what the pod requests, or it may not go there.",
    "`Pending`, `0/1 nodes are available`",
  ),
  "pod-probe": soon(
    "D20",
    "The path or the port of a probe is not that of the program, or the program is not ready.",
    "`Readiness probe failed`",
  ),
  "pod-crash": soon("L08", "The program ends; the log of its previous run says why.", "`CrashLoopBackOff`"),
  "pod-starting": soon("L09", "A rollout is under way, or hangs."),
  "service-selector": now("D18", "The selector of the Service matches no pod.", "no endpoints"),
  "service-target-port": now("D19", "Its targetPort is no port of the container.", "`connection refused` at a Service that has endpoints"),
  endpoints: soon("L10", "The Service has no address that is ready."),
  "prometheus-api": soon("L11", "Prometheus does not answer through the API server."),
  "prometheus-config": soon(
    "L12",
    "The operator has not written the monitor into the configuration of Prometheus yet, or Prometheus has not loaded it.",
  ),
  "target-missing": soon("L13", "Prometheus has not discovered a pod yet."),
  "target-pending": soon("L14", "Prometheus has not scraped a pod yet."),
  "metrics-path": soon("D06", "The path of the monitor is not that of the program.", "`server returned HTTP status 404 Not Found`"),
  "metrics-content-type": soon(
    "D07",
    "Prometheus 3 refuses an answer whose type is not that of metrics.",
    '`received unsupported Content-Type "text/html; charset=utf-8"`',
  ),
  "metrics-status": soon("L15", "The program answers a scrape with an error."),
  "metrics-connection": soon("L16", "Nothing listens at that port, or on the loopback address only.", "`connection refused`"),
  "metrics-timeout": soon(
    "L17",
    "A NetworkPolicy is in the way, or the answer takes too long.",
    "`context deadline exceeded`, `i/o timeout`",
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
  "dashboard-json": now("D30", "The JSON of a dashboard is its model itself, with a title.", "`Dashboard title cannot be empty`"),
  "dashboard-query": now("L24", "Prometheus refuses the query of a panel."),
  "dashboard-data": soon("L25", "A panel has no data: a metric or a label in its query does not exist."),
  firing: { ...now("L30", "An alert of the service fires: it is watched, and something is wrong with it."), severity: "note" },
  alertmanager: weak("L26", "Prometheus sends to no Alertmanager, so that nobody is told of an alert."),
  "release-pending": weak(
    "D21",
    "A Helm that was killed left its release locked.",
    "`another operation (install/upgrade/rollback) is in progress`",
  ),
  "pull-secret": weak("D10", "A pod names a secret for pulling that does not exist, so that a private image cannot be pulled."),
  "claim-pending": soon("L27", "A PersistentVolumeClaim waits for a volume, and its pod with it."),
  autoscaler: weak(
    "D38",
    "There are no metrics of resources, or the containers request none.",
    "the HorizontalPodAutoscaler shows `<unknown>`",
  ),
  workers: weak(
    "D43",
    "Several processes of one container answer the scrapes in turn, each with its own counters, so that rates are wrong.",
    "counters go up and down from scrape to scrape",
  ),
  "ingress-class": now("E26", "No controller of that class exists, so that the Ingress leads nowhere."),
  "ingress-address": { ...soon("L28", "The Ingress has no address yet: its controller gives it one."), severity: "warning" },
  "egress-dns": weak("L29", "A NetworkPolicy limits what pods may reach and forgets DNS: every name fails to resolve."),
} as const satisfies Readonly<Record<string, Link>>;

export type LinkName = keyof typeof links;

const all = Object.entries<Link>(links);

export const liveStories = all.map(([link, { id, cause, symptom }]) => ({
  id,
  link,
  story: symptom ? `Symptom: ${symptom}. ${cause}` : cause,
}));

/** For a table of what one may see. */
export const symptoms = all.flatMap(([link, { cause, symptom }]) => (symptom ? [{ link, symptom, cause }] : []));
