import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { PortfolioOptions } from "../portfolio/options";
import type { Portfolio } from "../portfolio/portfolio";
import { AppRepository } from "../repositories/app-repository";
import { DocsRepository } from "../repositories/docs-repository";
import { InfraRepository } from "../repositories/infra-repository";
import type { Internals } from "../repositories/portfolio-repository";
import type { Role } from "../repositories/record";

export interface WrittenFile {
  readonly path: string;
  /** `managed`: rewritten by each `npx projen`. `seeded`: written once, then the user's. */
  readonly owner: "managed" | "seeded";
}

export interface WrittenRepository {
  readonly role: Role;
  readonly name: string;
  readonly files: readonly WrittenFile[];
}

export const repositoryClasses = { app: AppRepository, infra: InfraRepository, docs: DocsRepository } as const;

export const roles = Object.keys(repositoryClasses) as Role[];

/** Writes one repository of a portfolio into a folder; `home` is where it will lie, if that is another one. */
export function writeRepository(portfolio: Portfolio, role: Role, outdir: string, home = outdir): void {
  process.env.PROJEN_DISABLE_POST = "true";
  const internals: Internals = { outdir, home };
  new repositoryClasses[role]({ ...portfolio.options, ...internals } as PortfolioOptions).synth();
}

/** Writes the three repositories of a portfolio into a folder that will lie at `home`. */
export function writePortfolio(portfolio: Portfolio, folder: string, home = folder): WrittenRepository[] {
  return roles.map((role) => {
    const name = portfolio[`${role}Repository`];
    const outdir = join(folder, name);
    writeRepository(portfolio, role, outdir, join(home, name));
    return { role, name, files: listFiles(outdir) };
  });
}

/** The files of a repository as they lie on disk, without what git or a package manager put there. */
export function listFiles(folder: string): WrittenFile[] {
  const managed = new Set<string>(JSON.parse(readFileSync(join(folder, ".projen/files.json"), "utf8")).files);
  return walk(folder)
    .map((file) => relative(folder, file).split(sep).join("/"))
    .sort()
    .map((path) => ({ path, owner: managed.has(path) ? "managed" : "seeded" }));
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== ".git" && entry.name !== "node_modules")
    .flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]));
}
