import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unifiedDiff } from "../synthesis/diff";
import { locate } from "../synthesis/locate";
import { planDisown, planOwn, type Takeover } from "../synthesis/own";
import { isInteractive } from "./interactive";

interface How {
  readonly dryRun: boolean;
  readonly json: boolean;
}

export function own(files: readonly string[], how: How): void {
  const plans = locate(files).map(({ repository, paths }) => planOwn(repository, paths));
  finish(plans, how, (path) => `${path} is yours: npx projen leaves it alone`);
}

/** Shows what would be lost before anything is. */
export async function disown(files: readonly string[], { yes, ...how }: How & { readonly yes: boolean }): Promise<void> {
  const plans = locate(files).map(({ repository, paths }) => planDisown(repository, paths));
  const difference = plans.map(differenceOf).join("");
  if (!how.json) process.stdout.write(difference);
  const agreed = yes || how.dryRun || difference === "" || (await isConfirmed(how.json));
  if (!agreed) return;
  finish(plans, how, (path) => `${path} is the tool's: npx projen keeps it right`);
}

async function isConfirmed(json: boolean): Promise<boolean> {
  if (!json && isInteractive()) {
    return (await import("./prompts.js")).confirmed("Take the tool's text? What is marked with - is lost.");
  }
  process.stderr.write("Nothing was written: what is marked with - would be lost. Give --yes to take the tool's text.\n");
  process.exitCode = 1;
  return false;
}

function differenceOf({ folder, paths, tree }: Takeover): string {
  return unifiedDiff(
    paths.map((path) => {
      const file = join(folder, path);
      return { path, before: existsSync(file) ? readFileSync(file) : undefined, after: tree.get(path)?.content };
    }),
  );
}

function finish(plans: readonly Takeover[], { dryRun, json }: How, said: (path: string) => string): void {
  const results = plans.map(({ folder, paths, apply }) => ({ folder, paths, unfinished: !dryRun && apply() }));
  if (json) {
    process.stdout.write(`${JSON.stringify({ repositories: results, dryRun }, null, 2)}\n`);
    return;
  }
  for (const { folder, paths, unfinished } of results) {
    for (const path of paths) process.stdout.write(`${dryRun ? "Would be so: " : ""}${said(path)}\n`);
    if (unfinished) process.stdout.write(`Run npx projen in ${folder} for the rest.\n`);
  }
}
