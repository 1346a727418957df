import { Failure } from "../usage-error";
import { type Kinds, type KubeObject, keyOf, parseObjects } from "./kube";

/** What of a cluster is looked at. */
export interface Scope {
  /** Of the workloads. */
  readonly namespace: string;
  /** The Service and workload that must be there and be watched; without it, whatever is there is looked at. */
  readonly service?: string;
  /** Where the monitors, rules and dashboards of the service are; everywhere, if it is not said. */
  readonly monitors?: string;
  /** `namespace/name` of the Prometheus that must watch it. */
  readonly prometheus?: string;
}

export interface Target {
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly discoveredLabels: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly health: string;
  readonly lastError?: string;
}

export interface LoadedRule {
  readonly name: string;
  readonly type?: string;
  readonly state?: string;
  readonly health: string;
  readonly lastError?: string;
  readonly alerts?: readonly { readonly labels?: Readonly<Record<string, string>> }[];
}

export interface LoadedGroup {
  readonly name: string;
  readonly file: string;
  readonly rules: readonly LoadedRule[];
}

/** What a Prometheus says of itself; `error` when it does not answer. */
export interface PrometheusState {
  readonly error?: string;
  readonly targets: readonly Target[];
  readonly groups: readonly LoadedGroup[];
  /** How many Alertmanagers it sends to; unknown, if it did not say. */
  readonly alertmanagers?: number;
}

/** How many series a query has, or why Prometheus refused it. */
export type Answer = { readonly series: number } | { readonly refused: string };

export interface Refusal {
  readonly kind: string;
  readonly namespace?: string;
  /** What the API server or kubectl said. */
  readonly why: string;
}

/** A cluster at one moment. No value of a Secret is in it. */
export interface Snapshot {
  readonly version: 1;
  readonly context: string;
  readonly scope: Scope;
  /** The operator's resources that the cluster knows, such as `servicemonitors`. */
  readonly resources: readonly string[];
  readonly objects: readonly KubeObject[];
  readonly refused: readonly Refusal[];
  /** The end of the previous run of containers that were started again, by pod. */
  readonly logs: Readonly<Record<string, string>>;
  /** By `namespace/name`. */
  readonly prometheus: Readonly<Record<string, PrometheusState>>;
  /** By PromQL. */
  readonly answers: Readonly<Record<string, Answer>>;
}

/** @throws Failure for a text that is no snapshot */
export function parseSnapshot(text: string, file: string): Snapshot {
  let snapshot: Partial<Snapshot> | null;
  try {
    snapshot = parseObjects(text);
  } catch (error) {
    throw new Failure(`${file} is no JSON: ${(error as Error).message}`);
  }
  const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  const sound =
    snapshot?.version === 1 &&
    typeof snapshot.scope?.namespace === "string" &&
    [snapshot.objects, snapshot.refused, snapshot.resources].every(Array.isArray) &&
    snapshot.objects?.every((object) => typeof object?.kind === "string" && typeof object.metadata?.name === "string") &&
    [snapshot.logs, snapshot.prometheus, snapshot.answers].every(isObject);
  if (!sound) throw new Failure(`${file} is no snapshot of a cluster: make one with create-devops-portfolio doctor snapshot > ${file}`);
  return snapshot as Snapshot;
}

/** A snapshot as the checks ask it: it notes what they wanted to know and could not be read. */
export class View {
  private readonly wanted = new Set<Refusal>();

  constructor(readonly snapshot: Snapshot) {}

  get scope(): Scope {
    return this.snapshot.scope;
  }

  /** Objects of a kind, in a namespace if one is given. */
  list<Kind extends keyof Kinds>(kind: Kind, namespace?: string): readonly Kinds[Kind][] {
    this.refusal(kind, namespace);
    return this.snapshot.objects.filter(
      (object) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace),
    ) as unknown as Kinds[Kind][];
  }

  find<Kind extends keyof Kinds>(kind: Kind, key: string): Kinds[Kind] | undefined {
    const [namespace] = key.includes("/") ? key.split("/") : [undefined];
    return this.list(kind, namespace).find((object) => keyOf(object) === key);
  }

  /** Why objects of a kind may be there and are not seen. */
  refusal(kind: keyof Kinds, namespace?: string): Refusal | undefined {
    const found = this.snapshot.refused.find(
      (one) => one.kind === kind && (namespace === undefined || one.namespace === undefined || one.namespace === namespace),
    );
    if (found) this.wanted.add(found);
    return found;
  }

  get unchecked(): string[] {
    return [...this.wanted].map(refusedAs);
  }
}

export const refusedAs = ({ kind, namespace, why }: Refusal): string =>
  `${kind}${namespace === undefined ? "" : ` in namespace ${namespace}`}: ${why}`;
