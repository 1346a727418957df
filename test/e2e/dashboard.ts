import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Portfolio } from "./portfolio";
import type { Scene } from "./scene";
import { eventually, must } from "./shell";

/** A Prometheus that watches the application of a portfolio. */
export type Observed = Pick<Scene, "prometheus" | "portfolio">;

export interface Panel {
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly options?: { readonly graphMode?: string };
  readonly fieldConfig?: {
    readonly defaults?: {
      readonly unit?: string;
      readonly noValue?: string;
      readonly thresholds?: { readonly steps: readonly { readonly color: string; readonly value: number | null }[] };
      readonly mappings?: readonly { readonly options: { readonly match: string; readonly result: { readonly text: string } } }[];
    };
    readonly overrides?: readonly {
      readonly matcher: { readonly options: string };
      readonly properties: readonly { readonly value: { readonly fixedColor?: string } }[];
    }[];
  };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat?: string }[];
}

/** What the chart ships. */
export function dashboardOf({ infra, name }: Portfolio): { readonly title: string; readonly panels: readonly Panel[] } {
  return JSON.parse(readFileSync(join(infra, `helm/${name}/files/dashboard.json`), "utf8"));
}

/** Every query of every panel, which there must be; returns how many. */
export async function dashboard({ prometheus, portfolio }: Observed): Promise<number> {
  const queries = dashboardOf(portfolio).panels.flatMap(({ title, targets }) => (targets ?? []).map(({ expr }) => ({ title, expr })));
  must(queries.length > 0, "the dashboard has no query");
  const empty: string[] = [];
  for (const { title, expr } of queries) {
    const query = filledIn(expr, portfolio.namespace, portfolio.name);
    const { value } = await eventually(45, async () => {
      const series = await prometheus.query(query);
      must(series.length > 0, "no data");
      return series;
    }).catch((error: Error) => ({ value: error.message }));
    if (typeof value === "string") empty.push(`${title}: ${query}: ${value}`);
  }
  must(empty.length === 0, `${empty.length} of ${queries.length} queries are empty or wrong:\n${empty.join("\n")}`);
  return queries.length;
}

/** Grafana's variables, as it would fill them in for "all" and a step of 30 s. */
export function filledIn(expression: string, namespace: string, job: string): string {
  const values: Record<string, string> = {
    namespace,
    job,
    pod: ".*",
    route: ".*",
    __rate_interval: "2m",
    __interval: "30s",
    __range: "1h",
  };
  return expression.replace(/\$\{?(\w+)(?::\w+)?\}?/g, (variable, name: string) => values[name] ?? variable);
}
