import { join } from "node:path";
import { runShell } from "../child-process";
import { gh } from "../github/gh";
import { exampleOf } from "../portfolio/model";
import type { Portfolio } from "../portfolio/portfolio";
import { scopeOf } from "../portfolio/scope";
import { missingTools } from "./machine";
import { offered } from "./prompts";

/** Offers what can be had now: to see the service run, and to publish it. */
export async function offerToGoOn(portfolio: Portfolio, directory: string, docker: boolean, committed: boolean): Promise<void> {
  const first = exampleOf(portfolio);
  if (docker && (await offered(`Start ${first.name} with its monitoring now?`, true))) {
    const ending = await runShell(join(directory, first.repository), scopeOf(portfolio).composeUp, "shown");
    if (ending === "success" && !first.worker) process.stdout.write(`Look at http://localhost:${scopeOf(portfolio, first).composePort}\n`);
  }
  if (committed && (await isLoggedIn()) && (await offered("Publish the repositories at GitHub now?", false))) {
    await (await import("./publish.js")).publish(directory, {});
  }
}

async function isLoggedIn(): Promise<boolean> {
  return missingTools(["gh"]).length === 0 && (await gh(["auth", "token"])).status === 0;
}
