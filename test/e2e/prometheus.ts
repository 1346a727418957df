import type { Shell } from "./shell";

export interface Series {
  readonly metric: Record<string, string>;
  readonly value: [number, string];
}
export interface Range {
  readonly metric: Record<string, string>;
  readonly values: readonly [number, string][];
}
export interface Target {
  readonly health: string;
  readonly lastError: string;
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly labels: Record<string, string>;
}
export interface Rule {
  readonly type: "alerting" | "recording";
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
  readonly lastEvaluation: string;
  readonly state?: string;
  readonly query: string;
}
export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** Prometheus's HTTP API. */
export class Prometheus {
  /** @param get the body of the answer to a path; throws when there is none. */
  private constructor(private readonly get: (path: string) => Promise<string>) {}

  /** The cluster's, reached as `verify` reaches it: through the API server's proxy. */
  static inCluster(shell: Shell, namespace: string, service: string): Prometheus {
    const proxy = `/api/v1/namespaces/${namespace}/services/${service}:9090/proxy`;
    return new Prometheus((path) => shell.read("kubectl", ["get", "--raw", proxy + path], { seconds: 30 }));
  }

  static at(address: string): Prometheus {
    return new Prometheus(async (path) => (await fetch(address + path, { signal: AbortSignal.timeout(10_000) })).text());
  }

  private async api<T>(path: string): Promise<T> {
    const answer = JSON.parse(await this.get(`/api/v1/${path}`));
    if (answer.status !== "success") throw new Error(`Prometheus: ${answer.error}`);
    return answer.data as T;
  }

  /** Whether this build carries its web pages: the API alone can be built without them. */
  async hasPages(): Promise<boolean> {
    return this.get("/targets").then(
      () => true,
      () => false,
    );
  }

  async query(expression: string): Promise<Series[]> {
    return (await this.api<{ result: Series[] }>(`query?query=${encodeURIComponent(expression)}`)).result;
  }

  /** Values of an expression over time, at each step that has one. */
  async range(expression: string, start: number, end: number, step: number): Promise<Range[]> {
    const query = new URLSearchParams({ query: expression, start: `${start}`, end: `${end}`, step: `${step}` });
    return (await this.api<{ result: Range[] }>(`query_range?${query}`)).result;
  }

  /** The one value of an expression; undefined when it has none. */
  async value(expression: string): Promise<number | undefined> {
    const [series] = await this.query(expression);
    return series && Number(series.value[1]);
  }

  async targets(): Promise<Target[]> {
    return (await this.api<{ activeTargets: Target[] }>("targets?state=active")).activeTargets;
  }

  async groups(): Promise<RuleGroup[]> {
    return (await this.api<{ groups: RuleGroup[] }>("rules")).groups;
  }
}
