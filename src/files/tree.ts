import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A file as it would be written. */
export interface TreeFile {
  readonly content: string;
  readonly executable: boolean;
  /**
   * `managed`: kept right by each `npx projen`, together with what the user changed in it. `seeded`: written once, then the user's, but
   * for its regions of facts. `own`: a managed file that the user took over.
   */
  readonly ownership: "managed" | "seeded" | "own";
  /** Managed, and read-only on disk: with the option `markers`. */
  readonly readOnly?: boolean;
  /** Where it lay in repositories of former versions; several pages are sections of it now. */
  readonly formerly?: readonly string[];
  /** Managed, but a file of the user's in its place stays as it is. */
  readonly yields?: boolean;
}

/** The files of a repository by path, as a value: what would be written. */
export type Tree = ReadonlyMap<string, TreeFile>;

/** Where projen records which files are managed. */
export const MANIFEST = ".projen/files.json";

/** Where a repository records its portfolio. */
export const RECORD = ".projen/portfolio.json";

/** Where a repository keeps the managed files as they were last written. */
export const BASE = ".projen/written.json";

/** What the tool runs. */
export const PROJENRC = ".projenrc.ts";

/** Whether a file is the tool's own: no person edits it, and without it nothing works. */
export function isToolFile(path: string): boolean {
  return path.startsWith(".projen/");
}

export function toolFilesIn(folder: string): string[] {
  const files = existsSync(join(folder, ".projen")) ? readdirSync(join(folder, ".projen")) : [];
  return files.map((name) => `.projen/${name}`);
}

/** Whether a file of a tree is there to be run. */
export function isScript(path: string): boolean {
  return path.endsWith(".sh");
}

/** The permissions that a new file is made with, before the umask. */
export function modeOf({ executable, readOnly }: TreeFile): number {
  return (readOnly ? 0o444 : 0o644) | (executable ? (readOnly ? 0o100 : 0o111) : 0);
}
