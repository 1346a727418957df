import type { Change, Comparison, Kept } from "../files/compare";
import { isToolFile } from "../files/tree";
import { siblingsOf } from "./neighbours";
import { readRecordIfSound } from "./record";
import { differences } from "./same-portfolio";

const COMMAND = "npx create-devops-portfolio";

/** Says at the end of a synthesis what it did, what it left alone, and what is next; exit code 1 while something waits for the user. */
export function report(folder: string, comparison: Comparison): void {
  const summary = summaryOf(comparison).replace(/\.$/, siblingsDiffer(folder));
  process.stdout.write(`${summary}${keptOf(comparison.kept)}\n`);
  const problems = problemsOf(comparison);
  if (problems.length === 0) return;
  process.stderr.write(`${problems.join("\n")}\n`);
  process.exitCode = 1;
}

/** Those that a person has to know of: neither modes nor the tool's own files. */
export function seenChanges(changes: readonly Change[]): Change[] {
  return changes.filter(({ path, kind }) => kind !== "mode" && !isToolFile(path));
}

/** "6 files changed, 1 merged with your edits (README.md)." */
export function summaryOf({ changes }: Pick<Comparison, "changes">): string {
  const seen = seenChanges(changes);
  const merged = seen.filter(({ kind }) => kind === "merge").map(({ path }) => path);
  if (seen.length === 0) return "No file changed.";
  return `${count(seen.length, "file")} changed${merged.length > 0 ? `, ${merged.length} merged with your edits (${merged.join(", ")})` : ""}.`;
}

function keptOf(kept: readonly Kept[]): string {
  const paths = (reason: Kept["reason"]) => kept.filter((file) => file.reason === reason).map(({ path }) => path);
  const [deleted, dropped] = [paths("deleted"), paths("dropped")];
  const parts = [
    deleted.length > 0 && ` You deleted ${deleted.join(", ")}: not written again.`,
    dropped.length > 0 && ` ${dropped.join(", ")} ${dropped.length === 1 ? "is" : "are"} managed no more, and yours.`,
  ];
  return parts.filter(Boolean).join("");
}

/** What could not be merged, and the ways out: a line a file. */
export function problemsOf({ changes, kept }: Comparison): string[] {
  const conflicts = changes.filter(({ kind }) => kind === "conflict").map(({ path }) => path);
  const lines = [
    ...conflicts.map((path) => `${path}: you and the tool changed the same lines; both stand there, between <<<<<<< and >>>>>>>.`),
    ...kept.flatMap(({ path, reason }) => (explanations[reason] ? [`${path}: ${explanations[reason]}`] : [])),
  ];
  if (lines.length === 0) return [];
  return [
    ...lines,
    `Edit the file so that it is right, or keep it as your own: ${COMMAND} own <file>; or take the tool's: ${COMMAND} disown <file>`,
  ];
}

/** Of the files that wait for the user: the tool's text has not found its way into them. */
const explanations: Readonly<Partial<Record<Kept["reason"], string>>> = {
  unsettled: "it still holds a conflict between <<<<<<< and >>>>>>>, and is left as it is until that is settled.",
  git: "it was not touched: you changed it, and merging needs git, which is not installed.",
  binary: "it was not touched: it is no text that could be merged.",
  link: "it was not touched: a link lies in its place.",
  unknown: "it was not touched: nothing records how it was written, so your edits cannot be told from the tool's text.",
};

/** The end of a sentence: whether the other repositories still say what this one said before, and what carries it to them. */
function siblingsDiffer(folder: string): string {
  const record = readRecordIfSound(folder);
  const others = record ? siblingsOf(folder, record, () => {}).filter((other) => differences(record, other.record).length > 0) : [];
  if (others.length === 0) return ".";
  return `; ${count(others.length, "repository", "repositories")} beside this one ${others.length === 1 ? "differs" : "differ"}: ${COMMAND} sync`;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
