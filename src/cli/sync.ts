import { seenChanges } from "../repositories/report";
import { othersWork, type Uncommitted } from "../synthesis/commit";
import { planSync, type SyncPlan } from "../synthesis/sync";
import { isLeft, type SyncStep } from "../synthesis/sync-step";
import type { Arguments } from "./command";
import { offerCommits } from "./commits";
import type { changingFlags } from "./flags";

type How = Arguments<typeof changingFlags>["flags"];

/** A step that was taken, or would be. */
interface Taken {
  readonly step: SyncStep;
  /** What waits for the user. */
  readonly waiting: readonly string[];
  /** What the user has not committed, which is no part of it. */
  readonly work: Uncommitted;
}

/** Synthesizes a repository, carries its options to the others of its portfolio, and says what became of each. */
export async function sync(path: string, how: How): Promise<void> {
  const { "dry-run": dryRun = false, json = false } = how;
  const plan = planSync(path, (text) => process.stderr.write(`${text}\n`));
  const taken: Taken[] = [];
  for (const step of plan.steps) {
    const work = dryRun ? { files: [] } : await othersWork(step.repository.folder, step.tree);
    taken.push({ step, work, waiting: dryRun ? [] : await step.apply() });
    if (!json) say(taken[taken.length - 1], dryRun);
  }
  const committed = dryRun ? [] : await commits(taken, messageOf(plan), how);
  if (json) process.stdout.write(`${JSON.stringify(asJson(plan, taken, dryRun, committed), null, 2)}\n`);
  if (taken.some(({ step, waiting }) => isLeft(step) || waiting.length > 0)) process.exitCode = 1;
}

function say({ step, waiting }: Taken, dryRun: boolean): void {
  const { folder } = step.repository;
  (isLeft(step) ? process.stderr : process.stdout).write(`${folder}: ${dryRun ? wouldBe(step) : step.message}\n`);
  if (waiting.length > 0) process.stderr.write(`${waiting.join("\n")}\n`);
}

function wouldBe({ outcome, message, changes }: SyncStep): string {
  const files = seenChanges(changes).map(({ path, kind }) => `\n  ${kind.padEnd(8)}  ${path}`);
  const texts = {
    synced: `would be ${message}`,
    restored: `would be ${message}`,
    projen: "would get the options",
    created: "would be written anew",
  };
  const text = texts[outcome as keyof typeof texts];
  return text === undefined ? message : `${text}${outcome === "created" ? ` (${files.length} files)` : files.join("")}`;
}

/** What is complete can be committed, where nothing of the user's would be committed with it. */
async function commits(taken: readonly Taken[], message: string, how: How): Promise<string[]> {
  const done = taken.filter(({ step, waiting }) => ["synced", "restored"].includes(step.outcome) && waiting.length === 0);
  const clean = done.filter(({ work: { files, unknown } }) => files.length === 0 && unknown === undefined);
  for (const { step, work } of how.commit ? done.filter((each) => !clean.includes(each)) : []) {
    const why = work.unknown ?? `it has changes of yours (${work.files[0]}): commit or stash them first`;
    process.stderr.write(`${step.repository.folder}: not committed: ${why}\n`);
    process.exitCode = 1;
  }
  const repositories = clean.map(({ step }) => step.repository);
  return (await offerCommits(repositories, message, how)).map(({ folder }) => folder);
}

/** "Change nodePort, replicas". */
function messageOf({ options }: SyncPlan): string {
  return options.length > 0 ? `Change ${options.join(", ")}` : "Bring the managed files up to date";
}

function asJson({ source, options }: SyncPlan, taken: readonly Taken[], dryRun: boolean, committed: readonly string[]) {
  const repositories = taken.map(({ step: { repository, outcome, message, changes }, waiting }) => ({
    folder: repository.folder,
    role: repository.record.role,
    outcome,
    message,
    files: seenChanges(changes).map(({ path, kind }) => ({ path, kind })),
    waiting,
    committed: committed.includes(repository.folder),
  }));
  return { source: source.folder, options, repositories, dryRun };
}
