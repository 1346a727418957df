import type { SourceFile } from "./repository";
import type { Place } from "./yaml";

export type MetricType = "counter" | "gauge" | "histogram" | "summary" | "unknown";

/** A metric that source declares. */
export interface Declared {
  readonly name: string;
  readonly type: MetricType;
  /** Undefined where they are not written plainly. */
  readonly labels?: readonly string[];
  readonly buckets?: readonly number[];
  readonly place: Place;
}

/** A library that exposes metrics by itself. */
export interface Library {
  readonly name: string;
  readonly exposes: RegExp;
  /** It answers this path, unless it is told otherwise. */
  readonly path?: string;
  readonly place: Place;
}

const LIBRARIES: readonly { name: string; sign: RegExp; exposes: RegExp; path?: string }[] = [
  { name: "prometheus_flask_exporter", sign: /\bPrometheusMetrics\b|prometheus_flask_exporter/, exposes: /^flask_/, path: "/metrics" },
  {
    name: "prometheus_fastapi_instrumentator",
    sign: /prometheus_fastapi_instrumentator|prometheus-fastapi-instrumentator/,
    exposes: /^http_(requests_total|request_size_bytes|response_size_bytes|request_duration_(highr_)?seconds)/,
    path: "/metrics",
  },
  { name: "starlette_exporter", sign: /starlette_exporter|starlette_prometheus/, exposes: /^starlette_/ },
  { name: "django_prometheus", sign: /django_prometheus/, exposes: /^django_/ },
  {
    name: "prometheus_client",
    sign: /from prometheus_client|import prometheus_client|prometheus[-_]client/,
    exposes: /^(python_|process_)/,
  },
  {
    name: "express-prom-bundle",
    sign: /express-prom-bundle/,
    exposes: /^(http_request_duration_seconds|up$|nodejs_|process_)/,
    path: "/metrics",
  },
  { name: "express-prometheus-middleware", sign: /express-prometheus-middleware/, exposes: /^(http_|nodejs_|process_)/, path: "/metrics" },
  { name: "prom-client", sign: /["']prom-client["']/, exposes: /^(nodejs_|process_)/ },
  {
    name: "micrometer",
    sign: /micrometer-registry-prometheus/,
    exposes:
      /^(http_server_|jvm_|process_|system_|tomcat_|logback_|hikaricp_|application_|executor_|disk_|jdbc_|spring_|cache_|http_client_)/,
    path: "/actuator/prometheus",
  },
  { name: "client_golang", sign: /prometheus\/client_golang/, exposes: /^(go_|process_|promhttp_)/ },
  { name: "opentelemetry", sign: /opentelemetry|otelhttp|@opentelemetry/, exposes: /^/ },
  { name: "another", sign: /prometheus|swagger-stats|statsd|appmetrics|@willsoto\/nestjs-prometheus|metrics_exporter/i, exposes: /^/ },
];

/** The libraries that these files use. The last kind is an unknown one: then nothing is said about names. */
export function instrumentation(files: readonly SourceFile[]): Library[] {
  const found = LIBRARIES.filter(({ name }) => name !== "another").flatMap(({ name, sign, exposes, path }) => {
    const file = files.find(({ text }) => sign.test(text));
    return file
      ? [{ name, exposes, path, place: { file, line: 1 + file.text.slice(0, file.text.search(sign)).split("\n").length - 1 } }]
      : [];
  });
  if (found.length > 0) return found;
  const other = LIBRARIES.at(-1)!;
  const file = files.find(({ text }) => other.sign.test(text));
  return file ? [{ name: other.name, exposes: other.exposes, place: { file, line: 1 } }] : [];
}

export function metricsIn(file: SourceFile): Declared[] {
  if (file.name.endsWith(".py"))
    return declared(
      file,
      /(?<![\w.])(?:\w+\.)?(Counter|Gauge|Histogram|Summary|Info|Enum)\(\s*(?:name\s*=\s*)?f?["']([\w:]+)["']/g,
      pythonLabels,
    );
  if (/\.[mc]?[jt]sx?$/.test(file.name))
    return declared(
      file,
      /new\s+(?:\w+\.)?(Counter|Gauge|Histogram|Summary)(?:<[^>]*>)?\(\s*\{[^}]*?name:\s*["'`]([\w:]+)["'`]/g,
      nodeLabels,
    );
  if (file.name.endsWith(".go"))
    return declared(
      file,
      /(?:New|new)?(Counter|Gauge|Histogram|Summary)(?:Vec)?(?:Func)?\(\s*prometheus\.\w+Opts\{(?:[^}]|\}(?!,|\)))*?Name:\s*"([\w:]+)"/g,
      () => undefined,
    );
  return declared(file, /\b(Counter|Timer|Gauge|DistributionSummary)\.builder\(\s*"([\w.:]+)"/g, () => undefined).map((metric) => ({
    ...metric,
    name: metric.name.replaceAll(".", "_"),
    type: metric.type === "unknown" ? "summary" : metric.type,
  }));
}

function declared(file: SourceFile, pattern: RegExp, labels: (call: string) => string[] | undefined): Declared[] {
  return [...file.text.matchAll(pattern)].map((match) => {
    const call = callAt(file.text, match.index);
    const kind = match[1]!.toLowerCase();
    const type = ["counter", "gauge", "histogram", "summary"].includes(kind) ? (kind as MetricType) : "unknown";
    const python = file.name.endsWith(".py");
    const name = python && type === "counter" ? match[2]!.replace(/_total$/, "") : `${prefixOf(file, call)}${match[2]!}`;
    return {
      name,
      type,
      labels: labels(call),
      buckets: bucketsIn(call, file.name),
      place: { file, line: file.text.slice(0, match.index).split("\n").length },
    };
  });
}

/** Go puts a namespace and a subsystem before the name. */
const prefixOf = (file: SourceFile, call: string): string =>
  file.name.endsWith(".go")
    ? ["Namespace", "Subsystem"]
        .map((key) => new RegExp(`\\b${key}:\\s*"(\\w+)"`).exec(call)?.[1])
        .filter(Boolean)
        .map((one) => `${one}_`)
        .join("")
    : "";

/** A call from its name to its closing parenthesis. */
function callAt(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < Math.min(text.length, from + 3000); at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return text.slice(from, at + 1);
  }
  return text.slice(from, from + 300);
}

/** The texts of a list; nothing where it holds anything else. */
function strings(list: string): string[] | undefined {
  const others = list.replace(/["'`][^"'`]*["'`]|#.*$|\/\/.*$/gm, "").replace(/[\s,]/g, "");
  return others === "" ? [...list.matchAll(/["'`]([^"'`]*)["'`]/g)].map((match) => match[1]!) : undefined;
}

function pythonLabels(call: string): string[] | undefined {
  const named = /labelnames\s*=\s*[[(]([^\])]*)[\])]/.exec(call)?.[1];
  const listed = /["'][^"']*["']\s*,\s*(?:documentation\s*=\s*)?(?:f?["'](?:[^"'\\]|\\.)*["']\s*)+,\s*[[(]([^\])]*)[\])]/.exec(call)?.[1];
  const list = named ?? listed;
  if (list !== undefined) return strings(list);
  return /labelnames|,\s*[A-Za-z_]+\s*[,)]/.test(call) ? undefined : [];
}

function nodeLabels(call: string): string[] | undefined {
  const list = /labelNames:\s*\[([^\]]*)\]/.exec(call)?.[1];
  if (list !== undefined) return strings(list);
  return /labelNames|\.\.\./.test(call) ? undefined : [];
}

const PYTHON_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const NODE_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

function bucketsIn(call: string, name: string): number[] | undefined {
  const list = /buckets\s*[=:]\s*[[(]([^\])]*)[\])]/i.exec(call)?.[1];
  if (list !== undefined) {
    const numbers = list
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean)
      .map(Number);
    return numbers.every(Number.isFinite) ? numbers : undefined;
  }
  if (/bucket/i.test(call)) return undefined;
  return name.endsWith(".py") ? PYTHON_BUCKETS : /\.[jt]s$/.test(name) ? NODE_BUCKETS : undefined;
}

/** The names under which a declared metric is stored. */
export function series({ name, type }: Declared): string[] {
  const both = [name, name.replace(/_total$/, "")];
  if (type === "histogram") return [`${name}_bucket`, `${name}_count`, `${name}_sum`, `${name}_created`];
  if (type === "summary")
    return [
      name,
      `${name}_count`,
      `${name}_sum`,
      `${name}_created`,
      `${name}_max`,
      `${name}_seconds_count`,
      `${name}_seconds_sum`,
      `${name}_seconds_bucket`,
      `${name}_seconds_max`,
    ];
  if (type === "counter") return [...both, `${name}_total`, `${name}_created`];
  return [...both, `${name}_total`, `${name}_info`, `${name}_bucket`, `${name}_count`, `${name}_sum`];
}
