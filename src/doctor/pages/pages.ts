import { regionsOf } from "../../regions";
import { type Page, pageOf } from "../../workspace/page";
import type { Repository, SourceFile } from "../../workspace/repository";
import type { Workspace } from "../../workspace/workspace";
import { type DocumentedPortfolio, json, portfolioIn } from "./portfolio";

/** A page of a portfolio. */
export interface HeldPage {
  readonly file: SourceFile;
  readonly page: Page;
  /** It is generated: everything in it is held against the repositories. What a person wrote is theirs, but for the facts in it. */
  readonly isManaged: boolean;
  isHeld(line: number): boolean;
}

const known = new WeakMap<Workspace, DocumentedPortfolio | null>();

/** The portfolio of a workspace, looked for once. */
export function documented(workspace: Workspace): DocumentedPortfolio | undefined {
  if (!known.has(workspace)) known.set(workspace, portfolioIn(workspace) ?? null);
  return known.get(workspace) ?? undefined;
}

export function pagesOf(repository: Repository): HeldPage[] {
  const files = [...repository.files.values()].filter(({ name }) => name.endsWith(".md"));
  const managed = new Set<string>(json(repository.file(".projen/files.json"))?.files ?? []);
  return files.map((file) => {
    const isManaged = managed.has(file.path);
    const regions = [...regionsOf(file.lines).regions.values()];
    const isFact = (line: number) => regions.some(({ first, last }) => first + 1 < line && line <= last);
    return { file, page: pageOf(file), isManaged, isHeld: (line) => isManaged || isFact(line) };
  });
}
