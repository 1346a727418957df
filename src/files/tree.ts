/** A file as it would be written. */
export interface TreeFile {
  readonly content: string;
  readonly executable: boolean;
  /** `managed`: rewritten by each `npx projen`. `seeded`: written once, then the user's. */
  readonly ownership: "managed" | "seeded";
  /** Managed, but not read-only on disk. Only components of a user's are so. */
  readonly writable?: boolean;
}

/** The files of a repository by path, as a value: what would be written. */
export type Tree = ReadonlyMap<string, TreeFile>;

/** Where projen records which files are managed. */
export const MANIFEST = ".projen/files.json";

/** Where a repository records its portfolio. */
export const RECORD = ".projen/portfolio.json";

/** The permissions that a file is made with, before the umask. */
export function modeOf({ executable, ownership, writable = ownership === "seeded" }: TreeFile): number {
  return (writable ? 0o644 : 0o444) | (executable ? (writable ? 0o111 : 0o100) : 0);
}
