import type { MetricsNames } from "./metrics-names";

/** Under which names a library counts requests and measures how long they take. */
export interface MetricsProfile {
  /** Counts of requests, with the status of each. */
  readonly requests: Series & { readonly labels: { readonly status: string } };
  /** Time to answer, as a histogram. */
  readonly duration: Duration;
  /** What the label of the route says of a request that no route answers. */
  readonly unmatched?: string;
  /** The label of the route has a name in it, such as that of a view, and not the path. */
  readonly namesRoutes?: true;
  /** Where the library answers unless it is told another path. */
  readonly path: string;
}

export interface Duration extends Series {
  readonly unit: "seconds" | "milliseconds";
  /** Upper edges in that unit. */
  readonly edges: readonly number[];
}

export interface Series {
  /** Of a histogram without `_bucket`, `_count` and `_sum`. */
  readonly name: string;
  /** Which label says what; nothing where none does. */
  readonly labels: { readonly route?: string; readonly method?: string; readonly status?: string };
}

const histogram = (name: string, labels: MetricsProfile["requests"]["labels"], edges: readonly number[]) =>
  ({ requests: { name: `${name}_count`, labels }, duration: { name, labels, unit: "seconds", edges }, path: "/metrics" }) as const;

/** Edges of the official client libraries for Go and Node.js, which those for Python and Java have among theirs. */
export const CLIENT_EDGES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** By the library, each with the names that it has unless it is told others: recorded in test/adopt/expositions by running it. */
export const metricsProfiles = {
  // What the runtimes with an app have; there the latency target is an edge, too.
  portfolio: {
    ...histogram("http_request_duration_seconds", { route: "route", method: "method", status: "status" }, CLIENT_EDGES),
    unmatched: "unmatched",
  },
  "prometheus-flask-exporter": histogram(
    "flask_http_request_duration_seconds",
    { route: "path", method: "method", status: "status" },
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  ),
  // Its status is a class, such as 5xx. Its other histogram has more edges, but no labels.
  "prometheus-fastapi-instrumentator": {
    requests: { name: "http_requests_total", labels: { route: "handler", method: "method", status: "status" } },
    duration: {
      name: "http_request_duration_seconds",
      labels: { route: "handler", method: "method" },
      unit: "seconds",
      edges: [0.1, 0.5, 1],
    },
    unmatched: "none",
    path: "/metrics",
  },
  "express-prom-bundle": histogram(
    "http_request_duration_seconds",
    { route: "path", method: "method", status: "status_code" },
    [0.003, 0.03, 0.1, 0.3, 1.5, 10],
  ),
  "django-prometheus": {
    requests: {
      name: "django_http_responses_total_by_status_view_method_total",
      labels: { route: "view", method: "method", status: "status" },
    },
    duration: {
      name: "django_http_requests_latency_seconds_by_view_method",
      labels: { route: "view", method: "method" },
      unit: "seconds",
      edges: [0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 25, 50, 75],
    },
    unmatched: "<unnamed view>",
    namesRoutes: true,
    path: "/metrics",
  },
  // With percentiles-histogram; without it, it has no edges.
  micrometer: {
    ...histogram(
      "http_server_requests_seconds",
      { route: "uri", method: "method", status: "status" },
      [
        0.001, 0.001048576, 0.001398101, 0.001747626, 0.002097151, 0.002446676, 0.002796201, 0.003145726, 0.003495251, 0.003844776,
        0.004194304, 0.005592405, 0.006990506, 0.008388607, 0.009786708, 0.011184809, 0.01258291, 0.013981011, 0.015379112, 0.016777216,
        0.022369621, 0.027962026, 0.033554431, 0.039146836, 0.044739241, 0.050331646, 0.055924051, 0.061516456, 0.067108864, 0.089478485,
        0.111848106, 0.134217727, 0.156587348, 0.178956969, 0.20132659, 0.223696211, 0.246065832, 0.268435456, 0.357913941, 0.447392426,
        0.536870911, 0.626349396, 0.715827881, 0.805306366, 0.894784851, 0.984263336, 1.073741824, 1.431655765, 1.789569706, 2.147483647,
        2.505397588, 2.863311529, 3.22122547, 3.579139411, 3.937053352, 4.294967296, 5.726623061, 7.158278826, 8.589934591, 10.021590356,
        11.453246121, 12.884901886, 14.316557651, 15.748213416, 17.179869184, 22.906492245, 28.633115306, 30,
      ],
    ),
    unmatched: "/**",
    path: "/actuator/prometheus",
  },
  // The name is the program's own, here that of Prometheus' conventions; the labels are the handlers'. None is the route.
  promhttp: histogram("http_request_duration_seconds", { method: "method", status: "code" }, CLIENT_EDGES),
} as const satisfies Readonly<Record<string, MetricsProfile>>;

export type MetricsProfileName = keyof typeof metricsProfiles;

/** A library's names, or the names that are given; nothing where nothing measures. */
export function metricsNamed(metrics: string | MetricsNames | undefined): MetricsProfile | undefined {
  if (typeof metrics !== "object") return isMetricsProfile(metrics) ? metricsProfiles[metrics] : undefined;
  const { histogram: name, route, method, status, unit = "seconds", edges } = metrics;
  const labels = { route, method, status };
  const usual = unit === "seconds" ? CLIENT_EDGES : CLIENT_EDGES.map((edge) => edge * 1000);
  return { requests: { name: `${name}_count`, labels }, duration: { name, labels, unit, edges: edges ?? usual }, path: "/metrics" };
}

/** The edges around a time in milliseconds, in milliseconds: one where it is an edge itself, or beyond the last or first one. */
export function nearestEdges(duration: Duration | undefined, milliseconds: number): number[] {
  if (!duration) return [];
  const edges = duration.edges.map((edge) => (duration.unit === "seconds" ? Number((edge * 1000).toFixed(6)) : edge));
  const below = edges.filter((edge) => edge <= milliseconds).at(-1);
  const above = edges.find((edge) => edge >= milliseconds);
  return [...new Set([below, above])].filter((edge) => edge !== undefined);
}

export function isMetricsProfile(name: unknown): name is MetricsProfileName {
  return typeof name === "string" && Object.hasOwn(metricsProfiles, name);
}
