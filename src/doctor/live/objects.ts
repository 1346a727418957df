import { keyOf, labelsOf, selects, written } from "../../live/kube";
import { kubectl, labelFix } from "./command";
import { broken, type LiveFinding } from "./finding";
import { looksInto, type Walk } from "./walk";

/** From Prometheus to the monitor that looks into the namespace. */
export function* monitorLinks(walk: Walk): Generator<LiveFinding | undefined> {
  const { view, subject, prometheus, namespace } = walk;
  if (!prometheus) yield noPrometheus(walk);
  const [first] = subject.monitors;
  if (!first)
    yield broken("servicemonitor", {
      object: `Service ${namespace}/${subject.service}`,
      cause: `no ServiceMonitor of ${subject.service} in the namespaces ${[view.scope.monitors, namespace].filter(Boolean).join(" and ")}`,
      fix: "Deploy it with its monitor: serviceMonitor.enabled must not be false in the values of its chart",
    });
  if (walk.selected.length === 0) yield notSelected(walk);
  if (walk.watched.length === 0) yield notWatched(walk);
  const { monitor } = walk;
  if (monitor && !looksInto(monitor, namespace))
    yield broken("namespace-selector", {
      object: monitor,
      field: "spec.namespaceSelector",
      evidence: JSON.stringify(monitor.spec?.namespaceSelector ?? {}),
      cause: `ServiceMonitor ${keyOf(monitor)} looks in ${(monitor.spec?.namespaceSelector?.matchNames ?? [monitor.metadata.namespace]).join(",")}, and the application is in ${namespace}`,
      fix: `spec.namespaceSelector.matchNames must name ${namespace}, since without it a ServiceMonitor sees only its own namespace: ${kubectl(view, monitor, "patch", { spec: { namespaceSelector: { matchNames: [namespace] } } })}`,
    });
}

function noPrometheus({ view }: Walk): LiveFinding {
  const wanted = view.scope.prometheus;
  const [namespace, name] = wanted?.split("/") ?? [];
  return broken("prometheus", {
    object: wanted ? `Prometheus ${wanted}` : "Prometheus",
    cause: name ? `there is no Prometheus ${name} in namespace ${namespace}` : "there is no Prometheus of the operator in this cluster",
    fix: "Install the monitoring before what it watches: kube-prometheus-stack makes one",
  });
}

function notSelected({ view, subject, prometheus }: Walk): LiveFinding {
  const monitor = subject.monitors[0]!;
  const selector = prometheus?.spec?.serviceMonitorSelector;
  return broken("servicemonitor-labels", {
    object: monitor,
    field: "metadata.labels",
    evidence: written(monitor.metadata.labels),
    cause: `ServiceMonitor ${keyOf(monitor)} has the labels ${written(monitor.metadata.labels) || "none"}, but Prometheus selects ${selector ? JSON.stringify(selector) : "nothing"}`,
    fix: labelFix(view, monitor, selector, "serviceMonitorSelector"),
  });
}

function notWatched({ view, selected, prometheus }: Walk): LiveFinding {
  const [monitor] = selected;
  return broken("servicemonitor-namespace", {
    object: prometheus!,
    field: "spec.serviceMonitorNamespaceSelector",
    evidence: JSON.stringify(prometheus?.spec?.serviceMonitorNamespaceSelector ?? null),
    cause: `Prometheus does not look for ServiceMonitors in namespace ${monitor?.metadata.namespace}`,
    fix: `prometheus.prometheusSpec.serviceMonitorNamespaceSelector: {} in the values of the monitoring selects every namespace; now: ${kubectl(view, prometheus!, "patch", { spec: { serviceMonitorNamespaceSelector: { matchLabels: null, matchExpressions: null } } })}`,
  });
}

/** From the monitor to one Service with that port. */
export function* serviceLinks(walk: Walk): Generator<LiveFinding | undefined> {
  const { view, subject, service, monitor, matched, endpoint } = walk;
  if (subject.expected && !service) yield missingService(walk);
  if (!service || !matched.includes(service)) yield noService(walk);
  if (endpoint?.port !== undefined && !walk.port) yield noPort(walk);
  const offering = matched.filter(({ spec }) => spec?.ports?.some(({ name }) => name === endpoint?.port));
  if (offering.length > 1) {
    const copy = offering.find(({ metadata }) => metadata.name !== service?.metadata.name)!;
    if (subject.expected || samePods(walk, offering))
      yield broken("service-duplicate", {
        object: monitor!,
        field: "spec.selector",
        evidence: offering.map(({ metadata }) => metadata.name).join(", "),
        cause: `the ServiceMonitor selects ${offering.length} Services (${offering.map(({ metadata }) => metadata.name).join(", ")}): every pod is scraped once for each`,
        fix: `Delete the one that is too many, or give it other labels: ${kubectl(view, copy, "delete")}`,
      });
  }
}

export function missingService({ subject, namespace }: Walk): LiveFinding {
  return broken("service", {
    object: `Service ${namespace}/${subject.service}`,
    cause: `there is no Service ${subject.service} in namespace ${namespace}`,
    fix: `Deploy it: helm list -n ${namespace} says whether its release is there`,
  });
}

/** One monitor for several services is in order; several Services for the same pods are not. */
const samePods = ({ view, namespace }: Walk, services: readonly { spec?: { selector?: Record<string, string> } }[]): boolean =>
  view.list("Pod", namespace).some((pod) => services.every(({ spec }) => selects({ matchLabels: spec?.selector }, labelsOf(pod))));

function noService({ view, service, monitor, namespace }: Walk): LiveFinding {
  const wanted = monitor?.spec?.selector;
  const labels = written(wanted?.matchLabels);
  const pods = view.list("Pod", namespace).some((pod) => selects(wanted, labelsOf(pod)));
  const known = view.list("Service", namespace);
  const candidate = service ?? (known.length === 1 ? known[0] : undefined);
  return broken("service-labels", {
    object: service ?? monitor!,
    field: service ? "metadata.labels" : "spec.selector",
    evidence: service ? written(service.metadata.labels) : JSON.stringify(wanted),
    cause: service
      ? `the ServiceMonitor selects ${labels}, but Service ${keyOf(service)} has the labels ${written(service.metadata.labels)}`
      : `the ServiceMonitor selects ${labels || JSON.stringify(wanted)}, and no Service in namespace ${namespace} has these labels${pods ? "; its pods have them, which does not count" : ""}`,
    fix: `These labels belong on the Service itself (metadata.labels), not only on the pods${candidate && labels ? `: ${kubectl(view, candidate, "label", `${labels.replaceAll(",", " ")} --overwrite`)}` : ""}`,
  });
}

function noPort({ view, service, endpoint }: Walk): LiveFinding {
  const ports = service?.spec?.ports ?? [];
  const names = ports.map(({ name }) => name ?? "an unnamed port").join(",");
  const rename = [{ op: "add", path: "/spec/ports/0/name", value: endpoint?.port }];
  return broken("service-port-name", {
    object: service!,
    field: "spec.ports[].name",
    evidence: names,
    cause: `the ServiceMonitor wants the port ${endpoint?.port}, but Service ${keyOf(service!)} has ${names}`,
    fix: `The port of the Service must be named ${endpoint?.port}${ports.length === 1 ? `: ${kubectl(view, service!, "patch", rename)}` : ""}`,
  });
}
