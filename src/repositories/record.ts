import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { RECORD } from "../files/tree";
import { servicesWith } from "../portfolio/repositories";
import { type ResolvedOptions, type ResolvedService, servicesOf } from "../portfolio/resolved-options";
import { Failure } from "../usage-error";

export { RECORD } from "../files/tree";

/** What a repository of a portfolio is there for. */
export type Role = "app" | "infra" | "docs";

const roles: readonly unknown[] = ["app", "infra", "docs"];
const names = ["owner", "infraRepository", "docsRepository"] as const;

export interface PortfolioRecord {
  readonly role: Role;
  /** Whose repository it is, where that is not the first service's. */
  readonly service?: string;
  /** Which portfolio: given when it is created, and kept when its owner or its repositories are renamed. */
  readonly id: string;
  /** Of the scaffolder that wrote the repository. */
  readonly version?: string;
  readonly options: ResolvedOptions;
  /** Of an app repository whose service the portfolio has no more: it stays as it is, and no other repository knows it. */
  readonly removed?: true;
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
  if (!roles.includes(record?.role) || !isSound(record?.options)) {
    throw new Failure(`${file} is no record of a portfolio: restore it with git, or run npx projen there`);
  }
  const { role, service, id, version, options, removed } = record as PortfolioRecord;
  return { role, service, id: typeof id === "string" ? id : identify(options), version, options, ...(removed && { removed }) };
}

function isSound(options: Partial<ResolvedOptions> | undefined): boolean {
  const says = (item: object | undefined, ...texts: string[]) => texts.every((name) => typeof item?.[name as never] === "string");
  const services = options?.services;
  const isList =
    Array.isArray(services) && services.length > 0 && services.every((service) => says(service, "name", "runtime", "repository"));
  return says(options, ...names) && (isList || says(options, "runtime", "appRepository"));
}

/** The service that an app repository is of. */
export function recordedService({ service, options }: PortfolioRecord): ResolvedService {
  const services = servicesOf(options);
  return services.find(({ name }) => name === service) ?? services[0];
}

/** Those of an app repository: one, or several that share it. */
export function recordedServices(record: PortfolioRecord): ResolvedService[] {
  return servicesWith(recordedService(record), servicesOf(record.options));
}

/** The service by which an app repository is called in a portfolio: as before or, where that one is gone, the first of those that are left in it. */
export function serviceIn(record: PortfolioRecord, services: readonly Pick<ResolvedService, "name" | "repository">[]): string | undefined {
  const { name, repository } = recordedService(record);
  if (record.role !== "app" || services.some((service) => service.name === name)) return record.service;
  const next = services.find((service) => service.repository === repository);
  return next === undefined || (record.service === undefined && next === services[0]) ? record.service : next.name;
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
    // A pipe or a device in its place would never end.
    if (!statSync(file).isFile()) throw new Error("it is no file");
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw new Failure(`${file} cannot be read (${(error as Error).message}): restore it with git, or run npx projen there`);
  }
}

/** The identity of a new portfolio, or of one from before there were any: the names by which its repositories refer to each other. */
export function identify(options: ResolvedOptions): string {
  const { owner, infraRepository, docsRepository } = options;
  const names = [owner, servicesOf(options)[0].repository, infraRepository, docsRepository].join("/");
  return createHash("sha256").update(names).digest("hex").slice(0, 16);
}

export function samePortfolio(a: PortfolioRecord, b: PortfolioRecord): boolean {
  return a.id === b.id || identify(a.options) === identify(b.options);
}
