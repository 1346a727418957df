import { existsSync } from "node:fs";
import { join } from "node:path";
import { gitOfPerson } from "../child-process";
import { type ActualRepository, pathOf } from "./actual";
import type { DesiredRepository } from "./desired";
import { explain } from "./errors";
import { get } from "./gh";

/** A repository on disk, as far as publishing it goes. */
export interface Local {
  readonly isRepository: boolean;
  /** What is checked out; empty where that is no branch. */
  readonly branch: string;
  /** Newest commit of what is checked out, and of `main`; empty where there is none. */
  readonly head: string;
  readonly main: string;
  /** Files with changes that are in no commit. */
  readonly changed: number;
  /** The address of `origin`, as it was written; empty where there is none. */
  readonly origin: string;
  /** Commits of `main` that GitHub lacks, where its own can be gone on from. */
  readonly ahead: number;
  /** Whether both have commits that the other lacks. */
  readonly isDiverged: boolean;
  /** Whether the person does without the GitHub App of the hand-over. */
  readonly skipsApp: boolean;
}

const NO_REPOSITORY = { isRepository: false, branch: "", head: "", main: "", changed: 0, origin: "", skipsApp: false } as const;
const NOTHING_TO_PUSH = { ahead: 0, isDiverged: false } as const;

/** A choice of who publishes from here: nothing that others need to see in a commit, or at GitHub. */
const APP_KEY = "create-devops-portfolio.handOver";

/** What there is on this machine, against what is at GitHub. */
export async function readLocal(desired: DesiredRepository, actual: ActualRepository | undefined): Promise<Local> {
  const { folder } = desired;
  // git would go on with a repository around it.
  if (!existsSync(join(folder, ".git"))) return { ...NO_REPOSITORY, ...NOTHING_TO_PUSH };
  const [branch, head, main, status, origin, choice] = await Promise.all([
    answer(folder, "symbolic-ref", "--quiet", "--short", "HEAD"),
    answer(folder, "rev-parse", "--verify", "--quiet", "HEAD"),
    answer(folder, "rev-parse", "--verify", "--quiet", "refs/heads/main"),
    answer(folder, "status", "--porcelain"),
    answer(folder, "config", "--get", "remote.origin.url"),
    answer(folder, "config", "--get", APP_KEY),
  ]);
  return {
    ...{ isRepository: true, branch, head, main, origin, skipsApp: choice === "skipped" },
    changed: status.split("\n").filter(Boolean).length,
    ...(await comparison(desired, main, actual?.head)),
  };
}

/** By the commits that are here, or else by what GitHub says of ours: nothing has to be fetched for it. */
async function comparison(
  desired: DesiredRepository,
  main: string,
  theirs: string | undefined,
): Promise<Pick<Local, "ahead" | "isDiverged">> {
  if (main === "" || theirs === undefined || main === theirs) return NOTHING_TO_PUSH;
  if ((await answer(desired.folder, "merge-base", main, theirs)) === theirs) {
    const ahead = Number(await answer(desired.folder, "rev-list", "--count", `${theirs}..${main}`));
    return { ahead, isDiverged: false };
  }
  const path = `${pathOf(desired)}/compare/${theirs}...${main}?per_page=1`;
  const { status, ...rest } = await get(path);
  if (status === 404) return { ahead: 0, isDiverged: true }; // GitHub does not know ours
  if (status !== 200) throw explain({ method: "GET", path }, { status, ...rest });
  return { ahead: 0, isDiverged: rest.body.ahead_by > 0 };
}

/** What git says in a line; nothing where it says no. */
async function answer(folder: string, ...args: string[]): Promise<string> {
  try {
    return (await gitOfPerson(folder, args, { GIT_OPTIONAL_LOCKS: "0" })).trim();
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== "number") throw error; // there is no git
    return "";
  }
}

/** So that the next run does not offer it again. */
export async function rememberSkippedApp(folder: string): Promise<void> {
  await gitOfPerson(folder, ["config", APP_KEY, "skipped"]);
}
