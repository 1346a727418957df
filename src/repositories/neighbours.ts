import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type PortfolioRecord, readRecord, samePortfolio } from "./record";

export interface Sibling {
  readonly folder: string;
  readonly record: PortfolioRecord;
}

/** Repositories beside this one that have another role in the same portfolio. */
export function siblingsOf(source: string, { role, options }: PortfolioRecord): Sibling[] {
  const parent = join(source, "..");
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const folder = join(parent, name);
      const record = readRecord(folder);
      return record && record.role !== role && samePortfolio(record.options, options) ? [{ folder, record }] : [];
    });
}
