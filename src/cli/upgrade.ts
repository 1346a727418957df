import { spawnSync } from "node:child_process";
import { cleanEnvironment } from "../child-process";
import { packageManifest } from "../package-root";
import { problemsOf, seenChanges } from "../repositories/report";
import { assertClean } from "../synthesis/commit";
import { membersAt } from "../synthesis/locate";
import { planUpgrade, type Upgrade } from "../synthesis/upgrade";
import { assertNotBegun, branchOf, onBranches } from "../synthesis/upgrade-branches";
import { UsageError } from "../usage-error";

interface How {
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Brings all repositories of a portfolio to a version, on a branch of one name in each. */
export async function upgrade(version: string | undefined, how: How): Promise<void> {
  const { name, version: own } = packageManifest();
  if (version !== undefined && version !== own) return delegate(`${name}@${version}`, how);
  const { dryRun, json } = how;
  const repositories = membersAt(".", (text) => process.stderr.write(`${text}\n`));
  if (!dryRun) {
    await assertNotBegun(repositories, branchOf(own));
    await assertClean(repositories, "upgrade");
  }
  const upgrades = repositories.map(planUpgrade);
  const pending = upgrades.filter(({ comparison }) => comparison.changes.some(({ kind }) => kind !== "mode"));
  const unsettled = !dryRun && pending.length > 0 ? await onBranches(pending, branchOf(own), messageOf) : [];
  if (json)
    process.stdout.write(
      `${JSON.stringify({ version: own, branch: branchOf(own), repositories: upgrades.map(asJson), dryRun }, null, 2)}\n`,
    );
  else
    process.stdout.write(
      `${upgrades.map((each) => textOf(each, own)).join("")}${dryRun || pending.length === 0 ? "" : next(own, pending, unsettled)}`,
    );
  const problems = pending.flatMap(({ repository, comparison }) => problemsOf(comparison).map((line) => `${repository.folder}: ${line}`));
  if (problems.length === 0) return;
  process.stderr.write(`${problems.join("\n")}\n`);
  process.exitCode = 1;
}

/** Each version knows what it does otherwise than those before it. */
function delegate(packed: string, { dryRun, json }: How): void {
  const flags = [...(dryRun ? ["--dry-run"] : []), ...(json ? ["--json"] : [])];
  const { status, error } = spawnSync("npx", ["--yes", packed, "upgrade", ...flags], {
    env: cleanEnvironment(), // an npm around this one may have been told what to run, and where
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) throw new UsageError(`${packed} cannot be fetched: npx is not there`);
  process.exitCode = status ?? 1;
}

function textOf({ repository, comparison }: Upgrade, version: string): string {
  const lines = linesOf(comparison);
  if (comparison.changes.length === 0) return `${repository.folder}: is what version ${version} writes\n`;
  return `${[`${repository.folder}: ${lines.length} files`, ...lines.map((line) => `  ${line}`)].join("\n")}\n`;
}

function next(version: string, upgrades: readonly Upgrade[], unsettled: readonly Upgrade[]): string {
  const notes = [...new Set(upgrades.flatMap((each) => each.notes))].map((note) => `${note}\n`).join("");
  const left = unsettled.map(({ repository }) => `Settle what is marked in ${repository.folder}, and commit.\n`).join("");
  return `${notes}Branch ${branchOf(version)} in each: look at it, push it, and merge the pull requests together.\n${left}`;
}

function messageOf({ comparison, notes }: Upgrade): string {
  const { name, version } = packageManifest();
  return [
    `Upgrade to ${name} ${version}`,
    ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join("\n")] : []),
    linesOf(comparison).join("\n"),
  ].join("\n\n");
}

/** What changes in the output, a line a file. */
function linesOf({ changes, kept }: Upgrade["comparison"]): string[] {
  const seen = seenChanges(changes);
  const left = kept.filter(({ reason }) => reason !== "own" && reason !== "changed");
  return [...seen.map(({ path, kind }) => `${kind.padEnd(8)}  ${path}`), ...left.map(({ path, reason }) => `${reason.padEnd(8)}  ${path}`)];
}

function asJson({ repository, comparison: { changes, kept }, notes }: Upgrade) {
  const files = seenChanges(changes).map(({ path, kind }) => ({ path, kind }));
  return { folder: repository.folder, files, kept, notes };
}
