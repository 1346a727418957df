import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gitOfPerson as git, reasonOf } from "../child-process";
import { isToolFile, PROJENRC, type Tree } from "../files/tree";
import type { Sibling } from "../repositories/neighbours";
import { Failure } from "../usage-error";
import { identityIn } from "./first-commit";
import { IN_ENGLISH, whyNoCommit } from "./no-commit";
import { stageAll } from "./stage";

/** What is not committed in a folder. */
export interface Uncommitted {
  readonly files: readonly string[];
  /** Why git does not say it, if it does not: `it is no git repository`. */
  readonly unknown?: string;
}

export async function uncommitted(folder: string): Promise<Uncommitted> {
  try {
    const args = ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", "."];
    const listed = await git(folder, args, IN_ENGLISH);
    const entries = listed.split("\0").filter(Boolean);
    return { files: entries.map((line) => line.slice(3)) };
  } catch (error) {
    return { files: [], unknown: whyUnknown(error) };
  }
}

function whyUnknown(error: unknown): string {
  const { code, stderr = "" } = error as NodeJS.ErrnoException & { stderr?: string };
  if (code === "ENOENT") return "git is not installed";
  return /not a git repository/.test(stderr) ? NO_REPOSITORY : `git does not say what is not committed (${reasonOf(error)})`;
}

const NO_REPOSITORY = "it is no git repository";

/** The same without what the tool writes so: `.projenrc.ts`, its own files, and managed ones that hold what a tree does. */
export async function othersWork(folder: string, tree: Tree | undefined): Promise<Uncommitted> {
  const isOurs = (path: string) => {
    if (path === PROJENRC || isToolFile(path)) return true;
    const file = tree?.get(path);
    return file?.ownership === "managed" && existsSync(join(folder, path)) && readFileSync(join(folder, path), "utf8") === file.content;
  };
  const { files, ...rest } = await uncommitted(folder);
  return { files: files.filter((path) => !isOurs(path)), ...rest };
}

/** @throws Failure for repositories in which what a command writes could not be told from what a person is writing. */
export async function assertClean(repositories: readonly Sibling[], command: string): Promise<void> {
  const problems = await Promise.all(
    repositories.map(async ({ folder }) => {
      const { files, unknown } = await uncommitted(folder);
      if (unknown === NO_REPOSITORY)
        return [`${folder} is no git repository, which alone would bring back what ${command} takes away: git init, and commit`];
      if (unknown) return [`${folder}: ${unknown}; git alone would bring back what ${command} takes away`];
      if (files.length === 0) return [];
      const more = files.length > 1 ? ` and ${files.length - 1} more` : "";
      return [`${folder} has changes that are not committed (${files[0]}${more}): commit or stash them first`];
    }),
  );
  if (problems.flat().length > 0) throw new Failure(problems.flat().join("\n"));
}

/** Commits everything in a repository that was clean before. @returns why not, if it did not work */
export async function commitAll({ folder, record }: Sibling, message: string): Promise<string | undefined> {
  try {
    await stageAll((args) => git(folder, args));
    await git(folder, ["commit", "--quiet", `--message=${message}`], { ...(await identityIn(folder, record.options)), ...IN_ENGLISH });
    return undefined;
  } catch (error) {
    return whyNoCommit(error);
  }
}
