import { clusters } from "./clusters";
import type { ContainerOptions } from "./container-options";
import type { EnvironmentOptions } from "./environment-options";
import { alwaysWritten, itemOf, listOf, lists, type WholeOption } from "./members";
import { metricsNamed, nearestEdges } from "./metrics-profiles";
import type { Optional } from "./model";
import type { PortfolioOptions } from "./options";
import { type OptionName, optionNames, optionsSchema } from "./schema";
import type { ServiceOptions } from "./service-options";

/** What every portfolio has: the options of the whole, but for those that say nothing where they are absent. */
type Everywhere = Exclude<WholeOption, Optional | "own">;

/** The options with every default filled in: those of the only service and environment, or the lists of several. */
export type ResolvedOptions = Readonly<PortfolioOptions & Required<Pick<PortfolioOptions, Everywhere>>>;

type Complete<Item, Optional extends keyof Item> = Readonly<Required<Omit<Item, Optional>> & Pick<Item, Optional>>;
/** `exposure` may follow from the cluster; what only a container has is said of no other. */
export type ResolvedService = Complete<ServiceOptions, "exposure" | keyof ContainerOptions>;
export type ResolvedEnvironment = Complete<EnvironmentOptions, "context" | "host">;

const byDefault = (name: OptionName) => optionsSchema.properties[name].default;

/** In the order of the interface, so that every rendering of the options reads alike. */
export function withDefaults(given: PortfolioOptions): ResolvedOptions {
  const fixed = Object.fromEntries(optionNames.map((name) => [name, byDefault(name)]));
  const resolved: Record<string, unknown> = { ...fixed, ...given, author: given.author ?? given.owner };
  if (!given.services) Object.assign(resolved, flatService(given));
  if (!given.environments) Object.assign(resolved, flatEnvironment(given));
  if (given.services) resolved.services = servicesOf(given).map((service) => written("services", service));
  if (given.environments) resolved.environments = environmentsOf(given).map((environment) => written("environments", environment));
  const isSaid = (name: OptionName) =>
    resolved[name] !== undefined && !(given.worker && ofRequests(name) && resolved[name] === byDefault(name));
  const names = optionNames.filter((name) => isSaid(name) && !(listOf(name) && given[listOf(name) as OptionName]));
  return Object.freeze(Object.fromEntries(names.map((name) => [name, resolved[name]]))) as unknown as ResolvedOptions;
}

function flatService(given: PortfolioOptions): Partial<PortfolioOptions> {
  const [{ name, repository, latencyTargetMs }] = servicesOf(given);
  const cluster = given.cluster ?? (byDefault("cluster") as keyof typeof clusters);
  const exposure = given.exposure ?? (given.environments || given.worker ? undefined : clusters[cluster].defaultExposure);
  return { appName: name, appRepository: repository, exposure, latencyTargetMs };
}

/** Several services have a namespace each, unless one for all is named. */
function flatEnvironment(given: PortfolioOptions): Partial<PortfolioOptions> {
  const [{ name }, another] = servicesOf(given);
  return { appNamespace: given.appNamespace ?? (another ? undefined : name) };
}

/** Every service with all that it is, from either way of saying it. */
export function servicesOf(given: PortfolioOptions): ResolvedService[] {
  const { runtime = byDefault("runtime") } = given;
  const items = given.services ?? [{ name: `${runtime}-app`, ...itemOf<ServiceOptions>("services", given) }];
  return items.map((item, index) => ({
    ...(usualOf("services") as Omit<ResolvedService, "name" | "repository">),
    repository: item.name,
    nodePort: (byDefault("nodePort") as number) + index,
    calls: [],
    ...latencyTargetBeside(item),
    ...defined(item),
  }));
}

/** A library has edges of its own: the target that is not said is one of them. */
function latencyTargetBeside({ metrics }: Pick<ServiceOptions, "metrics">): Pick<ServiceOptions, "latencyTargetMs"> {
  const usual = byDefault("latencyTargetMs") as number;
  return { latencyTargetMs: nearestEdges(metricsNamed(metrics)?.duration, usual).at(-1) ?? usual };
}

/** Every environment with all that it is. The namespace may still hold `<service>`. */
export function environmentsOf(given: PortfolioOptions): ResolvedEnvironment[] {
  const { cluster = byDefault("cluster") as keyof typeof clusters } = given;
  const items = given.environments ?? [{ name: cluster, namespace: "<service>", ...itemOf<EnvironmentOptions>("environments", given) }];
  return items.map((item) => ({
    ...(usualOf("environments") as Omit<ResolvedEnvironment, "name" | "namespace">),
    namespace: `<service>-${item.name}`,
    ...defined(item),
  }));
}

function usualOf(list: "services" | "environments"): object {
  const entries = Object.entries(lists[list]).map(([option, member]) => [member, byDefault(option as OptionName)]);
  return defined(Object.fromEntries(entries));
}

function defined<Item extends object>(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as Item;
}

/** An item as it is written down, in the order of its interface: what is as it would be anyway is left out. */
function written(
  list: "services" | "environments",
  item: { readonly name: string; readonly worker?: boolean; readonly nodePort?: number },
): object {
  const usual: Readonly<Record<string, unknown>> = {
    ...usualOf(list),
    namespace: `<service>-${item.name}`,
    ...(item.worker && { nodePort: item.nodePort }), // nobody reaches it there
  };
  const always = alwaysWritten[list].filter((member) => !(item.worker && ofRequests(member)));
  const isSaid = (member: string, value: unknown) =>
    value !== undefined && (always.includes(member) || !(isEmpty(value) || JSON.stringify(value) === JSON.stringify(usual[member])));
  const values = Object.keys(optionsSchema.properties[list].items?.properties ?? {}).map(
    (member) => [member, item[member as "name"]] as const,
  );
  return Object.freeze(Object.fromEntries(values.filter(([member, value]) => isSaid(member, value))));
}

/** What only a service has that answers requests: of a worker it is not written down. */
function ofRequests(option: string): boolean {
  return ["port", "nodePort", "latencyTargetMs"].includes(option);
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
