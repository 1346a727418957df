import type { Shell } from "./shell";

export interface Series {
  readonly metric: Record<string, string>;
  readonly value: [number, string];
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

/** Prometheus's HTTP API, reached as `verify` reaches it: through the API server's proxy. */
export class Prometheus {
  constructor(
    private readonly shell: Shell,
    private readonly namespace: string,
    private readonly service: string,
  ) {}

  private async api<T>(path: string): Promise<T> {
    const raw = `/api/v1/namespaces/${this.namespace}/services/${this.service}:9090/proxy/api/v1/${path}`;
    const answer = JSON.parse(await this.shell.read("kubectl", ["get", "--raw", raw], { seconds: 30 }));
    if (answer.status !== "success") throw new Error(`Prometheus: ${answer.error}`);
    return answer.data as T;
  }

  /** Whether this build carries its web pages: the API alone can be built without them. */
  async hasPages(): Promise<boolean> {
    const raw = `/api/v1/namespaces/${this.namespace}/services/${this.service}:9090/proxy/targets`;
    return (await this.shell.run("kubectl", ["get", "--raw", raw], { mayFail: true, seconds: 30 })).code === 0;
  }

  async query(expression: string): Promise<Series[]> {
    return (await this.api<{ result: Series[] }>(`query?query=${encodeURIComponent(expression)}`)).result;
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
