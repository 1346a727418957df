import type { MetricsProfileName } from "../../portfolio/metrics-profiles";
import { argumentsOf, JAVASCRIPT, literal, named, splitArguments } from "../code";
import { type Dependency, LOCKS, packageJson } from "../dependencies";
import type { Claim, FactName, FactValue } from "../fact";
import { locksOfNode } from "../package-managers";
import type { Routes } from "../routes/route-tree";
import type { ServiceFiles } from "../service-files";
import { springProperty } from "../spring-properties";
import { isBuiltWithOthers } from "./beside";
import { goHistogram } from "./go-metrics";
import { actuatorPrefix } from "./paths";

/** What a library is told in the source: its path, and whether it was told to use other names than its own. */
interface Use {
  readonly place: Claim["place"];
  readonly path: string | undefined;
  readonly plain: boolean;
}

interface Library {
  readonly profile: MetricsProfileName;
  readonly dependency: RegExp;
  use(service: ServiceFiles, routes: Routes): Use | undefined;
}

const LIBRARIES: readonly Library[] = [
  { profile: "prometheus-flask-exporter", dependency: /^prometheus-flask-exporter$/, use: flaskExporter },
  { profile: "prometheus-fastapi-instrumentator", dependency: /^prometheus-fastapi-instrumentator$/, use: instrumentator },
  { profile: "express-prom-bundle", dependency: /^express-prom-bundle$/, use: promBundle },
  { profile: "django-prometheus", dependency: /^django-prometheus$/, use: djangoPrometheus },
  { profile: "micrometer", dependency: /^micrometer-registry-prometheus$/, use: micrometer },
];

/** Words of which none is found where nothing measures. */
const SIGNS = /prom-?client|prometheus|opentelemetry|micrometer|statsd|datadog|dd-trace|newrelic|new_relic|\/metrics\b|instrumentation/i;

/** Of which one is found where a path `/metrics` is Prometheus'. */
const PROMETHEUS = /prom-?client|prometheus|opentelemetry|micrometer/i;

/** Which library measures the requests, and where its metrics are read. A library alone is no fact: it must be in use, with its own names. */
export function metricsClaims(service: ServiceFiles, dependencies: readonly Dependency[], routes: Routes): Claim[] {
  const claims: Claim[] = [];
  for (const { profile, dependency, use } of LIBRARIES) {
    const found = dependencies.find(({ name, development }) => !development && dependency.test(name));
    const used = found && use(service, routes);
    if (!found || !used) continue;
    if (used.plain)
      claims.push(
        claim("metrics", profile, found.place, `${found.name} is a dependency`),
        claim("metrics", profile, used.place, "it is in use"),
      );
    if (used.path !== undefined) claims.push(claim("metricsPath", used.path, used.place, `${found.name} answers there`));
  }
  if (claims.length > 0) return claims;
  const own = goHistogram(service);
  if (own) claims.push(claim("metrics", own.names.histogram, own.place, "the histogram that promhttp fills"));
  const route = routes.routes.find(({ path }) => path === "/metrics");
  if (route && textsOf(service, dependencies).some((text) => PROMETHEUS.test(text)))
    return [...claims, claim("metricsPath", "/metrics", route.place, "the source answers it")];
  return own ? claims : noMetrics(service, dependencies);
}

const claim = (fact: FactName, value: FactValue, place: Claim["place"], says: string): Claim => ({ fact, values: [value], place, says });

/** That there are none is certain where neither a manifest nor a lock file nor the image nor the source speaks of any. */
function noMetrics(service: ServiceFiles, dependencies: readonly Dependency[]): Claim[] {
  // A lock file that is too big to be read is empty here.
  const isTold = dependencies.length > 0 || "name" in packageJson(service.file("package.json"));
  if (!isTold || locksOf(service).some(({ text, size }) => size > 0 && text === "")) return [];
  if (textsOf(service, dependencies).some((text) => SIGNS.test(text))) return [];
  if (isBuiltWithOthers(service, manifestsOf(service, dependencies), dependencies)) return [];
  return manifestsOf(service, dependencies)
    .slice(0, 1)
    .map((file) => claim("metrics", "none", { file, line: 1 }, "neither dependencies nor source speak of metrics"));
}

/** The workspace's, where it has none of its own. */
function locksOf(service: ServiceFiles) {
  const own = LOCKS.map((name) => service.file(name)).filter((file) => file !== undefined);
  return own.length > 0 ? own : locksOfNode(service).map(({ file }) => file);
}

const manifestsOf = (service: ServiceFiles, dependencies: readonly Dependency[]) => [
  ...new Set([...dependencies.map(({ place }) => place.file), ...[service.file("package.json") ?? []].flat()]),
];

function textsOf(service: ServiceFiles, dependencies: readonly Dependency[]): string[] {
  const image = service.dockerfile ? [service.dockerfile.file] : [];
  return [...manifestsOf(service, dependencies), ...locksOf(service), ...image, ...service.sources].map(({ text }) => text);
}

