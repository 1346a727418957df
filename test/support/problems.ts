import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { PortfolioError } from "../../src/portfolio/problems";

/** What is wrong with the options of a portfolio of ada's, a line each. */
export function problems(options: Record<string, unknown>): string[] {
  try {
    resolvePortfolio({ owner: "ada", ...options } as PortfolioOptions);
  } catch (error) {
    if (error instanceof PortfolioError) return error.message.split("\n");
    throw error;
  }
  return [];
}
