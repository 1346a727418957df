import { gitOfPerson as git } from "../child-process";
import type { Sibling } from "../repositories/neighbours";
import { problemsOf } from "../repositories/report";
import { shellWord } from "../shell-word";
import { Failure } from "../usage-error";
import { commitAll, uncommitted } from "./commit";
import type { Upgrade } from "./upgrade";

export function branchOf(version: string): string {
  return `create-devops-portfolio-${version}`;
}

/**
 * Does every upgrade on a branch of its repository, or none. Where something cannot be merged, the commit is the person's.
 *
 * @returns those that wait for a person
 */
export async function onBranches(
  upgrades: readonly Upgrade[],
  branch: string,
  messageOf: (upgrade: Upgrade) => string,
): Promise<Upgrade[]> {
  for (const { repository } of upgrades) await assertNothingOnIt(repository.folder, branch);
  const begun: { folder: string; before: string }[] = [];
  try {
    for (const { repository, apply } of upgrades) {
      const { folder } = repository;
      await takeAway(folder, branch);
      const before = await currentOf(folder);
      await git(folder, ["switch", "--quiet", "--create", branch]);
      begun.push({ folder, before });
      apply();
    }
    const unsettled = upgrades.filter(({ comparison }) => problemsOf(comparison).length > 0);
    for (const upgrade of upgrades.filter((each) => !unsettled.includes(each))) {
      const problem = await commitAll(upgrade.repository, messageOf(upgrade));
      if (problem !== undefined)
        throw new Failure(`${upgrade.repository.folder}: git does not commit: ${problem}. Nothing was changed; run upgrade again`);
    }
    return unsettled;
  } catch (error) {
    for (const { folder, before } of begun) await takeBack(folder, before, branch);
    throw error;
  }
}

/** @throws Failure for repositories in which an upgrade was cut off while it wrote, or has left something to settle */
export async function assertNotBegun(repositories: readonly Sibling[], branch: string): Promise<void> {
  const begun: string[] = [];
  for (const { folder } of repositories) {
    if ((await uncommitted(folder)).files.length > 0 && (await isOn(folder, branch)) && (await isEmpty(folder, branch))) begun.push(folder);
  }
  const lines = begun.flatMap((folder) => [
    `${folder} is on ${branch} with changes that are not committed: an upgrade was cut off here, or has left something to settle`,
    `  to finish it, settle what is marked and commit; to begin again: git -C ${shellWord(folder)} stash --include-untracked && git -C ${shellWord(folder)} checkout -`,
  ]);
  if (lines.length > 0) throw new Failure(lines.join("\n"));
}

async function assertNothingOnIt(folder: string, branch: string): Promise<void> {
  if (!(await exists(folder, branch)) || (await isEmpty(folder, branch))) return;
  throw new Failure(
    `${folder} has a branch ${branch} already, with commits: merge it, or delete it (git -C ${shellWord(folder)} branch -D ${branch})`,
  );
}

/** An upgrade that was killed before its commit has left a branch on which there is nothing. */
async function takeAway(folder: string, branch: string): Promise<void> {
  if (!(await exists(folder, branch))) return;
  if (await isOn(folder, branch)) await git(folder, ["checkout", "--quiet", "-"]);
  await git(folder, ["branch", "--quiet", "-D", branch]);
}

const exists = async (folder: string, branch: string) => (await git(folder, ["branch", "--list", branch])).trim() !== "";
const isOn = async (folder: string, branch: string) => (await git(folder, ["branch", "--show-current"])).trim() === branch;

/** Whether a branch holds no commit that is not also where the repository is, or was before it went to that branch. */
async function isEmpty(folder: string, branch: string): Promise<boolean> {
  const other = (await isOn(folder, branch)) ? "@{-1}" : "HEAD";
  return git(folder, ["merge-base", "--is-ancestor", branch, other]).then(
    () => true,
    () => false,
  );
}

async function currentOf(folder: string): Promise<string> {
  const name = (await git(folder, ["branch", "--show-current"])).trim();
  return name || (await git(folder, ["rev-parse", "HEAD"])).trim();
}

/** The repository was clean: everything in it that is not committed comes from here. */
async function takeBack(folder: string, before: string, branch: string): Promise<void> {
  await git(folder, ["add", "--all", "--", "."]);
  const detached = /^[0-9a-f]{40}$/.test(before) ? ["--detach"] : [];
  await git(folder, ["switch", "--quiet", "--discard-changes", ...detached, before]);
  await git(folder, ["branch", "--quiet", "-D", branch]);
}
