import { callProblems } from "./calls";
import { clusters } from "./clusters";
import { collisions } from "./collisions";
import { conflicts } from "./conflicts";
import { deriveContract } from "./contract";
import { deliveryProblems } from "./delivery-problems";
import { listOf, pathOf } from "./members";
import { clusterKey, type Environment, flatOptions, type Portfolio } from "./model";
import { nameProblems } from "./names";
import type { PortfolioOptions } from "./options";
import { validateOptions } from "./options.validator";
import { PortfolioError, type Problem, toProblems } from "./problems";
import { environmentsOf, type ResolvedOptions, servicesOf, withDefaults } from "./resolved-options";
import { runtimeOf } from "./runtime-of";
import { takenNamespaces } from "./taken-namespaces";
import { harmIn, harmInAuthor, harmInHeading } from "./text";
import { workerProblems } from "./workers";

export type { Environment, Portfolio, Service } from "./model";
export type { ResolvedOptions } from "./resolved-options";

/**
 * Fills in defaults and validates: the only place that does either.
 *
 * @throws PortfolioError that lists everything wrong at once.
 */
export function resolvePortfolio(given: PortfolioOptions): Portfolio {
  const portfolio = draftOf(given);
  const problems = new Map<string, Problem>();
  for (const problem of problemsOf(portfolio)) if (!problems.has(problem.option)) problems.set(problem.option, problem);
  if (problems.size > 0) throw new PortfolioError([...problems.values()]);
  return portfolio;
}

/** The same, in repositories that go on without the tool. */
export function ejectedPortfolio(portfolio: Portfolio): Portfolio {
  return Object.freeze({ ...portfolio, ejected: true });
}

/**
 * Only the options one by one are right in it: not yet with each other, while some are still to be asked for.
 *
 * @throws PortfolioError
 */
export function draftOf(given: PortfolioOptions): Portfolio {
  const raw = tidied(given);
  if (!validateOptions(raw)) throw new PortfolioError(toProblems(raw, validateOptions.errors ?? []));
  const twice = saidTwice(raw);
  if (twice.length > 0) throw new PortfolioError(twice);
  return modelOf(withDefaults(raw as unknown as PortfolioOptions));
}

/** What is undefined is not given; spaces around a text are no part of it. */
function tidied(given: PortfolioOptions): Record<string, unknown> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, isText(name) && typeof value === "string" ? value.trim() : value]));
}

function isText(name: string): boolean {
  return name === "title" || name === "author" || name === "summary";
}

/** An option that describes the only service or environment, beside the list that says what there is. */
function saidTwice(raw: Record<string, unknown>): Problem[] {
  return Object.keys(raw).flatMap((option) => {
    const list = listOf(option);
    if (!list || raw[list] === undefined) return [];
    const member = pathOf(option, raw as unknown as PortfolioOptions, { services: 0, environments: 0 });
    return [
      { option, value: raw[option], message: `is given beside ${list}, which says it of each: give it as ${member}, or leave out ${list}` },
    ];
  });
}

function modelOf(options: ResolvedOptions): Portfolio {
  const { owner, title, author } = options;
  const places = new Map<string, number>();
  const environments = environmentsOf(options).map(({ cluster, ...rest }): Environment => {
    const environment = { ...rest, cluster: clusters[cluster] };
    const placeInCluster = places.get(clusterKey(environment)) ?? 0;
    places.set(clusterKey(environment), placeInCluster + 1);
    return Object.freeze({ ...environment, placeInCluster });
  });
  const services = servicesOf(options).map((service) => Object.freeze({ ...service, runtime: runtimeOf(service) }));
  return Object.freeze({ owner, title, author: author as string, services, environments, options });
}

/** Everything that is wrong between options that are right one by one. The first word on an option is the best. */
function* problemsOf(portfolio: Portfolio): Iterable<Problem> {
  yield* textProblems(portfolio);
  for (const [environments, environment] of portfolio.environments.entries()) {
    for (const [services, service] of portfolio.services.entries()) {
      const flat = flatOptions(portfolio, service, environment);
      const path = (option: string) => pathOf(option, portfolio.options, { services, environments });
      for (const problem of [...nameProblems(flat, deriveContract(flat)), ...conflicts(flat)]) {
        yield { ...problem, option: path(problem.option) };
      }
    }
  }
  yield* deliveryProblems(portfolio);
  yield* takenNamespaces(portfolio);
  yield* callProblems(portfolio);
  yield* workerProblems(portfolio);
  yield* collisions(portfolio);
}

function textProblems({ title, author, options: { summary } }: Portfolio): Problem[] {
  const harms = [
    ["title", title, harmInHeading(title)] as const,
    ["author", author, harmInAuthor(author)] as const,
    ["summary", summary, summary === undefined ? undefined : harmIn(summary)] as const,
  ];
  return harms.flatMap(([option, value, message]) => (message === undefined ? [] : [{ option, value, message }]));
}
