import {
  type EndpointSlice,
  keyOf,
  labelsOf,
  type MonitorEndpoint,
  type Pod,
  type Prometheus,
  type Selector,
  type Service,
  type ServiceMonitor,
  type ServicePort,
  selects,
  type Workload,
} from "../../live/kube";
import type { PrometheusState, Target, View } from "../../live/snapshot";

/** One thing that Prometheus shall watch: the Service by name, or whatever a monitor selects. */
export interface Subject {
  /** Name of the Service; unknown where a monitor selects none. */
  readonly service?: string;
  readonly monitors: readonly ServiceMonitor[];
  /** It must be there, and so must everything on the way to it. */
  readonly expected: boolean;
}

/** What stands at each link of the chain of one subject, as far as it is there. */
export class Walk {
  readonly namespace: string;
  readonly prometheus?: Prometheus;
  readonly selected: readonly ServiceMonitor[];
  readonly watched: readonly ServiceMonitor[];
  readonly monitor?: ServiceMonitor;
  readonly endpoint?: MonitorEndpoint;
  /** Those that the monitor selects. */
  readonly matched: readonly Service[];
  readonly service?: Service;
  readonly port?: ServicePort;
  /** Behind the Service. */
  readonly backends: readonly Pod[];
  readonly workload?: Workload;
  /** Of the workload. */
  readonly own: readonly Pod[];
  /** `host:port` of what is ready; the host alone where the monitor names no port of the Service. */
  readonly addresses: readonly string[];
  readonly state?: PrometheusState;
  readonly targets: readonly Target[];

  constructor(
    readonly view: View,
    readonly subject: Subject,
  ) {
    this.namespace = view.scope.namespace;
    this.prometheus = this.prometheusOf();
    const { prometheus } = this;
    this.selected = subject.monitors.filter((monitor) => selects(prometheus?.spec?.serviceMonitorSelector, labelsOf(monitor)));
    this.watched = this.selected.filter((monitor) => prometheus !== undefined && watches(view, prometheus, monitor));
    this.monitor = this.watched[0];
    const services = view.list("Service", this.namespace);
    this.matched = services.filter((service) => selects(this.monitor?.spec?.selector, labelsOf(service)));
    this.service = services.find(({ metadata }) => metadata.name === subject.service);
    this.endpoint = this.endpointOf();
    this.port = this.service?.spec?.ports?.find(({ name }) => name === this.endpoint?.port);
    const pods = view.list("Pod", this.namespace).filter(isRunning);
    this.backends = pods.filter((pod) => selectsPod(this.service, pod));
    this.workload = this.workloadOf();
    this.own = this.workload ? pods.filter((pod) => selects(this.workload?.spec?.selector, labelsOf(pod))) : this.backends;
    this.addresses = this.addressesOf(view.list("EndpointSlice", this.namespace));
    this.state = prometheus && view.snapshot.prometheus[keyOf(prometheus)];
    const pool = this.monitor && `serviceMonitor/${keyOf(this.monitor)}/`;
    this.targets = pool ? (this.state?.targets ?? []).filter(({ scrapePool }) => scrapePool.startsWith(pool)) : [];
  }

  /** The one that is expected, or that gets furthest. */
  private prometheusOf(): Prometheus | undefined {
    const all = this.view.list("Prometheus");
    const wanted = this.view.scope.prometheus;
    if (wanted) return all.find((one) => keyOf(one) === wanted);
    const takes = (one: Prometheus) => this.subject.monitors.some((m) => selects(one.spec?.serviceMonitorSelector, labelsOf(m)));
    const sees = (one: Prometheus) => this.subject.monitors.some((m) => watches(this.view, one, m));
    return all.find((one) => takes(one) && sees(one)) ?? all.find(takes) ?? all[0];
  }

