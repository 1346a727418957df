import { clusters } from "./clusters";
import type { FlatOptions } from "./model";
import type { PortfolioOptions } from "./options";
import { resolvePortfolio } from "./portfolio";
import { PortfolioError } from "./problems";
import { runtimes } from "./runtimes";
import type { OptionName } from "./schema";
import { scopeOf } from "./scope";

const exposures: Readonly<Record<string, string>> = {
  nodePort: "a port of the node: the simplest on Minikube",
  clusterIP: "only from within the cluster; the scripts forward it to you",
  ingress: "under a host name of yours, which is asked next",
};

/** What a choice means, in a few words. */
export function hintOf(name: OptionName, value: string): string {
  if (name === "runtime") return runtimes[value as keyof typeof runtimes].language;
  if (name === "cluster") {
    const { isLocal, provider } = clusters[value as keyof typeof clusters];
    return isLocal ? "on this machine, needs Docker" : provider;
  }
  return name === "exposure" ? exposures[value] : "";
}

/** The default of an option, given the answers so far. */
export function preset(name: OptionName, answers: Record<string, unknown>): string {
  // With exposure ingress still lacking its host, or the owner not asked for yet, the rest resolves all the same.
  const { exposure: _, ...rest } = answers;
  return String(scopeOf(resolvePortfolio({ owner: "nobody", ...rest } as unknown as PortfolioOptions))[name as keyof FlatOptions]);
}

/** What is wrong with an option, given the answers so far. */
export function problemWith(name: OptionName, answers: Record<string, unknown>): string | undefined {
  try {
    resolvePortfolio(answers as unknown as PortfolioOptions);
  } catch (error) {
    if (!(error instanceof PortfolioError)) throw error;
    return error.problems.find(({ option }) => option === name)?.message;
  }
  return undefined;
}
