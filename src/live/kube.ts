/** Objects of Kubernetes, as far as anything here reads them: what the API server may leave out is optional. */
export type Labels = Readonly<Record<string, string>>;

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly generation?: number;
  readonly deletionTimestamp?: string;
}

export interface KubeObject<Spec = unknown, Status = unknown> {
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec?: Spec;
  readonly status?: Status;
}

export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

export type Service = KubeObject<{ readonly selector?: Labels; readonly type?: string; readonly ports?: readonly ServicePort[] }>;

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly imagePullSecrets?: readonly { readonly name: string }[];
}

interface State {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: { readonly reason?: string; readonly message?: string; readonly exitCode?: number };
}

export interface ContainerStatus {
  readonly name?: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: State;
  readonly lastState?: State;
}

export interface PodStatus {
  readonly phase?: string;
  readonly conditions?: readonly Condition[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
}

export type Pod = KubeObject<PodSpec, PodStatus>;

export type Workload = KubeObject<
  { readonly replicas?: number; readonly selector?: Selector; readonly template: { readonly metadata?: Metadata; readonly spec: PodSpec } },
  {
    readonly observedGeneration?: number;
    readonly updatedReplicas?: number;
    readonly conditions?: readonly Condition[];
  }
>;

export interface EndpointSlice extends KubeObject {
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[];
  readonly endpoints?: readonly { readonly addresses: readonly string[]; readonly conditions?: { readonly ready?: boolean } }[];
}

export interface Event extends KubeObject {
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string;
  readonly eventTime?: string;
}

export interface MonitorEndpoint {
  readonly port?: string;
  readonly path?: string;
}

export type ServiceMonitor = KubeObject<{
  readonly selector?: Selector;
  readonly namespaceSelector?: { readonly any?: boolean; readonly matchNames?: readonly string[] };
  readonly endpoints?: readonly MonitorEndpoint[];
}>;

export interface RuleSpec {
  readonly record?: string;
  readonly alert?: string;
  readonly expr?: string | number;
}

export type PrometheusRule = KubeObject<{
  readonly groups?: readonly { readonly name: string; readonly rules?: readonly RuleSpec[] }[];
}>;

export type Prometheus = KubeObject<{
  readonly serviceMonitorSelector?: Selector;
  readonly serviceMonitorNamespaceSelector?: Selector;
  readonly ruleSelector?: Selector;
  readonly ruleNamespaceSelector?: Selector;
  readonly routePrefix?: string;
}>;

/** Without what is in it: names of keys only. */
export interface Secret extends KubeObject {
  readonly type?: string;
  readonly keys?: readonly string[];
}

/** Dashboards only. */
export interface ConfigMap extends KubeObject {
  readonly data?: Labels;
}

export type Autoscaler = KubeObject<
  { readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string } },
  { readonly conditions?: readonly Condition[] }
>;

export type Ingress = KubeObject<
  { readonly ingressClassName?: string },
  { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] } }
>;

export type Claim = KubeObject<{ readonly storageClassName?: string }, { readonly phase?: string }>;

export interface PolicyPort {
  readonly port?: number | string;
  readonly endPort?: number;
}

export type NetworkPolicy = KubeObject<{
  readonly podSelector?: Selector;
  readonly policyTypes?: readonly string[];
  readonly egress?: readonly { readonly ports?: readonly PolicyPort[] }[];
  readonly ingress?: readonly { readonly ports?: readonly PolicyPort[] }[];
}>;

export interface Kinds {
  Service: Service;
  Pod: Pod;
  Deployment: Workload;
  StatefulSet: Workload;
  DaemonSet: Workload;
  EndpointSlice: EndpointSlice;
  Event: Event;
  ServiceMonitor: ServiceMonitor;
  PrometheusRule: PrometheusRule;
  Prometheus: Prometheus;
  Secret: Secret;
  ConfigMap: ConfigMap;
  HorizontalPodAutoscaler: Autoscaler;
  Ingress: Ingress;
  IngressClass: KubeObject;
  PersistentVolumeClaim: Claim;
  NetworkPolicy: NetworkPolicy;
  Namespace: KubeObject;
}

export const labelsOf = (object: KubeObject): Labels => object.metadata.labels ?? {};

/** `namespace/name`, as Prometheus and people write it. */
export const keyOf = ({ metadata: { namespace, name } }: KubeObject): string => (namespace ? `${namespace}/${name}` : name);

export const written = (labels: Labels | undefined): string =>
  Object.entries(labels ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join(",");

/** As Kubernetes reads a selector: none selects nothing, an empty one everything. */
export function selects(selector: Selector | undefined, labels: Labels): boolean {
  if (!selector) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([name, value]) => labels[name] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const has = Object.hasOwn(labels, key);
      if (operator === "In") return has && values.includes(labels[key]!);
      if (operator === "NotIn") return !has || !values.includes(labels[key]!);
      return operator === "Exists" ? has : !has;
    })
  );
}

/**
 * The text of objects as Kubernetes gives it. Go writes null where some lists are empty (`endpoints` and `ports` of an
 * EndpointSlice whose selector matches nothing): what is null counts as absent.
 */
export const parseObjects = (text: string) => JSON.parse(text, (_key, value) => value ?? undefined);
