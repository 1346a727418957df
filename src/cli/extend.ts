import { applyExtension, type Extension } from "../synthesis/extend-portfolio";
import { installDependencies } from "../synthesis/install";
import type { Arguments } from "./command";
import type { add as command } from "./commands/add";
import { asJson, differenceText, doneText } from "./extension-text";
import { itemFrom, type Kind, planAddition, planRemoval } from "./plan-extension";

type Flags = Arguments<typeof command.flags>["flags"];
type How = Omit<Flags, "calls" | "context">;

/** Adds a service or an environment to the portfolio of this folder. */
export async function add(kind: Kind, name: string, options: Readonly<Record<string, unknown>>, flags: Flags): Promise<void> {
  const { calls, context, ...how } = flags;
  const called = calls?.split(",").map((word) => word.trim());
  const more = { ...(called && { calls: called }), ...(context !== undefined && { context }) };
  await carryOut(planAddition(kind, itemFrom(kind, name, options, more), "."), { kind, name }, how);
}

/** Takes one out of it. */
export async function remove(kind: Kind, name: string, how: How): Promise<void> {
  await carryOut(planRemoval(kind, name, "."), { kind, name }, how);
}

async function carryOut(extension: Extension, what: { readonly kind: Kind; readonly name: string }, how: How): Promise<void> {
  const dryRun = Boolean(how["dry-run"]);
  const waiting = dryRun ? [] : await applyExtension(extension, !how["no-git"]);
  if (how.json) process.stdout.write(`${JSON.stringify({ ...what, dryRun, ...asJson(extension), waiting }, null, 2)}\n`);
  else process.stdout.write(dryRun ? differenceText(extension) : doneText(extension));
  if (waiting.length > 0) {
    process.stderr.write(`${waiting.join("\n")}\n`);
    process.exitCode = 1;
  }
  if (dryRun || how["no-install"]) return;
  for (const { folder, service } of extension.created) {
    if ((await installDependencies(service, folder)) === "interruption") process.exitCode = 130;
  }
}
