import { type Call, type Caller, callersOf, callsOf, reachedBy } from "./calls";
import type { ContainerOptions } from "./container-options";
import { type Contract, deriveContract } from "./contract";
import { type Environment, exampleOf, type FlatOptions, flatOptions, type Portfolio, type Service } from "./model";
import { composePorts } from "./ports";
import { firstOfEach, servicesWith } from "./repositories";

/** What templates have in scope: one service in one environment under the names of the options, and what it is part of. */
export interface Scope extends Required<Omit<FlatOptions, keyof ContainerOptions>>, Contract {
  readonly service: Service;
  readonly environment: Environment;
  readonly environmentName: string;
  readonly services: readonly Service[];
  readonly environments: readonly Environment[];
  /** Services of the app repository: this one, and those that share it. */
  readonly together: readonly Service[];
  /** Where Compose lets it answer on this machine, beside those that share its repository. */
  readonly composePort: number;
  /** Their names, as a sentence has them. */
  readonly togetherText: string;
  /** The first service of each app repository. */
  readonly leads: readonly Service[];
  /** Services that this one calls, and how it finds them in this environment. */
  readonly calls: readonly Call[];
  /** Services that call this one. */
  readonly callers: readonly Caller[];
  /** What has to run beside this service for it to have everything that it calls. */
  readonly reached: readonly Service[];
  /** One service in one environment, as most portfolios have: there is nothing to choose. */
  readonly isSingle: boolean;
  /** Whether one of the services answers no requests. */
  readonly hasWorkers: boolean;
  /** What a script of the infra repository is told, to act on this service in this environment only; nothing where there is no other. */
  readonly chosen: string;
  /** Folder with what the user sets, and with the record of the image, in the infra repository. */
  readonly environmentPath: string;
  /** File of the infra repository with what the chart's values are by default here. */
  readonly defaultsPath: string;
  /** Settings of the monitoring, in the infra repository: those of each kind of cluster. */
  readonly monitoringSettings: string;
  /** Folder with the tests of the alerts, in the infra repository. */
  readonly rulesTests: string;
  /** Whether Grafana gets the dashboard from this environment: its address is the same in each. */
  readonly hasDashboard: boolean;
  /** The GitHub environment that the deployment runs in. */
  readonly deployEnvironment: string;
  /** The repositories go on without the tool. */
  readonly ejected: boolean;
  /** The scope of another service or environment of the portfolio. */
  readonly scopeFor: (service: Service, environment: Environment) => Scope;
}

const known = new WeakMap<Portfolio, Map<string, Scope>>();

/** Lays one service in one environment out for templates; the first of each that answers requests, where none is said. */
export function scopeOf(portfolio: Portfolio, service = exampleOf(portfolio), environment = portfolio.environments[0]): Scope {
  const scopes = known.get(portfolio) ?? new Map<string, Scope>();
  known.set(portfolio, scopes);
  const key = `${service.name}/${environment.name}`;
  const scope = scopes.get(key) ?? layOut(portfolio, service, environment);
  scopes.set(key, scope);
  return scope;
}

/** Every service in every environment. */
export function scopesOf(portfolio: Portfolio): Scope[] {
  return portfolio.environments.flatMap((environment) => portfolio.services.map((service) => scopeOf(portfolio, service, environment)));
}

function layOut(portfolio: Portfolio, service: Service, environment: Environment): Scope {
  const { services, environments } = portfolio;
  const options = flatOptions(portfolio, service, environment);
  const isSingle = services.length * environments.length === 1;
  return Object.freeze({
    ...options,
    markers: (options.markers ?? false) && !portfolio.ejected,
    ingressHost: options.ingressHost ?? "", // templates have every name in scope
    pages: options.pages ?? false,
    summary: options.summary ?? summaryOf(portfolio),
    ...deriveContract(options),
    service,
    environment,
    environmentName: environment.name,
    services,
    environments,
    together: servicesWith(service, services),
    composePort: composePorts(servicesWith(service, services)).get(service.name) ?? service.port,
    togetherText: listed(servicesWith(service, services).map(({ name }) => name)),
    leads: firstOfEach(services),
    calls: callsOf(portfolio, service, environment),
    callers: callersOf(portfolio, service, environment),
    reached: reachedBy(portfolio, service),
    isSingle,
    hasWorkers: services.some(({ worker }) => worker),
    chosen: isSingle ? "" : ` --service ${service.name} --environment ${environment.name}`,
    ...placesOf(portfolio, service, environment),
    rulesTests: services.length > 1 ? `monitoring/tests/${service.name}` : "monitoring/tests",
    hasDashboard: environment.placeInCluster === 0,
    // One environment in the cloud has the name by which people know it.
    deployEnvironment: isSingle && !environment.cluster.isLocal ? "production" : environment.name,
    ejected: portfolio.ejected ?? false,
    scopeFor: (otherService: Service, otherEnvironment: Environment) => scopeOf(portfolio, otherService, otherEnvironment),
  });
}

function listed(names: readonly string[]): string {
  return names.join(", ").replace(/, ([^,]*)$/, " and $1");
}

/** What is said of a portfolio whose author says nothing. */
function summaryOf({ services: [service, another] }: Portfolio): string {
  return another ? "Small services, from commit to alert" : `A small ${service.runtime.title} service, from commit to alert`;
}

function placesOf({ environments }: Portfolio, { name }: Service, environment: Environment) {
  const [first] = environments;
  const environmentPath = `environments/${environment.name}/${name}`;
  const monitoring = environment.cluster === first.cluster ? "values" : `values-${environment.cluster.id}`;
  return {
    environmentPath,
    defaultsPath: environment === first ? `helm/${name}/values.yaml` : `${environmentPath}/defaults.yaml`,
    monitoringSettings: `monitoring/${monitoring}.yaml`,
  };
}
