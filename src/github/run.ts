import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../usage-error";
import { type Run, readRun } from "./actual";
import type { RunStep } from "./steps";

type Say = (text: string) => void;

const PATIENCE_MS = 45 * 60_000;
const START_MS = 3 * 60_000;

/** Until the newest run of the workflow has ended; the one that was there before counts only where no other starts. */
export async function waitForRun({ repository, former }: RunStep, say: Say): Promise<void> {
  const started = Date.now();
  let said = false;
  for (let pause = 500; ; pause = Math.min(pause * 1.5, 15_000)) {
    const newest = await readRun(repository);
    const waited = Date.now() - started;
    const run = newest?.id === former && waited <= START_MS ? undefined : newest;
    if (run && !said) say(`  ${run.url}`);
    said ||= run !== undefined;
    if (run?.status === "completed") return judge(run, repository.role, say);
    if (!run && waited > START_MS) throw new Failure(`No run of ${repository.workflow} has started: see ${repository.url}/actions`);
    if (waited > PATIENCE_MS) throw new Failure(`It still runs: ${run?.url}. Run this again later to go on.`);
    await sleep(pause);
  }
}

/** Without the app's image nothing else can work; a deployment that failed is named at the end. */
function judge({ conclusion, url }: Run, role: string, say: Say): void {
  if (conclusion !== "success") say(`  ${conclusion}`);
  if (conclusion === "success" || role !== "app") return;
  throw new Failure(
    `The run ended with ${conclusion}: ${url}\nRepair it (and push), or start it again there; then run this again to go on.`,
  );
}
