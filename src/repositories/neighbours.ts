import { readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type PortfolioRecord, readRecord, recordedServices, samePortfolio } from "./record";

export interface Sibling {
  readonly folder: string;
  readonly record: PortfolioRecord;
}

/**
 * The repositories of portfolios in a folder, without those whose service was removed. One whose record cannot be read is named and passed
 * over.
 */
export function repositoriesIn(folder: string, warn: (text: string) => void): Sibling[] {
  return entriesOf(folder)
    .map((name) => join(folder, name))
    .filter(isFolder)
    .flatMap((candidate) => {
      try {
        const record = readRecord(candidate);
        return record && !record.removed ? [{ folder: candidate, record }] : [];
      } catch (error) {
        warn(`${(error as Error).message}. ${candidate} is passed over.`);
        return [];
      }
    });
}

/** Repositories beside this one that have another role in the same portfolio. */
export function siblingsOf(source: string, record: PortfolioRecord, warn: (text: string) => void): Sibling[] {
  if (record.removed) return [];
  const others = repositoriesIn(dirname(source), warn).filter(
    (other) => !isSameRepository(other.record, record) && samePortfolio(other.record, record),
  );
  // A repository and a link to it are one.
  return [...new Map(others.map((other) => [realpathSync(other.folder), other])).values()];
}

/** A copy of this repository, under another name. */
function isSameRepository(a: PortfolioRecord, b: PortfolioRecord): boolean {
  return a.role === b.role && (a.role !== "app" || recordedServices(a)[0].name === recordedServices(b)[0].name);
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // not ours to read
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
