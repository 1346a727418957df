import { existsSync, lstatSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Base } from "../files/base";
import { type Change, type Comparison, compareTree, type Kept } from "../files/compare";
import { decide, isAsWritten } from "../files/decide";
import { recover } from "../files/journal";
import { BASE, modeOf, PROJENRC, type Tree } from "../files/tree";
import { writeTree } from "../files/write-tree";
import { dueFor } from "../repositories/migrations";
import type { Sibling } from "../repositories/neighbours";
import { assertNotNewer } from "../repositories/not-newer";
import { formerOutput } from "./former-version";
import { upgradedTree } from "./intended";

/** What becomes of a repository with this version. Nothing is done before `apply`. */
export interface Upgrade {
  readonly repository: Sibling;
  readonly comparison: Comparison;
  /** What the person has to know. */
  readonly notes: readonly string[];
  apply(): void;
}

/** @throws Failure for a repository that cannot be upgraded */
export function planUpgrade(repository: Sibling): Upgrade {
  const { folder, record } = repository;
  recover(folder);
  assertNotNewer(record);
  const due = dueFor(record);
  const mergesSeeded = due.some(({ seeded = [] }) => seeded.includes(record.role));
  const isRecorded = existsSync(join(folder, BASE));
  const former = isRecorded && !mergesSeeded ? undefined : formerOutput(folder);
  const base = isRecorded ? undefined : former?.managed;
  const tree = upgradedTree(folder, record);
  const seeded = mergesSeeded && former ? seededChanges(folder, tree, former.seeded) : undefined;
  const managed = seeded ? new Map([...tree].filter(([, { ownership }]) => ownership !== "seeded")) : tree;
  const written = new Map([...tree].filter(([, { ownership }]) => ownership === "seeded"));
  const { changes, kept } = compareTree(folder, managed, { base, written });
  const also = seeded?.changes ?? [];
  const apply = () => {
    writeTree(folder, managed, { base, written, also });
    rmSync(join(folder, ".projen/node_modules"), { recursive: true, force: true }); // of the former version
  };
  const comparison = { changes: [...changes, ...also], kept: [...kept, ...(seeded?.kept ?? [])] };
  return { repository, comparison, notes: due.map(({ note }) => note), apply };
}

/** Files that were written once are merged like managed ones, where what is new does not work with the old ones. */
function seededChanges(folder: string, tree: Tree, former: Base): { changes: Change[]; kept: Kept[] } {
  const changes: Change[] = [];
  const kept: Kept[] = [];
  const seeded = [...tree].filter(([path, { ownership }]) => ownership === "seeded" && path !== PROJENRC);
  for (const [path, file] of seeded) {
    const state = lstatSync(join(folder, path), { throwIfNoEntry: false });
    const before = state?.isFile() ? readFileSync(join(folder, path)) : undefined;
    const disk = before && { content: before, executable: false, isLink: false };
    const decision =
      state && !before
        ? ({ kind: "kept", reason: "link" } as const)
        : decide(path, { ...file, ownership: "managed" }, disk, former.get(path), true);
    if (decision.kind === "kept") kept.push({ path, reason: decision.reason });
    if ("content" in decision)
      changes.push({ path, kind: decision.kind, content: decision.content, mode: state ? state.mode & 0o777 : modeOf(file), before });
  }
  for (const [path, { content }] of former) {
    if (tree.has(path) || !lstatSync(join(folder, path), { throwIfNoEntry: false })?.isFile()) continue;
    const before = readFileSync(join(folder, path));
    if (isAsWritten(before, content)) changes.push({ path, kind: "delete", mode: 0, before });
  }
  return { changes, kept };
}
