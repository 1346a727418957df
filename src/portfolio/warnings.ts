import type { Portfolio } from "./model";
import { type OptionName, optionsSchema } from "./schema";
import { type Scope, scopesOf } from "./scope";

/** What is allowed, and perhaps not what was meant: a sentence each. */
export function warningsOf(portfolio: Portfolio): string[] {
  const scopes = scopesOf(portfolio);
  const sentences = scopes.flatMap((scope) =>
    [
      ...exposureWarnings(scope),
      ...metricsWarnings(scope),
      ...latencyWarnings(scope),
      ...availabilityWarnings(scope),
      ...registryWarnings(scope),
    ].map((text) => said(scope, text)),
  );
  return [...sentences, ...unusedOptions(portfolio, scopes)];
}

/** Of which service, where there are several. */
function said({ isSingle, appName, environmentName }: Scope, text: string): string {
  return isSingle ? text : `${appName} in ${environmentName}: ${text}`;
}

function exposureWarnings({ clusterType, clusterTitle, exposure }: Scope): string[] {
  if (clusterType.isLocal || exposure !== "nodePort") return [];
  return [
    `exposure nodePort on ${clusterTitle}: its nodes have no public address or are behind a firewall as a rule; ingress or clusterIP is usual there`,
  ];
}

/** The apps that the tool brings take metrics off the users' port behind an ingress. */
function metricsWarnings({ runtimeType, isScraped, hasManagementPort, exposure, port, metricsPath, exporter }: Scope): string[] {
  if (runtimeType.app || !isScraped || exposure !== "ingress") return [];
  if (exporter) {
    return [
      `statusPath ${exporter.statusPath} is on port ${port}, which exposure ingress opens to users: whoever reaches the service reads it, unless nginx refuses it to all but 127.0.0.1 (allow 127.0.0.1; deny all;)`,
    ];
  }
  if (hasManagementPort) return [];
  return [
    `metricsPath ${metricsPath} is on port ${port}, which exposure ingress opens to users: whoever reaches the service reads its metrics; serve them on a port of their own and give it as managementPort`,
  ];
}

function latencyWarnings({ measured, latencyTargetMs }: Scope): string[] {
  if (measured || latencyTargetMs === optionsSchema.properties.latencyTargetMs.default) return [];
  return [`latencyTargetMs ${latencyTargetMs} has no effect: nothing measures how long its requests take`];
}

function registryWarnings({ registryType, clusterType, clusterTitle, registryHost }: Scope): string[] {
  const isElsewhere = registryType.permission === "id-token" && registryType.provider !== clusterType.provider;
  if (clusterType.isLocal || !isElsewhere) return [];
  return [
    `registry ${registryHost} on ${clusterTitle}: its nodes have no identity at ${registryType.provider}, so they need a pull secret, whose password you must renew`,
  ];
}

const MINUTES_IN_30_DAYS = 30 * 24 * 60;

function availabilityWarnings({ replicas, availabilityTarget }: Scope): string[] {
  if (replicas > 1 || availabilityTarget < 99.5) return [];
  const minutes = Math.round(MINUTES_IN_30_DAYS * (1 - availabilityTarget / 100));
  return [
    `replicas 1 with an availabilityTarget of ${availabilityTarget}: the service is down whenever its one pod moves, and ${minutes} minutes in 30 days use up the error budget; give 2 or more`,
  ];
}

/** Options that were changed and that nothing reads, as the others are. */
function unusedOptions({ options, environments }: Portfolio, scopes: readonly Scope[]): string[] {
  const isLocal = environments.some(({ cluster }) => cluster.isLocal);
  const clusters = [...new Set(environments.map(({ cluster }) => cluster.id))].join(" and ");
  const exposures = [...new Set(scopes.map(({ exposure }) => exposure))];
  const unused: [OptionName, boolean, string][] = [
    ["nodePort", options.nodePort !== undefined && !exposures.includes("nodePort"), `exposure ${exposures.join(" and ")}`],
    ["minikubeCpus", !isLocal, `cluster ${clusters}`],
    ["minikubeMemoryMb", !isLocal, `cluster ${clusters}`],
  ];
  return unused
    .filter(([name, isUnused]) => isUnused && options[name] !== optionsSchema.properties[name].default)
    .map(([name, , reason]) => `${name} ${options[name]} has no effect with ${reason}`);
}
