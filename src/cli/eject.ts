import type { Change } from "../files/compare";
import { PROJENRC } from "../files/tree";
import { seenChanges } from "../repositories/report";
import { assertClean } from "../synthesis/commit";
import { type Ejection, mentionsBeside, planEject } from "../synthesis/eject";
import { membersAt } from "../synthesis/locate";
import type { Arguments } from "./command";
import { offerCommits } from "./commits";
import type { changingFlags } from "./flags";
import { isInteractive } from "./interactive";

const MESSAGE = "Go on without create-devops-portfolio";

/** Takes the tool out of the repositories of a portfolio: all of them, since their documentation speaks of each other. */
export async function eject(path: string, how: Arguments<typeof changingFlags>["flags"]): Promise<void> {
  const { "dry-run": dryRun = false, json = false } = how;
  const repositories = membersAt(path, (text) => process.stderr.write(`${text}\n`));
  if (!dryRun) await assertClean(repositories, "eject");
  const ejections = repositories.map(planEject);
  if (!json) process.stdout.write(ejections.map(textOf).join(""));
  if (!dryRun && !(await isAgreed(how))) return;
  if (!dryRun) for (const { apply } of ejections) apply();
  const mentions = dryRun ? [] : await Promise.all(ejections.map((ejection) => ejection.mentions()));
  const beside = dryRun ? [] : mentionsBeside(repositories);
  const committed = dryRun ? [] : await offerCommits(repositories, MESSAGE, how);
  if (json) {
    const results = ejections.map((ejection, index) => ({
      ...asJson(ejection),
      mentions: mentions[index] ?? [],
      committed: committed.includes(ejection.repository),
    }));
    process.stdout.write(`${JSON.stringify({ repositories: results, mentions: beside, dryRun }, null, 2)}\n`);
    return;
  }
  for (const [index, { folder }] of repositories.entries()) {
    for (const place of mentions[index] ?? []) process.stdout.write(`${folder}/${place} is yours and still speaks of the tool\n`);
  }
  for (const place of beside) process.stdout.write(`${place} is yours and still speaks of the tool\n`);
  if (dryRun) process.stdout.write("Nothing was written.\n");
}

/** Only a person at a terminal is asked: whoever gives `--commit` or is a program has decided. */
async function isAgreed({ json, commit }: Arguments<typeof changingFlags>["flags"]): Promise<boolean> {
  if (json || commit || !isInteractive()) return true;
  return (await import("./prompts.js")).confirmed("Eject? Only git brings the tool back.");
}

function textOf({ repository, comparison }: Ejection): string {
  const { written, removed } = pathsOf(comparison.changes);
  const lines = [
    `${repository.folder}: without .projen and .projenrc.ts`,
    ...written.map((path) => `  changed  ${path}`),
    ...removed.map((path) => `  removed  ${path}`),
  ];
  return `${lines.join("\n")}\n`;
}

function asJson({ repository, comparison }: Ejection) {
  return { folder: repository.folder, ...pathsOf(comparison.changes) };
}

function pathsOf(changes: readonly Change[]) {
  const seen = seenChanges(changes).filter(({ path }) => path !== PROJENRC);
  const paths = (isRemoved: boolean) => seen.filter(({ kind }) => (kind === "delete") === isRemoved).map(({ path }) => path);
  return { written: paths(false), removed: paths(true) };
}