  /** A monitor may have several: the one whose port the Service has. */
  private endpointOf(): MonitorEndpoint | undefined {
    const endpoints = this.monitor?.spec?.endpoints ?? [];
    const names = this.service?.spec?.ports?.map(({ name }) => name) ?? [];
    return endpoints.find(({ port }) => names.includes(port)) ?? endpoints[0];
  }

  private workloadOf(): Workload | undefined {
    const { view, namespace, service, subject } = this;
    const all = (["Deployment", "StatefulSet", "DaemonSet"] as const).flatMap((kind) => view.list(kind, namespace));
    if (subject.expected) return all.find(({ metadata }) => metadata.name === subject.service);
    return all.find(({ spec }) => matches(service?.spec?.selector, spec?.template.metadata?.labels ?? {}));
  }

  private addressesOf(slices: readonly EndpointSlice[]): string[] {
    const mine = slices.filter((slice) => labelsOf(slice)["kubernetes.io/service-name"] === this.subject.service);
    const addresses = mine.flatMap(({ ports = [], endpoints = [] }) => {
      const port = ports.find(({ name }) => name === this.endpoint?.port)?.port;
      return endpoints
        .filter(({ conditions }) => conditions?.ready !== false)
        .flatMap((one) => one.addresses.map((address) => (address.includes(":") ? `[${address}]` : address)))
        .map((host) => (port === undefined ? host : `${host}:${port}`));
    });
    return [...new Set(addresses)].sort();
  }
}

/** It is neither done nor on its way out. */
export const isRunning = ({ metadata, status }: Pod): boolean =>
  !metadata.deletionTimestamp && !/^(Succeeded|Failed)$/.test(status?.phase ?? "");

const matches = (selector: Selector["matchLabels"], labels: Selector["matchLabels"] & object): boolean =>
  selects({ matchLabels: selector }, labels) && Object.keys(selector ?? {}).length > 0;

const selectsPod = (service: Service | undefined, pod: Pod): boolean => matches(service?.spec?.selector, labelsOf(pod));

const NAME = "kubernetes.io/metadata.name";

/** Without a selector Prometheus looks in its own namespace. */
export function watches(view: View, { metadata, spec }: Prometheus, monitor: ServiceMonitor): boolean {
  const selector = spec?.serviceMonitorNamespaceSelector;
  const { namespace = "" } = monitor.metadata;
  if (!selector) return namespace === metadata.namespace;
  // Every namespace has its name as a label; whether it has others is asked where it matters.
  const byName = selects(
    requirements(selector, (key) => key === NAME),
    { [NAME]: namespace },
  );
  if (!byName || !asks(selector)) return byName;
  const found = view.find("Namespace", namespace);
  return (
    found === undefined ||
    selects(
      requirements(selector, (key) => key !== NAME),
      labelsOf(found),
    )
  );
}

/** Those parts of a selector that are about some labels. */
const requirements = ({ matchLabels = {}, matchExpressions = [] }: Selector, isMeant: (key: string) => boolean): Selector => ({
  matchLabels: Object.fromEntries(Object.entries(matchLabels).filter(([key]) => isMeant(key))),
  matchExpressions: matchExpressions.filter(({ key }) => isMeant(key)),
});

/** Whether it wants more of a namespace than its name. */
const asks = ({ matchLabels = {}, matchExpressions = [] }: Selector): boolean =>
  [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)].some((key) => key !== NAME);

/** Whether a target is scraped at one of the addresses. */
export function isAt({ discoveredLabels: { __address__ = "" } }: Target, addresses: readonly string[]): boolean {
  return addresses.includes(__address__) || addresses.includes(__address__.replace(/:\d+$/, ""));
}

/** Whether a monitor looks into the namespace. */
export function looksInto({ metadata, spec }: ServiceMonitor, namespace: string): boolean {
  const { any, matchNames = [] } = spec?.namespaceSelector ?? {};
  return any === true || matchNames.includes(namespace) || (matchNames.length === 0 && metadata.namespace === namespace);
}
