import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanEnvironment } from "../child-process";

/** As git names the sides of a conflict. */
const SIDES = { ours: "yours", base: "last written", theirs: "create-devops-portfolio" } as const;

export interface Merged {
  readonly content: Buffer;
  readonly conflicts: boolean;
}

/** Why two texts were not merged: git is not there, or one of them is none. */
export type Unmerged = "git" | "binary";

/** Merges what a user changed and what the tool changes in a text that both had, as git does; no repository is needed for it. */
export function merge(base: string, ours: Buffer, theirs: string): Merged | Unmerged {
  if (ours.includes(0)) return "binary";
  const folder = mkdtempSync(join(tmpdir(), "merge-"));
  try {
    for (const [name, content] of Object.entries({ ours, base, theirs })) writeFileSync(join(folder, name), content);
    return mergeFiles(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a text holds both sides of a conflict that nobody has settled. */
export function isUnsettled(text: Buffer): boolean {
  return text.includes(`<<<<<<< ${SIDES.ours}\n`) && text.includes(`>>>>>>> ${SIDES.theirs}\n`);
}

function mergeFiles(cwd: string): Merged | Unmerged {
  const labels = Object.values(SIDES).flatMap((label) => ["-L", label]);
  try {
    const args = ["merge-file", "--stdout", "--quiet", ...labels, ...Object.keys(SIDES)];
    const content = execFileSync("git", args, { cwd, env: cleanEnvironment(), stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 });
    return { content, conflicts: false };
  } catch (error) {
    // The status is the number of conflicts.
    const { status, stdout } = error as { status?: number | null; stdout?: Buffer };
    if (status && status < 128 && stdout) return { content: stdout, conflicts: true };
    return status ? "binary" : "git";
  }
}
