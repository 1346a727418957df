import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { gitOfPerson as git, inTemporaryFolder } from "../child-process";
import type { Tree } from "../files/tree";
import { fillFolder } from "../files/write-tree";
import type { ResolvedOptions } from "../portfolio/portfolio";
import { identityIn } from "./first-commit";
import { IN_ENGLISH } from "./no-commit";
import { letScriptsRun } from "./stage";

/** Where a repository stands: on a branch, or on a commit alone. */
export interface Standing {
  readonly branch?: string;
  readonly commit: string;
}

export async function standingOf(folder: string): Promise<Standing> {
  const commit = (await git(folder, ["rev-parse", "HEAD"])).trim();
  const branch = (await git(folder, ["symbolic-ref", "--quiet", "--short", "HEAD"]).catch(() => "")).trim();
  return { commit, ...(branch && { branch }) };
}

/**
 * Makes a commit of new files on top of the one that is checked out. It is on no branch yet: neither the work tree nor the index of the
 * repository changes. It is signed where git's settings say that commits are; no hook runs.
 *
 * @returns the name of the commit
 */
export function commitOf(folder: string, files: Tree, message: string, options: ResolvedOptions): Promise<string> {
  return inTemporaryFolder(async (aside) => {
    const staging = join(aside, "files");
    mkdirSync(staging);
    fillFolder(staging, files);
    const repository = (await git(folder, ["rev-parse", "--absolute-git-dir"])).trim();
    const settings = ["core.sparseCheckout=false", "core.safecrlf=false", "core.fileMode=true"].flatMap((setting) => ["-c", setting]);
    const inStaging = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
      git(staging, [...settings, "--git-dir", repository, "--work-tree", staging, ...args], {
        GIT_INDEX_FILE: join(aside, "index"),
        ...more,
      });
    await inStaging(["read-tree", "HEAD"]);
    await inStaging(["add", "--force", "--", ...files.keys()]); // also what the repository ignores
    await letScriptsRun(inStaging);
    const tree = (await inStaging(["write-tree"])).trim();
    const signs = (await inStaging(["config", "--type=bool", "--get", "commit.gpgSign"]).catch(() => "")).trim() === "true";
    const args = ["commit-tree", tree, "-p", "HEAD", "-m", message, ...(signs ? ["-S"] : [])];
    return (await inStaging(args, { ...(await identityIn(folder, options)), ...IN_ENGLISH })).trim();
  });
}

/** Begins a branch with a commit and checks it out. git itself refuses to write over a file that is there. */
export async function beginBranch(folder: string, branch: string, commit: string): Promise<void> {
  await git(folder, ["checkout", "--quiet", "-b", branch, commit]);
}

/** Takes back a branch that was begun a moment ago. */
export async function takeBack(folder: string, branch: string, { branch: before, commit }: Standing): Promise<void> {
  await git(folder, ["checkout", "--quiet", ...(before ? [before] : ["--detach", commit])]);
  await git(folder, ["branch", "--quiet", "-D", branch]);
}
