import { UsageError } from "../usage-error";
import { closest } from "./closest";
import { clusters } from "./clusters";
import type { EnvironmentOptions } from "./environment-options";
import { environmentMembers, serviceMembers } from "./members";
import type { PortfolioOptions } from "./options";
import { environmentsOf, type ResolvedEnvironment, type ResolvedOptions, type ResolvedService, servicesOf } from "./resolved-options";
import { optionsSchema } from "./schema";
import type { ServiceOptions } from "./service-options";

/** The options of a portfolio with one more service, behind the others. */
export function withService(options: ResolvedOptions, service: ServiceOptions): PortfolioOptions {
  const services = listedServices(options);
  return listed(options, { services: [...services, { nodePort: freeNodePort(services), ...service }] });
}

/** The options of a portfolio with one more environment, behind the others: images reach it last. */
export function withEnvironment(options: ResolvedOptions, environment: EnvironmentOptions): PortfolioOptions {
  return listed(options, { environments: [...listedEnvironments(options), environment] });
}

/** @throws UsageError where there is no such service, or one that cannot go. */
export function withoutService(options: ResolvedOptions, name: string): PortfolioOptions {
  const services = listedServices(options);
  assertOneOfSeveral("service", name, services);
  const callers = services.filter(({ calls }) => calls.includes(name)).map((service) => service.name);
  if (callers.length > 0) {
    throw new UsageError(
      `${callers.join(" and ")} ${callers.length === 1 ? "calls" : "call"} ${name}: take it out of \`calls\` in .projenrc.ts, ` +
        "run npx projen there and npx create-devops-portfolio sync, then remove it",
    );
  }
  return listed(options, { services: services.filter((service) => service.name !== name) });
}

/** @throws UsageError where there is no such environment, or no other one. */
export function withoutEnvironment(options: ResolvedOptions, name: string): PortfolioOptions {
  const environments = listedEnvironments(options);
  assertOneOfSeveral("environment", name, environments);
  return listed(options, { environments: environments.filter((environment) => environment.name !== name) });
}

type Lists = Partial<Record<"services", ResolvedService[] | ServiceOptions[]> & Record<"environments", EnvironmentOptions[]>>;

/** The options with a list in the place of what describes the only item. */
function listed(options: ResolvedOptions, lists: Lists): PortfolioOptions {
  const said = [...(lists.services ? Object.keys(serviceMembers) : []), ...(lists.environments ? Object.keys(environmentMembers) : [])];
  const others = Object.entries(options).filter(([option, value]) => !said.includes(option) && !isImplied(option, value, options));
  return { ...(Object.fromEntries(others) as unknown as PortfolioOptions), ...(lists as Partial<PortfolioOptions>) };
}

/** What the only service and environment have because there is no other one: it would bind those that come, too. */
function isImplied(option: string, value: unknown, options: ResolvedOptions): boolean {
  if (option === "appNamespace") return value === servicesOf(options)[0].name;
  return option === "exposure" && !options.environments && value === defaultExposureOf(options);
}

function listedServices(options: ResolvedOptions): ResolvedService[] {
  if (options.services) return servicesOf(options);
  return servicesOf(options).map(({ exposure, ...service }) =>
    isImplied("exposure", exposure, options) ? service : { ...service, exposure },
  );
}

function listedEnvironments(options: ResolvedOptions): ResolvedEnvironment[] {
  if (options.environments) return environmentsOf(options);
  const [{ name }] = servicesOf(options);
  return environmentsOf(options).map((environment) => ({
    ...environment,
    namespace: environment.namespace === name ? "<service>" : environment.namespace,
  }));
}

function defaultExposureOf({ cluster }: ResolvedOptions): string {
  return clusters[cluster as keyof typeof clusters].defaultExposure;
}

/** Environments of one cluster have node ports that are hundreds apart. */
function freeNodePort(services: readonly ResolvedService[]): number {
  const first = optionsSchema.properties.nodePort.default as number;
  const candidates = Array.from({ length: 100 }, (_, index) => first + index);
  const isFree = (port: number) => services.every(({ nodePort }) => (port - nodePort) % 100 !== 0);
  return candidates.find(isFree) ?? first + services.length;
}

function assertOneOfSeveral(kind: string, name: string, items: readonly { readonly name: string }[]): void {
  const names = items.map((item) => item.name);
  if (!names.includes(name)) {
    const guess = closest(name, names);
    throw new UsageError(`there is no ${kind} ${name}: the portfolio has ${names.join(", ")}${guess ? `; did you mean ${guess}?` : ""}`);
  }
  if (names.length === 1) throw new UsageError(`${name} is the only ${kind}, and a portfolio has at least one`);
}
