import type { PortfolioOptions } from "../portfolio/options";
import type { Portfolio } from "../portfolio/portfolio";
import { PortfolioError } from "../portfolio/problems";
import { type OptionName, optionNames } from "../portfolio/schema";
import { Failure } from "../usage-error";
import { type PortfolioRecord, RECORD, type Role } from "./record";

const classes: Readonly<Record<Role, string>> = { app: "AppRepository", infra: "InfraRepository", docs: "DocsRepository" };

/** @throws unless a repository stays what it is: its files that are the user's would not follow. */
export function assertSamePortfolio({ role, options }: PortfolioRecord, asked: Role, { runtime }: Portfolio): void {
  if (role !== asked) {
    throw new Failure(
      `this is the ${role} repository of its portfolio (${RECORD}): .projenrc.ts has to make an ${classes[role]}, not ${classes[asked]}`,
    );
  }
  if (runtime === options.runtime) return;
  const message =
    `cannot change: the service is written for ${options.runtime} (${RECORD}), and its code and Dockerfile are yours. ` +
    `Set it back, or create a portfolio with --runtime ${runtime} in a new folder and move your work there`;
  throw new PortfolioError([{ option: "runtime", value: runtime, message }]);
}

/** The options of a portfolio that its repositories share. */
export function sharedOptions({ own: _, ...shared }: PortfolioOptions): PortfolioOptions {
  return shared;
}

/** The options in which two repositories of one portfolio differ. */
export function differences(a: Pick<PortfolioRecord, "options">, b: Pick<PortfolioRecord, "options">): OptionName[] {
  return optionNames.filter((name) => name !== "own" && JSON.stringify(a.options[name]) !== JSON.stringify(b.options[name]));
}
