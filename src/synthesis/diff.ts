import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cleanEnvironment } from "../child-process";
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
  const cwd = mkdtempSync(join(tmpdir(), "diff-"));
  try {
    for (const side of ["a", "b"]) mkdirSync(join(cwd, side));
    for (const { path, before, after } of pairs) {
      put(join(cwd, "a", path), before);
      put(join(cwd, "b", path), after);
    }
    return compare(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

function put(file: string, content: string | Buffer | undefined): void {
  if (content === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function compare(cwd: string): string {
  try {
    const args = ["diff", "--no-index", "--no-color", "--no-prefix", "--no-renames", "--no-ext-diff", "a", "b"];
    return execFileSync("git", args, {
      cwd,
      env: cleanEnvironment(),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 1 << 28,
    });
  } catch (error) {
    const { status, stdout } = error as { status?: number | null; stdout?: string };
    if (status === 1) return stdout ?? ""; // they differ
    throw new Failure("a difference is shown by git, which is not installed");
  }
}
