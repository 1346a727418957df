import { clusters } from "./clusters";
import { listOf } from "./members";

import type { PortfolioOptions } from "./options";
import { draftOf, resolvePortfolio } from "./portfolio";
import { PortfolioError } from "./problems";
import { runtimes } from "./runtimes";
import { flatOptionNames, type OptionName, optionsSchema } from "./schema";
import { type Scope, scopeOf } from "./scope";

const exposures: Readonly<Record<string, string>> = {
  nodePort: "a port of the node: the simplest on Minikube",
  clusterIP: "only from within the cluster; the scripts forward it to you",
  ingress: "under a host name of yours, which is asked next",
};

export const HOST_QUESTION = "Under which host name?";

/** The options that have a question and are not said yet: neither by themselves, nor by a list that says them of each item. */
export function optionsToAsk(given: Readonly<Record<string, unknown>>): OptionName[] {
  return flatOptionNames.filter((name) => optionsSchema.properties[name].prompt && isOpen(name, given));
}

/** Only one exposure needs to know a host. */
export function asksForHost(given: Readonly<Record<string, unknown>>): boolean {
  return given.exposure === "ingress" && isOpen("ingressHost", given);
}

function isOpen(name: OptionName, given: Readonly<Record<string, unknown>>): boolean {
  return given[name] === undefined && given[listOf(name) ?? name] === undefined;
}

/** What a choice means, in a few words. */
export function hintOf(name: OptionName, value: string): string {
  if (name === "runtime") return runtimes[value as keyof typeof runtimes]?.language ?? "an app of yours, with a Dockerfile";
  if (name === "cluster") {
    const { isLocal, provider } = clusters[value as keyof typeof clusters];
    return isLocal ? "on this machine, needs Docker" : provider;
  }
  return name === "exposure" ? exposures[value] : "";
}

/** The default of an option, given the answers so far. */
export function preset(name: OptionName, answers: Record<string, unknown>): string {
  return String(scopeOf(draftOf({ owner: "nobody", ...answers } as unknown as PortfolioOptions))[name as keyof Scope]);
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
