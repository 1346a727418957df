import { gitOver } from "../child-process";

/** As git names the sides of a conflict. */
const SIDES = { ours: "yours", base: "last written", theirs: "create-devops-portfolio" } as const;

export interface Merged {
  readonly content: Buffer;
  readonly conflicts: boolean;
}

/** Why two texts were not merged: git is not there, or one of them is none. */
export type Unmerged = "git" | "binary";

/** Merges what a user changed and what the tool changes in a text that both had, as git does; no repository is needed for it. */
export function merge(base: string | Buffer, ours: Buffer, theirs: string | Buffer): Merged | Unmerged {
  if (ours.includes(0)) return "binary";
  const labels = Object.values(SIDES).flatMap((label) => ["-L", label]);
  const args = ["merge-file", "--stdout", "--quiet", ...labels, ...Object.keys(SIDES)];
  const { status, stdout } = gitOver(Object.entries({ ours, base, theirs }), args);
  if (status === null) return "git";
  // The status is the number of conflicts.
  return status < 128 ? { content: stdout, conflicts: status > 0 } : "binary";
}

/** Whether a text holds both sides of a conflict that nobody has settled. */
export function isUnsettled(text: Buffer): boolean {
  return text.includes(`<<<<<<< ${SIDES.ours}\n`) && text.includes(`>>>>>>> ${SIDES.theirs}\n`);
}
