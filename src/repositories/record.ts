import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RECORD } from "../files/tree";
import type { ResolvedOptions } from "../portfolio/portfolio";
import { Failure } from "../usage-error";

export { RECORD } from "../files/tree";

/** What a repository of a portfolio is there for. */
export type Role = "app" | "infra" | "docs";

const roles: readonly unknown[] = ["app", "infra", "docs"];
const names = ["owner", "runtime", "appRepository", "infraRepository", "docsRepository"] as const;

export interface PortfolioRecord {
  readonly role: Role;
  /** Which portfolio: given when it is created, and kept when its owner or its repositories are renamed. */
  readonly id: string;
  /** Of the scaffolder that wrote the repository. */
  readonly version?: string;
  readonly options: ResolvedOptions;
}

/**
 * What a repository records of its portfolio; nothing for a folder that is no such repository.
 *
 * @throws Failure for a record that cannot be read.
 */
export function readRecord(folder: string): PortfolioRecord | undefined {
  const file = join(folder, RECORD);
  const record = parsed(file);
  if (record === undefined) return undefined;
  if (!roles.includes(record?.role) || !names.every((name) => typeof record?.options?.[name] === "string")) {
    throw new Failure(`${file} is no record of a portfolio: restore it with git, or run npx projen there`);
  }
  const { role, id, version, options } = record as PortfolioRecord;
  return { role, id: typeof id === "string" ? id : identify(options), version, options };
}

/** The same, where a damaged record is as good as none: what is written next puts it right. */
export function readRecordIfSound(folder: string): PortfolioRecord | undefined {
  try {
    return readRecord(folder);
  } catch {
    return undefined;
  }
}

/** Nothing where there is no file. */
function parsed(file: string): Partial<PortfolioRecord> | null | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw new Failure(`${file} cannot be read (${(error as Error).message}): restore it with git, or run npx projen there`);
  }
}

/** The identity of a new portfolio, or of one from before there were any: the names by which its repositories refer to each other. */
export function identify({ owner, appRepository, infraRepository, docsRepository }: ResolvedOptions): string {
  const names = [owner, appRepository, infraRepository, docsRepository].join("/");
  return createHash("sha256").update(names).digest("hex").slice(0, 16);
}

export function samePortfolio(a: PortfolioRecord, b: PortfolioRecord): boolean {
  return a.id === b.id || identify(a.options) === identify(b.options);
}
