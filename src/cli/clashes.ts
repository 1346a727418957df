import type { Portfolio } from "../portfolio/portfolio";
import { firstOfEach } from "../portfolio/repositories";
import { scopeOf, scopesOf } from "../portfolio/scope";

interface Claimant {
  readonly number: number;
  readonly name: string;
  readonly portfolio: Portfolio;
}

/** What several portfolios of one list would share though only one can have it: a sentence each, with their numbers. */
export function clashesOf(members: readonly Claimant[]): string[] {
  const claims = new Map<string, { what: string; numbers: number[]; remedy: string }>();
  for (const member of members) {
    for (const [what, remedy] of claimsOf(member)) {
      const key = what.toLowerCase(); // to GitHub and to the disks of macOS and Windows, case is no difference
      const claim = claims.get(key) ?? { what, numbers: [], remedy };
      claim.numbers.push(member.number);
      claims.set(key, claim);
    }
  }
  return [...claims.values()]
    .filter(({ numbers }) => numbers.length > 1)
    .map(({ what, numbers, remedy }) => `portfolios ${listed(numbers)} share ${what}: give each ${remedy} of its own`);
}

function claimsOf({ name, portfolio }: Claimant): [what: string, remedy: string][] {
  const { owner, options, services } = portfolio;
  const apps = firstOfEach(services).map(({ repository }): [string, string] => [`the repository ${owner}/${repository}`, "appRepository"]);
  const others = (["infraRepository", "docsRepository"] as const).map((option): [string, string] => [
    `the repository ${owner}/${options[option]}`,
    option,
  ]);
  const images = services.map((service): [string, string] => [`the image ${scopeOf(portfolio, service).image}`, "appName or registry"]);
  // Clusters in a cloud are one for each as a rule; a laptop has one Minikube.
  const ports = scopesOf(portfolio)
    .filter(({ exposure, clusterType }) => exposure === "nodePort" && clusterType.isLocal)
    .map(({ nodePort, clusterTitle }): [string, string] => [`the node port ${nodePort} on ${clusterTitle}`, "nodePort"]);
  return [[`the folder ${name}`, "directory"], ...images, ...apps, ...others, ...ports];
}

function listed(numbers: readonly number[]): string {
  return `${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
}
