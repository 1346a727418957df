import { gitOver } from "../child-process";
import { type Change, compareTree } from "../files/compare";
import { BASE } from "../files/tree";
import type { Sibling } from "../repositories/neighbours";
import { Failure } from "../usage-error";
import { intendedTree } from "./intended";

/** A file before and after; nothing where there is none. */
export interface Pair {
  readonly path: string;
  readonly before?: string | Buffer;
  readonly after?: string | Buffer;
}

/** What the next `npx projen` would change in a repository. */
export function pendingChanges({ folder, record }: Sibling, paths?: readonly string[]): Change[] {
  const { changes } = compareTree(folder, intendedTree(folder, record).tree, { refuse: () => {} });
  const asked = (path: string) => !paths || paths.some((wanted) => path === wanted || path.startsWith(`${wanted}/`));
  return changes.filter(({ path, kind }) => path !== BASE && kind !== "mode" && asked(path));
}

/** As git shows it. @throws Failure where git is not installed. */
export function unifiedDiff(pairs: readonly Pair[]): string {
  if (pairs.length === 0) return "";
  const sides = pairs.flatMap(({ path, before, after }) => [[`a/${path}`, before] as const, [`b/${path}`, after] as const]);
  const there = sides.filter(([, content]) => content !== undefined);
  const args = ["diff", "--no-index", "--no-color", "--no-prefix", "--no-renames", "--no-ext-diff", "a", "b"];
  const { status, stdout } = gitOver([["a"], ["b"], ...there], args);
  if (status === 0 || status === 1) return stdout.toString(); // 1: they differ
  throw new Failure("a difference is shown by git, which is not installed");
}
