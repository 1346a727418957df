import { clusters } from "./clusters";
import type { Portfolio } from "./portfolio";
import { type OptionName, optionsSchema } from "./schema";

/** What is allowed, and perhaps not what was meant: a sentence each. */
export function warningsOf(portfolio: Portfolio): string[] {
  return [...exposureWarnings(portfolio), ...availabilityWarnings(portfolio), ...unusedOptions(portfolio)];
}

function exposureWarnings({ cluster, clusterTitle, exposure }: Portfolio): string[] {
  if (clusters[cluster].isLocal || exposure !== "nodePort") return [];
  return [
    `exposure nodePort on ${clusterTitle}: its nodes have no public address or are behind a firewall as a rule; ingress or clusterIP is usual there`,
  ];
}

const MINUTES_IN_30_DAYS = 30 * 24 * 60;

function availabilityWarnings({ replicas, availabilityTarget }: Portfolio): string[] {
  if (replicas > 1 || availabilityTarget < 99.5) return [];
  const minutes = Math.round(MINUTES_IN_30_DAYS * (1 - availabilityTarget / 100));
  return [
    `replicas 1 with an availabilityTarget of ${availabilityTarget}: the service is down whenever its one pod moves, and ${minutes} minutes in 30 days use up the error budget; give 2 or more`,
  ];
}

/** Options that were changed and that nothing reads, as the others are. */
function unusedOptions(portfolio: Portfolio): string[] {
  const { cluster, exposure } = portfolio;
  const unused: [OptionName, boolean, string][] = [
    ["nodePort", exposure !== "nodePort", `exposure ${exposure}`],
    ["minikubeCpus", !clusters[cluster].isLocal, `cluster ${cluster}`],
    ["minikubeMemoryMb", !clusters[cluster].isLocal, `cluster ${cluster}`],
  ];
  return unused
    .filter(([name, isUnused]) => isUnused && portfolio[name] !== optionsSchema.properties[name].default)
    .map(([name, , reason]) => `${name} ${portfolio[name]} has no effect with ${reason}`);
}
