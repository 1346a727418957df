import { join } from "node:path";
import { runShell } from "../child-process";
import { gh } from "../github/gh";
import { exampleOf } from "../portfolio/model";
import type { Portfolio } from "../portfolio/portfolio";
import { scopeOf } from "../portfolio/scope";
import { shellWord } from "../shell-word";
import { missingTools } from "./machine";
import { offered } from "./prompts";

/** Offers what can be had now: to see the service run, and to publish it. Who ends the one is not asked for the other. */
export async function offerToGoOn(portfolio: Portfolio, directory: string, docker: boolean, committed: boolean): Promise<void> {
  if (docker) {
    const wanted = await offered(`Start ${exampleOf(portfolio).name} with its monitoring now?`, true);
    if (wanted === undefined || (wanted && !(await start(portfolio, directory)))) return;
  }
  if (!committed || !(await isLoggedIn())) return;
  if (await offered("Publish the repositories at GitHub now?", false)) await (await import("./publish.js")).publish(directory, {});
}

/** @returns whether the person goes on: a service that does not start keeps nobody from that */
async function start(portfolio: Portfolio, directory: string): Promise<boolean> {
  const first = exampleOf(portfolio);
  const { composeUp, composePort } = scopeOf(portfolio, first);
  const folder = join(directory, first.repository);
  const ending = await runShell(folder, composeUp, "shown");
  if (ending === "failure") process.stderr.write(`That did not work. Try again with (cd ${shellWord(folder)} && ${composeUp})\n`);
  if (ending === "success" && !first.worker) process.stdout.write(`Look at http://localhost:${composePort}\n`);
  if (ending === "interruption") process.exitCode = 130;
  return ending !== "interruption";
}

async function isLoggedIn(): Promise<boolean> {
  return missingTools(["gh"]).length === 0 && (await gh(["auth", "token"])).status === 0;
}
