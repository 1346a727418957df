import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ResolvedOptions } from "../portfolio/portfolio";

/** What a repository of a portfolio is there for. */
export type Role = "app" | "infra" | "docs";

/** Where a repository records the resolved options. */
export const RECORD = ".projen/portfolio.json";

export interface PortfolioRecord {
  readonly role: Role;
  readonly options: ResolvedOptions;
}

/** What a repository records of its portfolio; nothing for a folder that is no such repository. */
export function readRecord(folder: string): PortfolioRecord | undefined {
  const file = join(folder, RECORD);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** The names by which repositories refer to each other make a portfolio what it is. */
export function samePortfolio(a: ResolvedOptions, b: ResolvedOptions): boolean {
  return (["owner", "appRepository", "infraRepository", "docsRepository"] as const).every((name) => a[name] === b[name]);
}
