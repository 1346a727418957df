import type { Measured } from "./measured";
import { clusterKey, type Environment, type Portfolio, type Service } from "./model";
import { type Scope, scopeOf, scopesOf } from "./scope";

/** What commands of the documentation name, and the variable of the shell that stands for it where it is not the same everywhere. */
const variables = {
  appName: "PORTFOLIO_SERVICE", // this one and the next choose for the scripts as well
  environmentName: "PORTFOLIO_ENVIRONMENT",
  appNamespace: "NAMESPACE",
  monitorNamespace: "MONITOR_NAMESPACE",
  port: "SERVICE_PORT",
  managementPort: "MANAGEMENT_PORT",
  metricsPortName: "METRICS_PORT_NAME",
  replicas: "REPLICAS",
} as const satisfies Partial<Record<keyof Scope, string>>;

type Named = keyof typeof variables;
const named = Object.keys(variables) as Named[];

/** The same in a sentence. */
const placeholders: Partial<Record<Named, string>> = {
  appName: "<service>",
  environmentName: "<environment>",
  appNamespace: "<namespace>",
};

/** What the documentation has in scope: it tells of every service in every environment. */
export interface PagesScope extends Scope {
  /** Every service in the first environment. */
  readonly here: readonly Scope[];
  /** Those of `here` that come first in their repository: one for each app repository. */
  readonly apps: readonly Scope[];
  /** Those of `here` with the app that comes with a runtime: it takes faults, and its logs are known. */
  readonly ours: readonly Scope[];
  /** Those of `here` that answer requests. */
  readonly serving: readonly Scope[];
  /** Those of `here` that do not. */
  readonly workers: readonly Scope[];
  /** Those of `here` that Prometheus scrapes. */
  readonly scraped: readonly Scope[];
  /** Those of `here` whose requests are measured. */
  readonly counted: readonly Scope[];
  /** The names under which they are, each once. */
  readonly meters: readonly Measured[];
  /** Every service in every environment. */
  readonly everywhere: readonly Scope[];
  /** Those of `here` that have a runtime in common. */
  readonly byRuntime: readonly (readonly Scope[])[];
  /** The first of `everywhere` in each kind of cluster. */
  readonly byCluster: readonly Scope[];
  /** Whether an environment is on the machine of whoever reads, and whether one is elsewhere. */
  readonly isLocal: boolean;
  readonly isRemote: boolean;
  /** Where the environments are: those of one cluster together. */
  readonly places: readonly (readonly Environment[])[];
  /** How commands name a value: as it is, or by a variable where it is not the same everywhere. */
  readonly inCommand: Readonly<Record<Named, string>>;
  /** The same within single quotes. */
  readonly inQuotes: Readonly<Record<Named, string>>;
  /** How sentences name it: as it is, or by a placeholder. */
  readonly inText: Readonly<Record<Named, string>>;
  /** The command that sets the variables for a service in an environment. */
  readonly choose: (scope: Scope) => string;
  /** Whether a value is the same for every service in every environment. */
  readonly isSame: (name: keyof Scope) => boolean;
  /** Selects the series of every service in PromQL. */
  readonly jobs: string;
  /** What PromQL sums by to tell several services apart. */
  readonly byJob: string;
}

export function pagesScopeOf(portfolio: Portfolio, service: Service, environment: Environment): PagesScope {
  const everywhere = scopesOf(portfolio);
  const isSame = (name: keyof Scope) =>
    new Set(everywhere.filter((scope) => has(scope, name)).map((scope) => JSON.stringify(scope[name]))).size < 2;
  const each = (say: (name: Named) => string) => Object.fromEntries(named.map((name) => [name, say(name)])) as Record<Named, string>;
  const or = (other: (name: Named) => string) =>
    each((name) => (isSame(name) ? String((everywhere.find((scope) => has(scope, name)) ?? everywhere[0])![name]) : other(name)));
  const names = portfolio.services.map(({ name }) => name);
  const here = portfolio.services.map((other) => scopeOf(portfolio, other, environment));
  return {
    ...scopeOf(portfolio, service, environment),
    here,
    apps: here.filter(({ service: each, leads }) => leads.includes(each)),
    ...whatIsKnown(here),
    everywhere,
    byRuntime: alike(here, (scope) => scope.runtime),
    byCluster: alike(everywhere, (scope) => scope.cluster).map(([scope]) => scope),
    isLocal: portfolio.environments.some(({ cluster }) => cluster.isLocal),
    isRemote: portfolio.environments.some(({ cluster }) => !cluster.isLocal),
    places: alike(portfolio.environments, clusterKey),
    inCommand: or((name) => `"$${variables[name]}"`),
    inQuotes: or((name) => `'"$${variables[name]}"'`),
    inText: or((name) => placeholders[name] ?? `$${variables[name]}`),
    choose: (scope) => `export ${assignments(scope, isSame).join(" ")}`,
    isSame,
    jobs: names.length > 1 ? `job=~"${names.join("|")}"` : `job="${names[0]}"`,
    byJob: names.length > 1 ? "job, " : "",
  };
}

function whatIsKnown(here: readonly Scope[]): Pick<PagesScope, "ours" | "serving" | "workers" | "scraped" | "counted" | "meters"> {
  const counted = here.filter(({ measured }) => measured);
  return {
    ours: here.filter(({ runtimeType }) => runtimeType.app),
    serving: here.filter(({ serves }) => serves),
    workers: here.filter(({ serves }) => !serves),
    scraped: here.filter(({ isScraped }) => isScraped),
    counted,
    meters: alike(counted, ({ measured }) => [measured?.requests, measured?.duration, measured?.by].join()).map(
      ([scope]) => scope.measured!,
    ),
  };
}

/** A worker has no port for users, and perhaps none at all. */
function has({ serves, hasService }: Scope, name: keyof Scope): boolean {
  if (name === "managementPort" || name === "metricsPortName") return hasService;
  return serves || !["port", "latencyTargetMs", "readyPath", "healthPath"].includes(name);
}

function assignments(scope: Scope, isSame: (name: Named) => boolean): string[] {
  const chosen = named.filter((name) => name === "appName" || name === "environmentName" || (has(scope, name) && !isSame(name)));
  return chosen.map((name) => `${variables[name]}=${scope[name]}`);
}

/** What has something in common, together. */
function alike<Item>(items: readonly Item[], by: (item: Item) => string): Item[][] {
  return [...new Set(items.map(by))].map((key) => items.filter((item) => by(item) === key));
}
