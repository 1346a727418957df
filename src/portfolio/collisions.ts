import { pathOf } from "./members";
import {
  clusterKey,
  type Environment,
  exposureOf,
  type FlatOptions,
  flatOptions,
  NODE_PORT_STEP,
  type Portfolio,
  type Service,
} from "./model";
import type { Problem } from "./problems";
import { firstOfEach, servicesWith } from "./repositories";

/** Pages in the folder of a portfolio, beside its repositories. */
export const FOLDER_PAGES = ["PUBLISHING.md", "README.md"] as const;

/** Names and ports that only one can have, and that meet another between services, environments and repositories. */
export function* collisions(portfolio: Portfolio): Iterable<Problem> {
  yield* repeated(namesOf(portfolio));
  yield* notToShare(portfolio);
  yield* repeated(repositoryNamesOf(portfolio), "the repositories need different names (GitHub ignores case)");
  yield* pagesInTheWay(portfolio);
  const pairs = pairsOf(portfolio);
  const step = portfolio.environments.length > 1 ? ` (each further environment of a cluster adds ${NODE_PORT_STEP})` : "";
  yield* repeated(pairs.flatMap(nodePortOf), `choose another${step}`);
  yield* repeated(namespacesOf(pairs), "environments in one cluster need different ones");
  yield* repeated(pairs.flatMap(hostOf));
  yield* uselessHosts(portfolio);
}

/** A name, where it is said, and within what nothing else may have it. */
interface Claim {
  readonly option: string;
  readonly value: string | number;
  readonly within?: string;
  /** Several claims of one holder are one. */
  readonly holder?: string;
}

function* repeated(claims: readonly Claim[], reason = "choose another"): Iterable<Problem> {
  const seen = new Map<string, Claim>();
  for (const claim of claims) {
    const { option, value, within = "", holder } = claim;
    const key = `${within}/${String(value).toLowerCase()}`;
    const other = seen.get(key);
    if (!other) seen.set(key, claim);
    else if (holder === undefined || holder !== other.holder) {
      yield { option, value, message: `is also ${other.option}; ${reason}` };
    }
  }
}

function namesOf({ services, environments, options }: Portfolio): Claim[] {
  const service = services.map(({ name }, place) => ({ option: path(options, "appName", place, 0), value: name, within: "services" }));
  const environment = environments.map(({ name }, place) => ({
    option: `environments[${place}].name`,
    value: name,
    within: "environments",
  }));
  return [...service, ...environment];
}

/** What a runtime brings fills its repository; an app of a person's own lies where they put it. */
function* notToShare({ services, options }: Portfolio): Iterable<Problem> {
  for (const [place, service] of services.entries()) {
    const [first, ...others] = servicesWith(service, services);
    const ours = [first, ...others].find(({ runtime }) => runtime.app);
    if (first === service || !ours) continue;
    const message =
      `is also ${path(options, "appRepository", services.indexOf(first), 0)}; only services with the runtime container share one, ` +
      `and ${ours.name} has the runtime ${ours.runtime.id}: choose another`;
    yield { option: path(options, "appRepository", place, 0), value: service.repository, message };
  }
}

function repositoryNamesOf({ services, options }: Portfolio): Claim[] {
  const apps = firstOfEach(services).map((service) => ({
    option: path(options, "appRepository", services.indexOf(service), 0),
    value: service.repository,
  }));
  const others = (["infraRepository", "docsRepository"] as const).map((option) => ({ option, value: options[option] }));
  return [...apps, ...others];
}

function* pagesInTheWay(portfolio: Portfolio): Iterable<Problem> {
  for (const { option, value } of repositoryNamesOf(portfolio)) {
    const page = FOLDER_PAGES.find((name) => name.toLowerCase() === String(value).toLowerCase());
    if (page) yield { option, value, message: `is where ${page} lies, beside the repositories; choose another` };
  }
}

interface Pair {
  readonly service: Service;
  readonly environment: Environment;
  readonly flat: FlatOptions;
  readonly path: (option: string) => string;
}

function pairsOf(portfolio: Portfolio): Pair[] {
  return portfolio.environments.flatMap((environment, environmentPlace) =>
    portfolio.services.map((service, servicePlace) => ({
      service,
      environment,
      flat: flatOptions(portfolio, service, environment),
      path: (option: string) => path(portfolio.options, option, servicePlace, environmentPlace),
    })),
  );
}

function nodePortOf({ service, environment, flat, path: at }: Pair): Claim[] {
  if (exposureOf(service, environment) !== "nodePort") return [];
  return [{ option: at("nodePort"), value: flat.nodePort, within: clusterKey(environment) }];
}

/** Several services of one environment may share a namespace. */
function namespacesOf(pairs: readonly Pair[]): Claim[] {
  return pairs.map(({ environment, flat, path: at }) => ({
    option: at("appNamespace"),
    value: flat.appNamespace,
    within: clusterKey(environment),
    holder: environment.name,
  }));
}

function hostOf({ flat, path: at }: Pair): Claim[] {
  return flat.ingressHost ? [{ option: at("ingressHost"), value: flat.ingressHost }] : [];
}

function* uselessHosts({ services, environments, options }: Portfolio): Iterable<Problem> {
  for (const [place, environment] of environments.entries()) {
    const exposures = services.map((service) => exposureOf(service, environment));
    if (!environment.host || exposures.includes("ingress")) continue;
    const message = `needs exposure ingress, but exposure is ${[...new Set(exposures)].join(" and ")}`;
    yield { option: path(options, "ingressHost", 0, place), value: environment.host, message };
  }
}

function path(options: Portfolio["options"], option: string, services: number, environments: number): string {
  return pathOf(option, options, { services, environments });
}
