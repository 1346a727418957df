import type { EnvironmentOptions } from "../portfolio/environment-options";
import { withEnvironment, withoutEnvironment, withoutService, withService } from "../portfolio/extend";
import { environmentMembers, serviceMembers } from "../portfolio/members";
import { flagOf } from "../portfolio/option-text";
import { PortfolioError, type Problem } from "../portfolio/problems";
import type { ServiceOptions } from "../portfolio/service-options";
import { type Extension, planExtension } from "../synthesis/extend-portfolio";
import { portfolioAt } from "../synthesis/whole";
import { UsageError } from "../usage-error";
import { environmentFlags, type kinds, serviceFlags } from "./extend-flags";

export type Kind = (typeof kinds)[number];

/** What a flag sets in the item of the list. */
const members: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  service: serviceMembers,
  environment: environmentMembers,
};

/**
 * An item of a list from the options that describe the only one, and what else is said of it.
 *
 * @throws UsageError for what says nothing of such an item.
 */
export function itemFrom(kind: Kind, name: string, options: Readonly<Record<string, unknown>>, more: object = {}) {
  const own = kind === "service" ? [...serviceFlags, "calls"] : [...environmentFlags, "context"];
  const strange = Object.keys({ ...options, ...more }).filter((option) => !own.includes(option));
  const flags = (names: readonly string[]) => names.map((option) => `--${flagOf(option)}`);
  if (strange.length > 0) {
    throw new UsageError(`${flags(strange).join(" and ")} says nothing of a new ${kind}, which takes ${flags(own).join(", ")}`);
  }
  const given = Object.entries(options).map(([option, value]) => [members[kind][option], value]);
  return { name, ...Object.fromEntries(given), ...more } as ServiceOptions & EnvironmentOptions;
}

/** @throws PortfolioError that tells what is wrong with the new item by the flag that says it. */
export function planAddition(kind: Kind, item: ServiceOptions | EnvironmentOptions, folder: string): Extension {
  const whole = portfolioAt(folder, warn);
  const given = kind === "service" ? withService(whole.options, item as ServiceOptions) : withEnvironment(whole.options, item);
  try {
    return planExtension(whole, given);
  } catch (error) {
    if (!(error instanceof PortfolioError)) throw error;
    const last = (given[`${kind}s`]?.length ?? 0) - 1;
    throw new PortfolioError(error.problems.map((problem) => asFlag(kind, `${kind}s[${last}].`, problem)));
  }
}

export function planRemoval(kind: Kind, name: string, folder: string): Extension {
  const whole = portfolioAt(folder, warn);
  return planExtension(whole, kind === "service" ? withoutService(whole.options, name) : withoutEnvironment(whole.options, name));
}

/** A problem with a new item, or with what meets it. */
function asFlag(kind: Kind, item: string, problem: Problem): Problem {
  const flagFor = (member: string) => {
    const [option = member] = Object.entries(members[kind]).find(([, value]) => value === member) ?? [];
    return member === "name" ? `the ${kind}` : `--${flagOf(option)}`;
  };
  const message = problem.message.replace(/\w+\[\d+\]\.(\w+)/g, (path, member: string) => (path.startsWith(item) ? flagFor(member) : path));
  const option = problem.option.startsWith(item) ? flagFor(problem.option.slice(item.length)) : problem.option;
  return { ...problem, option, message };
}

function warn(text: string): void {
  process.stderr.write(`${text}\n`);
}