function flaskExporter(service: ServiceFiles): Use | undefined {
  const [first, ...more] = service.matches(/\.py$/, /\b(?:Gunicorn(?:Internal)?|Uwsgi|RESTful)?PrometheusMetrics(\.for_app_factory)?\(/g);
  if (!first || more.length > 0) return undefined;
  const list = splitArguments(argumentsOf(service.code(first.file), first.match));
  const path = named(list, "path");
  // A server of its own, on another port, answers for some of its variants.
  const elsewhere = /Gunicorn(?!Internal)|Uwsgi/.test(first.match[0]) || named(list, "port") !== undefined;
  const plain =
    named(list, "defaults_prefix", "group_by", "buckets", "default_labels", "export_defaults", "default_latency_as_histogram") ===
    undefined;
  return { place: first.place, plain, path: elsewhere ? undefined : path === undefined ? "/metrics" : literal(path) };
}

function instrumentator(service: ServiceFiles): Use | undefined {
  const [first, ...more] = service.matches(/\.py$/, /\bInstrumentator\(/g);
  const [expose] = service.matches(/\.py$/, /\.expose\(/g);
  const [instrument] = service.matches(/\.py$/, /\.instrument\(/g);
  const [added] = service.matches(/\.py$/, /\.add\(\s*(?:metrics|instrumentator)\b/g);
  if (!first || more.length > 0 || !expose || !instrument) return undefined;
  const told = [first, instrument].map(({ file, match }) => argumentsOf(service.code(file), match)).join();
  const list = splitArguments(argumentsOf(service.code(expose.file), expose.match));
  const endpoint = named(list, "endpoint");
  return {
    place: first.place,
    plain: !added && !/metric_namespace|metric_subsystem|custom_labels|env_var_name|_buckets|should_only_respect/.test(told),
    path: endpoint === undefined ? "/metrics" : literal(endpoint),
  };
}

/** Without a method and a path it does not tell one route from another: then its labels are others than the profile's. */
function promBundle(service: ServiceFiles): Use | undefined {
  const name = [
    ...service.matches(
      JAVASCRIPT,
      /\b(\w+)\s*=\s*require\(\s*["']express-prom-bundle["']\s*\)|\bimport\s+(?:\*\s+as\s+)?(\w+)\s+from\s+["']express-prom-bundle["']/g,
    ),
  ]
    .map(({ match }) => match[1] ?? match[2])
    .at(0);
  if (name === undefined) return undefined;
  const [call, ...more] = service.matches(JAVASCRIPT, new RegExp(`(?<![\\w.])${name}\\(`, "g"));
  if (!call || more.length > 0) return undefined;
  const told = argumentsOf(service.code(call.file), call.match);
  const path = /\bmetricsPath\s*:\s*([^,}\n]+)/.exec(told)?.[1];
  const plain = /\bincludeMethod\s*:\s*true/.test(told) && /\bincludePath\s*:\s*true/.test(told);
  const renamed = /httpDurationMetricName|metricType|percentiles|buckets|customLabels|transformLabels|\.\.\.|formatStatusCode/.test(told);
  return {
    place: call.place,
    plain: plain && !renamed,
    path: /\bautoregister\s*:\s*false/.test(told) ? undefined : path === undefined ? "/metrics" : literal(path),
  };
}

function djangoPrometheus(service: ServiceFiles, { routes }: Routes): Use | undefined {
  const [before] = service.matches(/\.py$/, /["']django_prometheus\.middleware\.PrometheusBeforeMiddleware["']/g);
  const [after] = service.matches(/\.py$/, /["']django_prometheus\.middleware\.PrometheusAfterMiddleware["']/g);
  const [renamed] = service.matches(/\.py$/, /\bPROMETHEUS_(?:METRIC_NAMESPACE|LATENCY_BUCKETS|METRICS_EXPORT_PORT)/g);
  if (!before || !after) return undefined;
  return { place: before.place, plain: !renamed, path: routes.find(({ path }) => path.endsWith("/metrics"))?.path };
}

/** Actuator shows its registry only when it is told to, and Micrometer counts into buckets only when it is told to. */
function micrometer(service: ServiceFiles): Use | undefined {
  const exposed = springProperty(service, "management.endpoints.web.exposure.include");
  const buckets = springProperty(service, "management.metrics.distribution.percentiles-histogram.http.server.requests");
  const prefix = actuatorPrefix(service);
  if (!exposed?.value || !/(^|[\s,])(prometheus|\*)($|[\s,])/.test(exposed.value)) return undefined;
  const mapped = springProperty(service, "management.endpoints.web.path-mapping.prometheus");
  return {
    place: exposed.place,
    plain: buckets?.value === "true",
    path: prefix === undefined || mapped ? undefined : `${prefix}/prometheus`,
  };
}
