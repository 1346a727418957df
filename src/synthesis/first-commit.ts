import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Portfolio } from "../portfolio/portfolio";

const run = promisify(execFile);

/** Makes a folder a git repository with everything in a first commit. Whose hooks or keys are set up does not matter. */
export async function firstCommit(folder: string, portfolio: Portfolio): Promise<void> {
  const git = (...args: string[]) => run("git", args, { cwd: folder, env: { ...process.env, GIT_TEMPLATE_DIR: "" } });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git(
    ...(await identity(git, portfolio)),
    "-c",
    "core.hooksPath=/dev/null",
    "commit",
    "--quiet",
    "--no-gpg-sign",
    "--message=Start from create-devops-portfolio",
  );
}

/** git refuses to commit as nobody: without a configured identity, the author's. */
async function identity(git: (...args: string[]) => Promise<unknown>, { author, owner }: Portfolio): Promise<string[]> {
  const configured = await git("config", "--get", "user.email").then(
    () => true,
    () => false,
  );
  return configured ? [] : ["-c", `user.name=${author}`, "-c", `user.email=${owner}@users.noreply.github.com`];
}

export async function gitIsInstalled(): Promise<boolean> {
  return run("git", ["--version"]).then(
    () => true,
    () => false,
  );
}
