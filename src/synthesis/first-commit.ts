import { rmSync } from "node:fs";
import { join } from "node:path";
import { git, reasonOf } from "../child-process";
import type { Portfolio, ResolvedOptions } from "../portfolio/portfolio";
import { shellWord } from "../shell-word";
import { stageAll } from "./stage";

const MESSAGE = "Start from create-devops-portfolio";

/**
 * Makes a folder a git repository with everything in a first commit.
 *
 * @returns what went wrong, if anything did: the files are complete all the same, and git is not begun.
 */
export async function firstCommit(folder: string, portfolio: Portfolio): Promise<string | undefined> {
  try {
    await git(folder, ["init", "--quiet"]);
    await git(folder, ["symbolic-ref", "HEAD", "refs/heads/main"]); // git before 2.28 has no --initial-branch
    await stageAll((args) => git(folder, args));
    const identity = await identityIn(folder, portfolio);
    await git(folder, ["commit", "--quiet", "--no-gpg-sign", "--no-verify", `--message=${MESSAGE}`], identity);
    return undefined;
  } catch (error) {
    rmSync(join(folder, ".git"), { recursive: true, force: true });
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "git is not installed" : reasonOf(error);
  }
}

/** What to type when there is no first commit. */
export function commitByHand(folder: string): string {
  return `cd ${shellWord(folder)} && git init && git symbolic-ref HEAD refs/heads/main && git add --all && git commit --message=${shellWord(MESSAGE)}`;
}

/** Name and address one by one: from the environment, from git's settings, else from the portfolio. git refuses to commit as nobody. */
export async function identityIn(folder: string, { author, owner }: Pick<ResolvedOptions, "author" | "owner">): Promise<NodeJS.ProcessEnv> {
  const settings = await git(folder, ["config", "--null", "--get-regexp", "^user\\.(name|email)$"]).catch(() => "");
  const { "user.name": name, "user.email": email } = Object.fromEntries(settings.split("\0").map((line) => line.split("\n", 2)));
  const identity = (who: "AUTHOR" | "COMMITTER") => ({
    [`GIT_${who}_NAME`]: [process.env[`GIT_${who}_NAME`], name, author].find(isName) ?? owner,
    [`GIT_${who}_EMAIL`]: [process.env[`GIT_${who}_EMAIL`], email].find(isName) ?? `${owner}@users.noreply.github.com`,
  });
  return { ...identity("AUTHOR"), ...identity("COMMITTER") };
}

/** git takes away punctuation around a name, and refuses what is left of one that is nothing else. */
function isName(text: string | undefined): text is string {
  return text !== undefined && /[\p{L}\p{N}]/u.test(text);
}
