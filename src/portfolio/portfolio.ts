import { clusters } from "./clusters";
import { type Contract, deriveContract } from "./contract";
import { nameProblems } from "./names";
import type { PortfolioOptions } from "./options";
import { validateOptions } from "./options.validator";
import { BLOCKED_PORTS, LOCAL_PORTS } from "./ports";
import { PortfolioError, type Problem, toProblems } from "./problems";
import { optionNames, optionsSchema } from "./schema";
import { harmInAuthor, harmInHeading } from "./text";

/** Those that say nothing where they are absent. */
type Optional = "ingressHost" | "own" | "markers";

/** The options with every default filled in. */
export type ResolvedOptions = Required<Omit<PortfolioOptions, Optional>> & Pick<PortfolioOptions, Optional>;

/** What everything downstream works with: the resolved options and the contract derived from them. Frozen. */
export type Portfolio = Readonly<Required<PortfolioOptions>> & Contract & { readonly options: Readonly<ResolvedOptions> };

/**
 * Fills in defaults and validates: the only place that does either.
 *
 * @throws PortfolioError that lists everything wrong at once.
 */
export function resolvePortfolio(given: PortfolioOptions): Portfolio {
  const raw = tidied(given);
  if (!validateOptions(raw)) throw new PortfolioError(toProblems(raw, validateOptions.errors ?? []));
  const options = withDefaults(raw as unknown as PortfolioOptions);
  const contract = deriveContract(options);
  const problems = [...nameProblems(options, contract), ...textProblems(options), ...conflicts(options)];
  if (problems.length > 0) throw new PortfolioError(problems);
  // Templates have every name in scope: a host that is not needed is empty.
  return Object.freeze({ ingressHost: "", own: [], markers: false, ...options, ...contract, options });
}

/** What is undefined is not given; spaces around a text are no part of it. */
function tidied(given: PortfolioOptions): Record<string, unknown> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, isText(name) && typeof value === "string" ? value.trim() : value]));
}

function isText(name: string): boolean {
  return name === "title" || name === "author";
}

function textProblems({ title, author }: ResolvedOptions): Problem[] {
  const harms = [["title", title, harmInHeading(title)] as const, ["author", author, harmInAuthor(author)] as const];
  return harms.flatMap(([option, value, message]) => (message === undefined ? [] : [{ option, value, message }]));
}

function withDefaults(given: PortfolioOptions): Readonly<ResolvedOptions> {
  const fixed = Object.fromEntries(optionNames.map((name) => [name, optionsSchema.properties[name].default]));
  const options = { ...fixed, ...given } as ResolvedOptions & { -readonly [Name in keyof ResolvedOptions]?: ResolvedOptions[Name] };
  const appName = given.appName ?? `${options.runtime}-app`;
  const derived = {
    appName,
    appRepository: given.appRepository ?? appName,
    appNamespace: given.appNamespace ?? appName,
    exposure: given.exposure ?? clusters[options.cluster].defaultExposure,
    author: given.author ?? given.owner,
  };
  const resolved = { ...options, ...derived };
  // In the order of the interface, so that every rendering of the options reads alike.
  const ordered = optionNames.map((name) => [name, resolved[name]] as const).filter(([, value]) => value !== undefined);
  return Object.freeze(Object.fromEntries(ordered)) as unknown as Readonly<ResolvedOptions>;
}

/** Rules between options. */
function conflicts(options: Readonly<ResolvedOptions>): Problem[] {
  return [
    ...repositoryConflicts(options),
    ...namespaceConflicts(options),
    ...portConflicts(options),
    ...ingressConflicts(options),
    ...registryConflicts(options),
  ];
}

function repositoryConflicts({ appRepository, infraRepository, docsRepository }: ResolvedOptions): Problem[] {
  const named = { appRepository, infraRepository, docsRepository };
  const seen = new Map<string, string>();
  return Object.entries(named).flatMap(([option, value]) => {
    const other = seen.get(value.toLowerCase());
    seen.set(value.toLowerCase(), option);
    return other ? [{ option, value, message: `is also ${other}; the three repositories need different names (GitHub ignores case)` }] : [];
  });
}

/** Namespaces that every cluster has: their pod security and their content are not a portfolio's to change. */
const KUBERNETES_NAMESPACE = /^(default|kube-.*)$/;

function namespaceConflicts({ appNamespace, monitoringNamespace }: ResolvedOptions): Problem[] {
  const problems: Problem[] = Object.entries({ appNamespace, monitoringNamespace })
    .filter(([, value]) => KUBERNETES_NAMESPACE.test(value))
    .map(([option, value]) => ({ option, value, message: "belongs to Kubernetes itself; choose a namespace of your own" }));
  if (appNamespace !== monitoringNamespace) return problems;
  const message = "is also appNamespace; pod security is restricted there, which the monitoring stack does not meet";
  return [...problems, { option: "monitoringNamespace", value: monitoringNamespace, message }];
}

function portConflicts({ port, nodePort, exposure }: ResolvedOptions): Problem[] {
  const taken = Object.entries(LOCAL_PORTS).find(([, value]) => value === port);
  if (taken)
    return [
      { option: "port", value: port, message: `is not free: ${taken[0]} is forwarded to ${port} beside the service; choose another` },
    ];
  if (BLOCKED_PORTS.has(port))
    return [{ option: "port", value: port, message: "is refused by browsers and by fetch, which the health check uses; choose another" }];
  if (exposure === "nodePort" && port === nodePort) return [{ option: "port", value: port, message: "is also nodePort; choose another" }];
  return [];
}

function ingressConflicts({ exposure, ingressHost }: ResolvedOptions): Problem[] {
  if (exposure === "ingress" && !ingressHost) {
    return [{ option: "ingressHost", message: `is required with exposure ingress: give ${optionsSchema.properties.ingressHost.allowed}` }];
  }
  if (exposure !== "ingress" && ingressHost) {
    return [{ option: "ingressHost", value: ingressHost, message: `needs exposure ingress, but exposure is ${exposure}` }];
  }
  return [];
}

function registryConflicts({ registry }: ResolvedOptions): Problem[] {
  if (!/\.dkr\.ecr\.[a-z0-9.-]*amazonaws\.com/.test(registry)) return [];
  const message = "is Amazon ECR, whose passwords end after 12 hours, too soon for a secret of a workflow; choose another, such as ghcr.io";
  return [{ option: "registry", value: registry, message }];
}
