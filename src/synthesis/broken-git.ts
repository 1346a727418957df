import { lstatSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { gitOfPerson as git, reasonOf } from "../child-process";
import type { Sibling } from "../repositories/neighbours";

/** Repositories whose git does not work, and what to do: a sentence each. One that nobody has begun is none of them. */
export async function brokenGits(repositories: readonly Sibling[]): Promise<string[]> {
  return (await Promise.all(repositories.map(problemWith))).flat();
}

async function problemWith({ folder }: Sibling): Promise<string[]> {
  if (!lstatSync(join(folder, ".git"), { throwIfNoEntry: false })) return [];
  try {
    // Of a repository that is none to git, it takes the one around it.
    const top = (await git(folder, ["rev-parse", "--show-toplevel"])).trim();
    if (realpathSync(top) !== realpathSync(folder)) throw new Error(`to git, ${folder} is a folder of ${top}`);
    await git(folder, ["status", "--porcelain", "--untracked-files=no"]);
    return [];
  } catch (error) {
    return [`${folder}: its .git is damaged (${reasonOf(error)}): clone it again, and move your files into the clone`];
  }
}
