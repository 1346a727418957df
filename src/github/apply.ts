import { setTimeout as sleep } from "node:timers/promises";
import { pathOf, readPackage } from "./actual";
import type { DesiredRepository } from "./desired";
import { explain, isBeyondPlan, isTaken, messageOf } from "./errors";
import { type Answer, api, type Call, get } from "./gh";
import { makeApp } from "./hand-over";
import { rememberSkippedApp } from "./local";
import { packagePage } from "./pages";
import type { Publication } from "./plan";
import { push } from "./push";
import { waitForRun } from "./run";
import type { CallStep, HandOverStep, PackageStep, Step } from "./steps";

/** Who watches, and perhaps answers. */
export interface Dialogue {
  say(text: string): void;
  /** Whether a person did what was asked, or wants to skip it; without anybody to ask, there is no such function. */
  readonly done?: (question: string) => Promise<boolean>;
  /** Resolves when a person does not want to wait for the browser any longer. */
  readonly stopped?: (question: string, signal: AbortSignal) => Promise<void>;
}

/** Does what is missing, one after the other. What it did stays if it fails, and the next plan is shorter. */
export async function apply(steps: readonly Step[], publication: Publication, dialogue: Dialogue): Promise<void> {
  const refused = new Set<Step>();
  for (const step of steps) {
    if (step.kind === "run" && step.needs && refused.has(step.needs)) continue;
    dialogue.say(`${step.repository.name}: ${step.title}`);
    if (step.kind === "call") {
      const reason = await request(step);
      if (reason === undefined) continue;
      refused.add(step);
      dialogue.say(`  ${reason}`);
    } else if (step.kind === "push") await push(step.repository, step.commands);
    else if (step.kind === "run") await waitForRun(step, dialogue.say);
    else if (step.kind === "package") await waitForPackage(step, publication, dialogue);
    else await handOver(step, steps, publication, dialogue);
  }
}

/** @returns why it was refused, where the publication goes on without it */
async function request(step: CallStep): Promise<string | undefined> {
  for (const call of step.calls) {
    const answer = await api(call);
    if (step.planDependent && isBeyondPlan(answer)) return "not part of your plan for private repositories";
    if (step.policyStatuses?.includes(answer.status)) {
      return `a policy of the organization forbids it, or this login has not the right: ${messageOf(answer.body)}`;
    }
    if (answer.status >= 400 && !(await wasDone(step, call, answer))) throw explain(call, answer);
  }
  return undefined;
}

/** By a run that was killed while it asked. */
async function wasDone({ repository }: CallStep, { method, path }: Call, answer: Answer): Promise<boolean> {
  if (method !== "POST" || !isTaken(answer)) return false;
  return !path.endsWith("/repos") || isEmpty(repository);
}

/** Of a repository that may be so new that it is not found yet. */
async function isEmpty(repository: DesiredRepository): Promise<boolean> {
  for (let pause = 500; pause < 10_000; pause *= 2) {
    const { status } = await get(`${pathOf(repository)}/commits?per_page=1`);
    if (status !== 404) return status === 409;
    await sleep(pause);
  }
  return false;
}

async function waitForPackage({ repository, name }: PackageStep, { owner }: Publication, { say, done }: Dialogue): Promise<void> {
  const page = packagePage(repository, name, owner);
  const what = repository.isPublic
    ? "A new package is private. On this page, under Danger Zone, change its visibility to public"
    : "A new package is private. On this page, under Manage Actions access, add the infra repository with the role Read";
  say(`  ${what}:\n  ${page}`);
  if (!done) return say("  left for you");
  while (await done("Done?")) {
    if (!repository.isPublic) return;
    const visibility = await readPackage(repository, name, owner);
    if (visibility === "public") return;
    say(
      visibility
        ? `  It is still ${visibility}.`
        : "  It cannot be seen with this login (gh auth refresh --scopes read:packages), or is not there yet.",
    );
  }
}

/** One App for all apps: it is made at the first, so that the others have nothing left to do. */
async function handOver(
  step: HandOverStep,
  steps: readonly Step[],
  { owner, repositories }: Publication,
  dialogue: Dialogue,
): Promise<void> {
  const apps = steps.filter(({ kind }) => kind === "handOver").map(({ repository }) => repository);
  const infra = repositories.find(({ desired }) => desired.role === "infra")?.desired;
  const { say, done, stopped } = dialogue;
  if (apps[0] !== step.repository) return;
  if (!infra || !done || !stopped) return say("  left for you");
  const isWanted = await done("Make the App now? A page opens in your browser");
  const isMade =
    isWanted &&
    (await makeApp(owner, infra, apps, {
      say,
      stopped: (url, signal) => stopped(`Opened ${url} in your browser. Enter: do without`, signal),
    }));
  if (isMade) return;
  for (const { folder } of apps) await rememberSkippedApp(folder);
  say("  skipped, and not offered again: publish --app brings it back");
}
