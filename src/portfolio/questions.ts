import type { FlatOptions } from "./model";
import type { PortfolioOptions } from "./options";
import { resolvePortfolio } from "./portfolio";
import { PortfolioError } from "./problems";
import type { OptionName } from "./schema";
import { scopeOf } from "./scope";

/** The default of an option, given the answers so far. */
export function preset(name: OptionName, answers: Record<string, unknown>): string {
  // With exposure ingress still lacking its host, the rest resolves all the same.
  const { exposure: _, ...rest } = answers;
  return String(scopeOf(resolvePortfolio(rest as unknown as PortfolioOptions))[name as keyof FlatOptions]);
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
