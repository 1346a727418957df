import { existsSync, lstatSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { gitOfPerson as git } from "../child-process";
import { RECORD } from "../files/tree";
import { readRecordIfSound, recordedServices } from "../repositories/record";
import { UsageError } from "../usage-error";

/** Where what is added to a repository goes. */
export const BRANCH = "devops-portfolio";

/** Of something that git has begun and not ended, what lies in its folder. */
const UNDER_WAY: Readonly<Record<string, string>> = {
  MERGE_HEAD: "merge",
  "rebase-merge": "rebase",
  "rebase-apply": "rebase",
  CHERRY_PICK_HEAD: "cherry-pick",
  REVERT_HEAD: "revert",
  BISECT_LOG: "bisect",
};

/**
 * A repository whose files are all in a commit, so that nothing of its owner's can be lost, and to which nothing was added yet.
 *
 * @throws UsageError that says what is in the way, and what to do
 */
export async function assertAdoptable(path: string): Promise<void> {
  const folder = resolve(path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${path} is no folder: give that of a git repository`);
  if (existsSync(join(folder, RECORD)) || readRecordIfSound(folder))
    throw new UsageError(
      `${path} is a repository of a portfolio already${adoptedFor(folder)}: npx create-devops-portfolio status says how it stands`,
    );
  await assertRepository(folder, path);
  await assertBranchIsFree(folder, path);
  await assertNothingUnderWay(folder, path);
  await assertCommitted(folder, path);
  await assertComplete(folder, path);
}

/** Another service of it is added to what is there. */
function adoptedFor(folder: string): string {
  const record = readRecordIfSound(folder);
  if (record?.role !== "app") return "";
  const services = recordedServices(record);
  const names = services.map(({ name }) => name).join(" and ");
  const { repository } = services[0] as (typeof services)[number];
  return `, that of ${names}; for another service of it run there: npx create-devops-portfolio add service <name> --runtime container --app-repository ${repository} --dockerfile <path>`;
}

async function assertRepository(folder: string, path: string): Promise<void> {
  const asWritten = { LC_ALL: "C" }; // what git says is read below
  const top = (await git(folder, ["rev-parse", "--show-toplevel"], asWritten).catch((error) => Promise.reject(noTop(error, path)))).trim();
  if (realpathSync(top) !== realpathSync(folder))
    throw new UsageError(`${path} is a folder of the repository ${top}: adopt that one, and name the service with --dockerfile`);
  await git(folder, ["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]).catch(() => {
    throw new UsageError(`${path} has no commit yet: commit what there is, and run adopt again`);
  });
}

/** Only where git finds no repository there is none: it may also be broken, or of a newer git. */
function noTop(error: NodeJS.ErrnoException & { stderr?: string }, path: string): Error {
  if (error.code === "ENOENT") return new UsageError("git is not installed, without which adopt could not leave your files as they are");
  const says = error.stderr ?? "";
  if (/not a git repository \(or any/.test(says))
    return new UsageError(`${path} is no git repository: run git init there, commit what there is, and run adopt again`);
  if (/must be run in a work tree/.test(says)) return new UsageError(`${path} is a bare repository, without files: adopt a clone of it`);
  return error;
}

async function assertBranchIsFree(folder: string, path: string): Promise<void> {
  const found = (await git(folder, ["for-each-ref", "--format=%(refname:short)", `refs/heads/${BRANCH}`])).split("\n").filter(Boolean);
  if (found.length === 0) return;
  throw new UsageError(
    `${path} has a branch ${found[0]} already: merge it or rename it (git branch -m ${found[0]} <name>), and run adopt again`,
  );
}

async function assertNothingUnderWay(folder: string, path: string): Promise<void> {
  for (const [name, what] of Object.entries(UNDER_WAY)) {
    const place = resolve(folder, (await git(folder, ["rev-parse", "--git-path", name])).trim());
    if (existsSync(place)) throw new UsageError(`${path} is in the middle of a ${what}: end it, and run adopt again`);
  }
}

async function assertCommitted(folder: string, path: string): Promise<void> {
  const listed = await git(folder, ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"]);
  const files = listed.split("\0").filter(Boolean);
  if (files.length === 0) return;
  throw new UsageError(
    `${path} has changes that are in no commit (${firstOf(files.map((line) => line.slice(3)))}): commit them, or put them aside with git stash --include-untracked`,
  );
}

/** What is in the commit and not in the folder would be neither read nor seen to be in the way. */
async function assertComplete(folder: string, path: string): Promise<void> {
  const listed = (await git(folder, ["ls-files", "-t", "-z"])).split("\0");
  const files = listed.filter((line) => line.startsWith("S ")).map((line) => line.slice(2));
  const missing = files.filter((file) => lstatSync(join(folder, file), { throwIfNoEntry: false }) === undefined);
  if (missing.length === 0) return;
  throw new UsageError(
    `${path} is a sparse checkout, without ${firstOf(missing)}, and adopt reads all files: git sparse-checkout disable, and run adopt again`,
  );
}

const firstOf = ([first, ...others]: readonly string[]) => (others.length === 0 ? `${first}` : `${first} and ${others.length} more`);
