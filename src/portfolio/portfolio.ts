import { clusters } from "./clusters";
import { type Contract, deriveContract } from "./contract";
import type { PortfolioOptions } from "./options";
import { validateOptions } from "./options.validator";
import { isPlainText } from "./plain-text";
import { BLOCKED_PORTS, LOCAL_PORTS } from "./ports";
import { PortfolioError, type Problem, toProblems } from "./problems";
import { optionNames, optionsSchema } from "./schema";

/** The options with every default filled in. `ingressHost` alone may be absent. */
export type ResolvedOptions = Required<Omit<PortfolioOptions, "ingressHost">> & Pick<PortfolioOptions, "ingressHost">;

/** What everything downstream works with: the resolved options and the contract derived from them. Frozen. */
export type Portfolio = Readonly<Required<PortfolioOptions>> & Contract & { readonly options: Readonly<ResolvedOptions> };

/**
 * Fills in defaults and validates: the only place that does either.
 *
 * @throws PortfolioError that lists everything wrong at once.
 */
export function resolvePortfolio(given: PortfolioOptions): Portfolio {
  const raw = withoutUndefined(given);
  if (!validateOptions(raw)) throw new PortfolioError(toProblems(raw, validateOptions.errors ?? []));
  const options = withDefaults(raw as unknown as PortfolioOptions);
  const problems = conflicts(options);
  if (problems.length > 0) throw new PortfolioError(problems);
  // Templates have every name in scope: a host that is not needed is empty.
  return Object.freeze({ ingressHost: "", ...options, ...deriveContract(options), options });
}

function withoutUndefined(given: PortfolioOptions): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
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
    ...nameConflicts(options),
    ...repositoryConflicts(options),
    ...namespaceConflicts(options),
    ...portConflicts(options),
    ...ingressConflicts(options),
    ...registryConflicts(options),
  ];
}

/** Names stand in many YAML files, and later in those that people write. */
function nameConflicts(options: ResolvedOptions): Problem[] {
  const names = [
    "appName",
    "appRepository",
    "infraRepository",
    "docsRepository",
    "appNamespace",
    "monitoringNamespace",
    "monitoringRelease",
    "ingressHost",
  ] as const;
  return names.flatMap((option) => {
    const value = options[option];
    return value === undefined || isPlainText(value)
      ? []
      : [{ option, value, message: "is a boolean, a number or a date to YAML, not a name; choose another" }];
  });
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

function namespaceConflicts({ appNamespace, monitoringNamespace }: ResolvedOptions): Problem[] {
  if (appNamespace !== monitoringNamespace) return [];
  return [
    {
      option: "monitoringNamespace",
      value: monitoringNamespace,
      message: "is also appNamespace; pod security is restricted there, which the monitoring stack does not meet",
    },
  ];
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
  const port = Number(registry.split("/")[0].split(":")[1] ?? 1);
  if (port <= 65535) return [];
  return [{ option: "registry", value: registry, message: "has a port above 65535" }];
}
