import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { recover } from "../../src/files/journal";
import { linkTool } from "../doors/support/synth";
import { command, readTree, repositoryRoot, sh } from "./command";
import { temporaryFolder } from "./portfolio";

const bin = join(repositoryRoot, "bin/create-devops-portfolio.js");
const quick = ["--yes", "--owner", "Octo-Org", "--no-install"];
const names = ["devops-portfolio-project", "express-app", "infra-k8s"];

/** What is started in a portfolio, and where. */
type Run = (root: string) => readonly [args: readonly string[], cwd: string];

interface Killed {
  /** A portfolio in which the command has work to do. */
  readonly origin: () => string;
  readonly run: Run;
  /** What ends what a run that was killed has begun. @default - the same command */
  readonly again?: Run;
}

/** Runs something to its end, and says how long it took. */
async function complete(run: Run, folder: string): Promise<number> {
  const started = Date.now();
  const [args, cwd] = run(folder);
  const [status] = await once(spawn(process.execPath, args, { cwd, stdio: "ignore" }), "close");
  expect(status).toBe(0);
  return Date.now() - started;
}

async function kill(
  run: Run,
  folder: string,
  after: number,
  signal: NodeJS.Signals = "SIGKILL",
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const [args, cwd] = run(folder);
  const child = spawn(process.execPath, args, { cwd, stdio: "ignore", env: { ...process.env, ...env } });
  const closed = once(child, "close");
  await sleep(after);
  child.kill(signal);
  await closed;
}

/** A portfolio that a test may change. */
function portfolio(change: (infra: string) => void, git = "--no-git"): string {
  const root = join(temporaryFolder(), "p");
  expect(command([root, ...quick, git].filter(Boolean)).status).toBe(0);
  change(join(root, "infra-k8s"));
  return root;
}

function setPort(repository: string): void {
  const file = join(repository, ".projenrc.ts");
  writeFileSync(file, readFileSync(file, "utf8").replaceAll("30005", "30123"));
}

function write(infra: string): void {
  setPort(infra);
  rmSync(join(infra, "environments"), { recursive: true });
  for (const path of ["README.md", "helm/express-app/values.yaml", "scripts/lib.sh"]) appendFileSync(join(infra, path), "# mine\n");
}

/** Options that were edited and committed in each repository, and not yet synthesized: a version of the tool changes files alike. */
function commitPorts(infra: string): void {
  for (const name of names) {
    setPort(join(infra, "..", name));
    sh(join(infra, "..", name), "git add --all && git -c user.name=a -c user.email=a@b commit --quiet --message=port");
  }
}

export const killed: Readonly<Record<string, Killed>> = {
  sync: { origin: () => portfolio(setPort), run: (root) => [[bin, "sync", join(root, "infra-k8s")], root] },
  "npx projen": {
    origin: () => portfolio(write),
    run: (root) => [[join(root, "infra-k8s/.projen/synth.mjs")], join(root, "infra-k8s")],
  },
  upgrade: { origin: () => portfolio(commitPorts, ""), run: (root) => [[bin, "upgrade"], root], again: afresh },
  add: {
    origin: () => portfolio(() => {}),
    run: (root) => [[bin, "add", "service", "web", "--runtime=flask", "--no-git", "--no-install"], root],
    // The new repository knows the whole portfolio: it is carried to the others from there.
    again: (root) => (existsSync(join(root, "web")) ? [[bin, "sync", join(root, "web")], root] : killed.add.run(root)),
  },
};

/** The branch that a run that was killed has left is thrown away, as the command says. */
function afresh(root: string): ReturnType<Run> {
  for (const name of names) {
    const script = 'for branch in $(git branch --list "create-*" --format "%(refname:short)"); do git branch --quiet -D "$branch"; done';
    sh(join(root, name), `rm -f .git/index.lock && git add --all && git switch --quiet --discard-changes main && ${script}`);
  }
  return [[bin, "upgrade"], root];
}

/** Kills a command at random moments: each repository is as before, or as after, and what was begun can be ended. */
export async function expectWhole(name: string, times: number): Promise<void> {
  const { origin, run, again = run } = killed[name];
  const before = origin();
  const copy = () => {
    const root = join(temporaryFolder(), "p");
    cpSync(before, root, { recursive: true });
    linkTool(join(root, "infra-k8s"));
    return root;
  };
  const trees = (root: string, all: readonly string[]) => all.map((repository) => portable(root, repository));
  const reference = copy();
  const old = trees(reference, names);
  const duration = await complete(run, reference);
  const all = existsSync(join(reference, "web")) ? [...names, "web"] : names;
  const done = trees(reference, all);
  expect(done).not.toEqual(old);
  for (let count = 0; count < times; count++) {
    const root = copy();
    await kill(run, root, duration * (0.3 + 0.75 * Math.random()));
    for (const [index, repository] of all.entries()) {
      const folder = join(root, repository);
      if (!existsSync(folder)) continue;
      recover(folder); // what every command does first
      const now = portable(root, repository);
      if (JSON.stringify(now) !== JSON.stringify(old[index])) expect(now).toEqual(done[index]);
    }
    await complete(again, root);
    expect(trees(root, all)).toEqual(done);
    rmSync(root, { recursive: true });
  }
}

/** Kills create with each signal, so many times: there is nothing then, or everything, and what did not exist can be made. */
export async function expectNothingOrEverything(times: number): Promise<void> {
  const run: Run = (parent) => [[bin, join(parent, "deep/x"), ...quick], parent];
  const reference = temporaryFolder();
  const duration = await complete(run, reference);
  const signals = (["SIGKILL", "SIGINT", "SIGTERM", "SIGHUP"] as const).flatMap((signal) => Array<typeof signal>(times).fill(signal));
  for (const signal of signals) {
    const [parent, temporary] = [temporaryFolder(), temporaryFolder()];
    await kill(run, parent, duration * (0.3 + 0.75 * Math.random()), signal, { TMPDIR: temporary });
    const target = join(parent, "deep/x");
    if (signal !== "SIGKILL") {
      expect(readdirSync(temporary)).toEqual([]);
      expect(existsSync(join(parent, "deep"))).toBe(existsSync(target));
    }
    if (!existsSync(target)) expect(command([target, ...quick]).status).toBe(0);
    for (const name of names) {
      expect(Object.keys(readTree(join(target, name)))).toEqual(Object.keys(readTree(join(reference, "deep/x", name))));
      expect(sh(join(target, name), "git status --porcelain && git log --format=%s")).toBe("Start from create-devops-portfolio\n");
    }
    rmSync(parent, { recursive: true });
  }
}

/** The tree of a repository without the one value that says where it lies. */
function portable(root: string, repository: string): Record<string, string> {
  const tree = readTree(join(root, repository));
  delete tree[".projen/package.json"];
  return tree;
}
