import type { Cluster } from "./clusters";
import type { ContainerOptions } from "./container-options";
import { environmentMembers, optionsOf, serviceMembers } from "./members";
import type { PortfolioOptions } from "./options";
import type { ResolvedOptions, ResolvedService } from "./resolved-options";
import type { Runtime } from "./runtime";

/** What runs, and has a repository, an image and a chart of its own. */
export interface Service extends Omit<ResolvedService, "runtime"> {
  readonly runtime: Runtime;
}

/** Where services run. */
export interface Environment {
  readonly name: string;
  readonly cluster: Cluster;
  readonly context?: string;
  /** With `<service>` for the name of each service. */
  readonly namespace: string;
  readonly replicas: number;
  readonly host?: string;
  /** How many environments before it are in the same cluster. */
  readonly placeInCluster: number;
}

/** What everything downstream works with: the options after defaults and validation. Frozen. */
export interface Portfolio {
  readonly owner: string;
  readonly title: string;
  readonly author: string;
  readonly services: readonly Service[];
  readonly environments: readonly Environment[];
  readonly options: ResolvedOptions;
  /** The repositories go on without the tool: nothing in them speaks of it. */
  readonly ejected?: true;
}

/** What options would say of a portfolio with this service and this environment only. */
export type FlatOptions = Readonly<Required<Omit<PortfolioOptions, Optional | "services" | "environments" | "own">>> &
  Pick<PortfolioOptions, Optional>;

/** Those that say nothing where they are absent. */
export type Optional = "ingressHost" | "markers" | "pages" | "summary" | keyof ContainerOptions;

/** Environments of one cluster have node ports this far apart. */
export const NODE_PORT_STEP = 100;

/** One service in one environment, under the names of the options. */
export function flatOptions(portfolio: Portfolio, service: Service, environment: Environment): FlatOptions {
  const { services: _, environments: __, ...options } = portfolio.options;
  const exposure = exposureOf(service, environment);
  return {
    ...(options as ResolvedOptions & { readonly author: string }),
    ...optionsOf(serviceMembers, {
      ...service,
      runtime: service.runtime.id,
      exposure,
      nodePort: service.nodePort + NODE_PORT_STEP * environment.placeInCluster,
    }),
    ...optionsOf(environmentMembers, {
      ...environment,
      cluster: environment.cluster.id,
      namespace: namespaceOf(service, environment),
      host: exposure === "ingress" ? hostOf(portfolio, service, environment) : undefined,
    }),
  };
}

/** The service that what is said of a portfolio as a whole takes as its example: there is more to say of one that answers requests. */
export function exampleOf({ services }: Portfolio): Service {
  return services.find(({ worker }) => !worker) ?? services[0]!;
}

export function namespaceOf({ name }: Service, { namespace }: Environment): string {
  return namespace.replaceAll("<service>", name);
}

/** Nobody outside has to reach a worker. */
export function exposureOf({ exposure, worker }: Pick<Service, "exposure" | "worker">, { cluster }: Environment): FlatOptions["exposure"] {
  return worker ? "clusterIP" : (exposure ?? cluster.defaultExposure);
}

/** Of the services behind an ingress the first has the host itself. */
function hostOf({ services }: Portfolio, service: Service, environment: Environment): string | undefined {
  const first = services.find((other) => exposureOf(other, environment) === "ingress");
  return environment.host && first !== service ? `${service.name}.${environment.host}` : environment.host;
}

/** Environments in one cluster have the same. */
export function clusterKey({ cluster, context = "" }: Pick<Environment, "cluster" | "context">): string {
  return `${cluster.id}@${context}`;
}
