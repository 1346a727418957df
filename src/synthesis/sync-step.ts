import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Change } from "../files/compare";
import { recover } from "../files/journal";
import { BASE, isToolFile, type Tree } from "../files/tree";
import { writeTree } from "../files/write-tree";
import type { Sibling } from "../repositories/neighbours";
import { problemsOf } from "../repositories/report";

/** What becomes of one repository. Nothing is done before `apply`. */
export interface SyncStep {
  readonly repository: Sibling;
  /**
   * `synced`: it gets what its options say. `restored`: it gets the tool's own files back. `created`: it was not there. `projen`: the rest
   * is for `npx projen` there. `byHand`: its options were changed by hand and are left alone. `refused`: it cannot be written, and the
   * others are not kept waiting.
   */
  readonly outcome: "upToDate" | "synced" | "restored" | "created" | "projen" | "byHand" | "refused";
  /** What is to be said of it when it is done; of what is not done, why, and what to do. */
  readonly message: string;
  readonly changes: readonly Change[];
  /** What would be in the repository, where it is known. */
  readonly tree?: Tree;
  /** @returns what waits for the user then, if anything does */
  apply(): readonly string[] | Promise<readonly string[]>;
}

/** Whether a step is for the user. */
export function isLeft({ outcome }: SyncStep): boolean {
  return outcome === "byHand" || outcome === "refused";
}

export function left(repository: Sibling, outcome: "byHand" | "refused", message: string): SyncStep {
  return { repository, outcome, message, changes: [], apply: () => [] };
}

export function upToDate(repository: Sibling): SyncStep {
  const tidy = () => {
    recover(repository.folder); // a run that was killed after its last file has left its journal
    return [];
  };
  return { repository, outcome: "upToDate", message: "up to date", changes: [], apply: tidy };
}

/** The tool's own files that a repository lacks: without them `npx projen` cannot run there. */
export function restoration(repository: Sibling, tree: Tree): SyncStep | undefined {
  const { folder } = repository;
  const missing = [...tree].filter(([path]) => isToolFile(path) && path !== BASE && !existsSync(join(folder, path)));
  if (missing.length === 0) return undefined;
  const paths = missing.map(([path]) => path);
  const changes = missing.map(([path, { content }]): Change => ({ path, kind: "create", content, mode: 0o644 }));
  const apply = () => problemsOf(writeTree(folder, new Map(missing), { prune: false }));
  return { repository, outcome: "restored", message: `restored ${paths.join(", ")}`, changes, tree, apply };
}
