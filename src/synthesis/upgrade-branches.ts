import { git } from "../child-process";
import { problemsOf } from "../repositories/report";
import { Failure } from "../usage-error";
import { commitAll } from "./commit";
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
  for (const { repository } of upgrades) await assertFree(repository.folder, branch);
  const begun: { folder: string; before: string }[] = [];
  try {
    for (const { repository, apply } of upgrades) {
      const { folder } = repository;
      const before = await currentOf(folder);
      await git(folder, ["switch", "--quiet", "--create", branch]);
      begun.push({ folder, before });
      apply();
    }
    const unsettled = upgrades.filter(({ comparison }) => problemsOf(comparison).length > 0);
    for (const upgrade of upgrades.filter((each) => !unsettled.includes(each))) {
      const problem = await commitAll(upgrade.repository, messageOf(upgrade));
      if (problem !== undefined) throw new Failure(`${upgrade.repository.folder}: git does not commit: ${problem}`);
    }
    return unsettled;
  } catch (error) {
    for (const { folder, before } of begun) await takeBack(folder, before, branch);
    throw error;
  }
}

async function assertFree(folder: string, branch: string): Promise<void> {
  const found = await git(folder, ["branch", "--list", branch]);
  if (found.trim() !== "") throw new Failure(`${folder} has a branch ${branch} already: merge or delete it first`);
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
