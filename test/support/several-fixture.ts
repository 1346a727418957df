import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { repositoryRoot } from "./command";

/** Holds the options of a portfolio of three services, and what is written for it where one file tells of several services. */
export const fixture = join(repositoryRoot, "test/fixtures/several");
export const optionsFile = join(fixture, "portfolio.json");
export const options: PortfolioOptions & { readonly services: NonNullable<PortfolioOptions["services"]> } = JSON.parse(
  readFileSync(optionsFile, "utf8"),
);

/** The rest is as in test/instance, which has one service, or is held by tests of the output. */
export function tellsOfSeveral(path: string, content: string): boolean {
  return !path.includes("/.projen/") && options.services.filter(({ name }) => content.includes(name)).length > 1;
}
