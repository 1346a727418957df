import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Change, type Comparison, compareTree, type Kept } from "../files/compare";
import { isAsWritten } from "../files/decide";
import { BASE, type Tree } from "../files/tree";
import { packageManifest } from "../package-root";
import { type Sibling, siblingsOf } from "../repositories/neighbours";
import { differences } from "../repositories/same-portfolio";
import { intendedTree } from "./intended";

/** Why a file differs from what the tool would write. */
export type State = "yours" | "changed" | "outdated" | "deleted" | "conflict";

export interface FileStatus {
  readonly path: string;
  readonly state: State;
  readonly note: string;
}

export interface RepositoryStatus {
  readonly folder: string;
  readonly role: string;
  /** Of the tool that wrote it, where that is not this one. */
  readonly version?: string;
  readonly files: readonly FileStatus[];
  /** Repositories of the same portfolio that have other options. */
  readonly siblings: readonly { readonly folder: string; readonly options: readonly string[] }[];
}

/** How the files of a repository differ from what the next `npx projen` would write, and its options from its siblings'. Nothing is written. */
export function statusOf({ folder, record }: Sibling): RepositoryStatus {
  const { tree } = intendedTree(folder, record);
  const comparison = compareTree(folder, tree, { refuse: () => {} });
  const siblings = siblingsOf(folder, record, () => {}).map((other) => ({
    folder: other.folder,
    options: differences(record, other.record),
  }));
  return {
    folder,
    role: record.role,
    ...(record.version !== packageManifest().version && { version: record.version }),
    files: filesOf(folder, tree, comparison),
    siblings: siblings.filter(({ options }) => options.length > 0),
  };
}

function filesOf(folder: string, tree: Tree, { changes, kept }: Comparison): FileStatus[] {
  const changed = changes.filter(({ path, kind }) => path !== BASE && kind !== "mode").map(fromChange);
  const left = kept.filter(({ path, reason }) => reason !== "own" || differs(folder, tree, path)).map(fromKept);
  return [...changed, ...left].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function fromChange({ path, kind }: Change): FileStatus {
  if (kind === "merge") return { path, state: "changed", note: "npx projen merges what is new with your edits" };
  if (kind === "conflict") return { path, state: "changed", note: "npx projen changes the same lines: both will stand there" };
  const notes = { create: "npx projen makes it", delete: "npx projen removes it: it is managed no more" } as Record<string, string>;
  return { path, state: "outdated", note: notes[kind] ?? "npx projen writes it" };
}

function fromKept({ path, reason }: Kept): FileStatus {
  return { path, ...keptStates[reason] };
}

const keptStates: Readonly<Record<Kept["reason"], Omit<FileStatus, "path">>> = {
  own: { state: "yours", note: "it stands in own" },
  dropped: { state: "yours", note: "it is managed no more" },
  foreign: { state: "yours", note: "it lies where a managed file belongs: npx projen refuses to write until it is moved, or own" },
  changed: { state: "changed", note: "npx projen keeps it so" },
  unknown: { state: "changed", note: "nothing records how it was written: npx projen leaves it" },
  git: { state: "changed", note: "npx projen leaves it: merging needs git" },
  binary: { state: "changed", note: "npx projen leaves it: it is no text" },
  link: { state: "changed", note: "npx projen leaves it: it is a link" },
  deleted: { state: "deleted", note: "npx projen does not write it again" },
  unsettled: { state: "conflict", note: "settle what stands between <<<<<<< and >>>>>>>" },
};

function differs(folder: string, tree: Tree, path: string): boolean {
  try {
    return !isAsWritten(readFileSync(join(folder, path)), tree.get(path)?.content ?? "");
  } catch {
    return true;
  }
}
