import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { PortfolioError } from "../portfolio/problems";
import { type OptionName, optionNames } from "../portfolio/schema";
import type { Scope } from "../portfolio/scope";
import { Failure } from "../usage-error";
import { classNames } from "./projenrc";
import { type PortfolioRecord, RECORD, type Role, recordedService, recordedServices } from "./record";

/** @throws unless a repository stays what it is: its files that are the user's would not follow. */
export function assertSamePortfolio(
  record: PortfolioRecord,
  asked: Role,
  { runtime, appName, appRepository, services, together }: Scope,
): void {
  const { role } = record;
  if (role !== asked) {
    throw new Failure(
      `this is the ${role} repository of its portfolio (${RECORD}): .projenrc.ts has to make an ${classNames[role]}, not ${classNames[asked]}`,
    );
  }
  const written = recordedService(record);
  const isThere = services.some(({ name }) => name === written.name);
  if (role === "app" && isThere && !together.some(({ name }) => name === written.name)) {
    throw new Failure(
      `this is the repository of ${written.name} (${RECORD}), not of ${appName}: ` +
        `write AppRepository.forService(options, ${JSON.stringify(written.name)}) in .projenrc.ts`,
    );
  }
  const known = recordedServices(record).map(({ name }) => name);
  const strange = together.filter(({ name }) => !known.includes(name)).map(({ name }) => name);
  if (role === "app" && isThere && appRepository !== written.repository && strange.length > 0) {
    throw new Failure(
      `this is the repository of ${written.name} (${RECORD}), and ${appRepository} is also that of ${strange.join(" and ")}: set it back. ` +
        `To move a service there: npx create-devops-portfolio remove service ${written.name}, then add service ${written.name} --app-repository ${appRepository}`,
    );
  }
  // Of another service nothing in this repository is written.
  if (role !== "app" && !isThere) return;
  if (runtime === written.runtime) return;
  const message =
    `cannot change: the service is written for ${written.runtime} (${RECORD}), and its code and Dockerfile are yours. ` +
    `Set it back, or create a portfolio with --runtime ${runtime} in a new folder and move your work there`;
  throw new PortfolioError([{ option: "runtime", value: runtime, message }]);
}

/** The options of a portfolio that its repositories share. */
export function sharedOptions({ own: _, ...shared }: PortfolioOptions): PortfolioOptions {
  return shared;
}

/** The portfolio as one of its repositories has it: which files are a user's is said in each for itself. */
export function portfolioFor(record: PortfolioRecord | undefined, { options }: Portfolio): Portfolio {
  const own = record?.options.own;
  return resolvePortfolio({ ...sharedOptions(options), ...(own && { own }) });
}

/** The options in which two repositories of one portfolio differ. */
export function differences(a: Pick<PortfolioRecord, "options">, b: Pick<PortfolioRecord, "options">): OptionName[] {
  return optionNames.filter((name) => name !== "own" && JSON.stringify(a.options[name]) !== JSON.stringify(b.options[name]));
}
