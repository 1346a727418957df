import { setTimeout as sleep } from "node:timers/promises";
import { git } from "../child-process";
import { Failure } from "../usage-error";
import { pathOf, type Run, readPackage, readRun } from "./actual";
import type { DesiredRepository } from "./desired";
import { explain, isBeyondPlan, isTaken } from "./errors";
import { type Answer, api, type Call, get } from "./gh";
import { makeApp } from "./hand-over";
import { packagePage } from "./pages";
import type { CallStep, PackageStep, Publication, Step, WorkStep } from "./plan";

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
  for (const step of steps) {
    dialogue.say(`${step.repository.name}: ${step.title}`);
    if (step.kind === "call") await request(step, dialogue);
    else if (step.kind === "push") await push(step);
    else if (step.kind === "run") await waitForRun(step, dialogue);
    else if (step.kind === "package") await waitForPackage(step, publication, dialogue);
    else await handOver(step, steps, publication, dialogue);
  }
}

async function request(step: CallStep, { say }: Dialogue): Promise<void> {
  for (const call of step.calls) {
    const answer = await api(call);
    if (step.planDependent && isBeyondPlan(answer)) return say("  not part of your plan for private repositories");
    if (step.policyDependent && answer.status === 409) return say("  a policy of the organization forbids it");
    if (answer.status >= 400 && !(await wasDone(step, call, answer))) throw explain(call, answer);
  }
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

/** With gh's login, whatever git would ask or remember. */
const CREDENTIALS = ["-c", "credential.helper=", "-c", "credential.helper=!gh auth git-credential"];

async function push({ repository: { folder, name, url } }: WorkStep): Promise<void> {
  const remote = `${url}.git`;
  const origin = await git(folder, ["remote", "get-url", "origin"]).catch(() => "");
  const isOrigin = [url, remote].includes(origin.trim());
  try {
    if (origin === "") await git(folder, ["remote", "add", "origin", remote]);
    const target = isOrigin || origin === "" ? ["--set-upstream", "origin"] : [remote];
    await git(folder, [...CREDENTIALS, "push", "--quiet", ...target, "refs/heads/main:refs/heads/main"], { GIT_TERMINAL_PROMPT: "0" });
  } catch (error) {
    throw new Failure(`${name} could not be pushed. ${adviceForPush((error as { stderr?: string }).stderr ?? String(error))}`);
  }
}

function adviceForPush(text: string): string {
  const reason = text
    .trim()
    .split("\n")
    .filter((line) => /error|fatal|remote:|rejected|refus/i.test(line))
    .join("\n");
  if (/without .?workflow.? scope/i.test(text)) return `The login may not push workflows: gh auth refresh --scopes workflow\n${reason}`;
  if (/src refspec/.test(text)) return `It has no commit on a branch main: git add --all && git commit --message "Start" there.\n${reason}`;
  return `Run this again to go on.\n${reason || text}`;
}

const PATIENCE_MS = 45 * 60_000;
const START_MS = 3 * 60_000;

async function waitForRun({ repository }: WorkStep, { say }: Dialogue): Promise<void> {
  const started = Date.now();
  let said = false;
  for (let pause = 500; ; pause = Math.min(pause * 1.5, 15_000)) {
    const run = await readRun(repository);
    if (run && !said) say(`  ${run.url}`);
    said ||= run !== undefined;
    if (run?.status === "completed") return judge(run, repository.role, say);
    const waited = Date.now() - started;
    if (!run && waited > START_MS) throw new Failure(`No run of ${repository.workflow} has started: see ${repository.url}/actions`);
    if (waited > PATIENCE_MS) throw new Failure(`It still runs: ${run?.url}. Run this again later to go on.`);
    await sleep(pause);
  }
}

/** Without the app's image nothing else can work; a deployment that failed is named at the end. */
function judge({ conclusion, url }: Run, role: string, say: Dialogue["say"]): void {
  if (conclusion !== "success") say(`  ${conclusion}`);
  if (conclusion === "success" || role !== "app") return;
  throw new Failure(
    `The run ended with ${conclusion}: ${url}\nRepair it (and push), or start it again there; then run this again to go on.`,
  );
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
async function handOver(step: WorkStep, steps: readonly Step[], { owner, repositories }: Publication, dialogue: Dialogue): Promise<void> {
  const apps = steps.filter(({ kind }) => kind === "handOver").map(({ repository }) => repository);
  const infra = repositories.find(({ desired }) => desired.role === "infra")?.desired;
  const { say, done, stopped } = dialogue;
  if (apps[0] !== step.repository) return;
  if (!infra || !done || !stopped) return say("  left for you");
  if (!(await done("Make the App now? A page opens in your browser"))) return;
  const isMade = await makeApp(owner, infra, apps, {
    say,
    stopped: (url, signal) => stopped(`Opened ${url} in your browser. Enter: do without`, signal),
  });
  if (!isMade) say("  skipped");
}
