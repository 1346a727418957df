import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { linkTool } from "../doors/support/synth";
import { command, readTree, repositoryRoot, sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";

jest.setTimeout(300_000);

const bin = join(repositoryRoot, "bin/create-devops-portfolio.js");
const quick = ["--yes", "--owner", "Octo-Org", "--no-install"];
const names = ["devops-portfolio-project", "express-app", "infra-k8s"];
type Run = (folder: string) => readonly [args: readonly string[], cwd: string];

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

/** A portfolio without a commit, in which one repository has other options than its siblings. */
function portfolio(change: (infra: string) => void): string {
  const root = join(temporaryFolder(), "p");
  expect(command([root, ...quick, "--no-git"]).status).toBe(0);
  change(join(root, "infra-k8s"));
  return root;
}

const setPort = (infra: string, paths: readonly string[]) => {
  for (const path of paths) {
    const file = join(infra, path);
    chmodSync(file, 0o644);
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("30005", "30123"));
  }
};

const cases: Record<string, { origin: () => string; run: Run }> = {
  sync: {
    origin: () => portfolio((infra) => setPort(infra, [".projenrc.ts", ".projen/portfolio.json"])),
    run: (root) => [[bin, "sync", join(root, "infra-k8s")], root],
  },
  "npx projen": {
    origin: () =>
      portfolio((infra) => {
        setPort(infra, [".projenrc.ts"]);
        rmSync(join(infra, "environments"), { recursive: true });
        for (const path of ["README.md", "helm/express-app/values.yaml", "scripts/lib.sh"]) appendFileSync(join(infra, path), "# mine\n");
      }),
    run: (root) => [[join(root, "infra-k8s/.projen/synth.mjs")], join(root, "infra-k8s")],
  },
};

test.each(Object.keys(cases))("%s, killed at any moment, leaves whole files, and a second run ends right", async (name) => {
  const { origin, run } = cases[name];
  const before = origin();
  const copy = () => {
    const root = join(temporaryFolder(), "p");
    cpSync(before, root, { recursive: true });
    linkTool(join(root, "infra-k8s"));
    return root;
  };
  const trees = (root: string) => Object.fromEntries(names.map((repository) => [repository, portable(root, repository)]));
  const reference = copy();
  const old = trees(reference);
  const duration = await complete(run, reference);
  const done = trees(reference);
  expect(done).not.toEqual(old);
  for (let count = 0; count < 10; count++) {
    const root = copy();
    await kill(run, root, duration * (0.3 + 0.75 * Math.random()));
    for (const repository of names) {
      for (const [path, text] of Object.entries(portable(root, repository))) {
        if (!path.startsWith(".projen/.writing-")) expect([old[repository][path], done[repository][path]]).toContain(text);
      }
    }
    await complete(run, root);
    expect(trees(root)).toEqual(done);
    rmSync(root, { recursive: true });
  }
});

/** The tree of a repository without the one value that says where it lies. */
function portable(root: string, repository: string): Record<string, string> {
  const tree = readTree(join(root, repository));
  delete tree[".projen/package.json"];
  return tree;
}

test("create, killed at any moment, leaves nothing or everything, and a signal leaves no trace", async () => {
  const run: Run = (parent) => [[bin, join(parent, "deep/x"), ...quick], parent];
  const reference = temporaryFolder();
  const duration = await complete(run, reference);
  for (const signal of ["SIGKILL", "SIGINT", "SIGTERM", "SIGHUP", "SIGKILL", "SIGINT", "SIGTERM", "SIGHUP"] as const) {
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
  }
});
