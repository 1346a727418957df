import { appendFileSync, cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeTree } from "../../src/files/write-tree";
import { packageManifest } from "../../src/package-root";
import { dueFor, migrations } from "../../src/repositories/migrations";
import { renderRepository } from "../../src/synthesis/render-portfolio";
import { command, readTree, sh } from "../support/command";
import { type Generated, generateFresh } from "../support/portfolio";

jest.setTimeout(60_000);

const BRANCH = `create-devops-portfolio-${packageManifest().version}`;
const COMMIT = "git add --all && git -c user.name=A -c user.email=a@b commit --quiet -m x";
const foldersOf = ({ app, infra, docs }: Generated) => [app, infra, docs];
const read = (folder: string, path: string) => readFileSync(join(folder, path), "utf8");
const edit = (folder: string, path: string, change: (text: string) => string) =>
  writeFileSync(join(folder, path), change(read(folder, path)));
const upgrade = (cwd: string, ...args: string[]) => command(["upgrade", ...args], { cwd });

/** What stands in a file of the former version, and is otherwise now. */
const FORMER: Readonly<Record<string, (text: string) => string>> = {
  "README.md": (text) => text.replace(/^# .*$/m, "# Former title"),
  "src/server.ts": (text) => `// former\n${text}`,
};

/**
 * A portfolio as the first version left it: no record of what was written, no version, an environment in one folder. Its tool is one that
 * writes what that one wrote.
 */
function former(): Generated {
  const portfolio = generateFresh();
  for (const folder of foldersOf(portfolio)) {
    rmSync(join(folder, ".projen/written.json"));
    edit(folder, ".projen/portfolio.json", (text) => JSON.stringify({ ...JSON.parse(text), version: undefined, id: undefined }));
    for (const [path, change] of Object.entries(FORMER)) if (existsSync(join(folder, path))) edit(folder, path, change);
    moveUp(folder);
    const written = join(folder, ".projen/former");
    cpSync(folder, join(folder, "../former"), { recursive: true });
    renameSync(join(folder, "../former"), written);
    rmSync(join(written, ".projen"), { recursive: true });
    writeFileSync(
      join(folder, ".projen/synth.mjs"),
      'import { cpSync } from "node:fs";\ncpSync(".projen/former", ".", { recursive: true, force: true });\n',
    );
    sh(folder, `git init --quiet --initial-branch=main && ${COMMIT}`);
  }
  return portfolio;
}

function moveUp(folder: string): void {
  const environment = join(folder, "environments/minikube");
  if (!existsSync(environment)) return;
  for (const name of ["values.yaml", "image.yaml"]) renameSync(join(environment, "express-app", name), join(environment, name));
  rmSync(join(environment, "express-app"), { recursive: true });
}

test("from the first version: every edit is kept, all repositories are on one branch with a commit each, and nothing is left to do", () => {
  const portfolio = former();
  const { app, infra, root } = portfolio;
  appendFileSync(join(infra, "README.md"), "mine\n");
  appendFileSync(join(infra, "environments/minikube/values.yaml"), "replicas: 7 # mine\n");
  appendFileSync(join(app, "src/server.ts"), "// mine\n");
  rmSync(join(infra, "scripts/status.sh"));
  for (const folder of [app, infra]) sh(folder, COMMIT);

  const before = foldersOf(portfolio).map(readTree);
  const preview = upgrade(root, "--dry-run");
  expect(preview).toMatchObject({ status: 0, stderr: "", stdout: expect.stringMatching(/merge +README\.md/) });
  expect(foldersOf(portfolio).map(readTree)).toEqual(before);

  const { status, stdout, stderr } = upgrade(root);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("MANAGEMENT_PORT");
  for (const folder of foldersOf(portfolio)) {
    expect(sh(folder, "git branch --show-current && git status --porcelain")).toBe(`${BRANCH}\n`);
    expect(sh(folder, "git log --format=%s main..")).toBe(`Upgrade to create-devops-portfolio ${packageManifest().version}\n`);
  }
  expect(sh(infra, "git log -1 --format=%b")).toMatch(/^merge +README\.md$/m);
  expect(read(infra, "README.md")).toMatch(/^# infra-k8s[\s\S]*mine\n$/);
  expect(read(app, "src/server.ts")).not.toContain("// former");
  expect(read(app, "src/server.ts")).toMatch(/\/\/ mine\n$/);
  expect(read(infra, "environments/minikube/express-app/values.yaml")).toMatch(/replicas: 7 # mine\n$/);
  expect(existsSync(join(infra, "environments/minikube/values.yaml"))).toBe(false);
  expect(existsSync(join(infra, "scripts/status.sh"))).toBe(false);
  expect(upgrade(infra)).toMatchObject({ status: 0, stdout: expect.stringContaining(`${infra}: is what version`) });
});

test("what cannot be merged is marked and left for the person to commit; nothing begins where something is not committed or the branch is there", () => {
  const portfolio = former();
  const { infra, docs } = portfolio;
  edit(infra, "README.md", (text) => text.replace("# Former title", "# My title"));
  const refused = (message: string) => {
    const before = foldersOf(portfolio).map(readTree);
    expect(upgrade(docs)).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
    expect(foldersOf(portfolio).map(readTree)).toEqual(before);
    for (const folder of foldersOf(portfolio)) expect(sh(folder, "git branch --show-current")).toBe("main\n");
  };
  refused("changes that are not committed");
  const onBranch = `git switch --quiet --create ${BRANCH} && git -c user.name=A -c user.email=a@b commit --quiet --allow-empty -m mine`;
  sh(infra, `${COMMIT} && ${onBranch} && git switch --quiet main`);
  refused(`has a branch ${BRANCH} already, with commits`);
  sh(infra, `git branch -D ${BRANCH}`);

  const { status, stderr, stdout } = upgrade(docs);
  expect(status).toBe(1);
  expect(stderr).toContain("README.md: you and the tool changed the same lines");
  expect(stdout).toContain(`Settle what is marked in ${infra}`);
  expect(read(infra, "README.md")).toContain("# My title\n");
  expect(sh(infra, "git log --format=%s main..")).toBe("");
  expect(sh(docs, "git log --format=%s main..")).toMatch(/^Upgrade to/);
});

test("the branch that a killed upgrade has left is taken over; where it was writing, both ways on are said, and work", () => {
  const { app, infra, docs } = former();
  sh(app, `git branch ${BRANCH}`); // killed, and the person went back
  sh(docs, `git switch --quiet --create ${BRANCH}`); // killed before it wrote
  sh(infra, `git switch --quiet --create ${BRANCH}`);
  appendFileSync(join(infra, "README.md"), "half\n"); // killed while it wrote
  const { status, stderr } = upgrade(app);
  expect(status).toBe(1);
  const [, again] = /begin again: (.*)$/m.exec(stderr) ?? [];
  for (const folder of [app, docs]) expect(sh(folder, "git status --porcelain")).toBe("");

  const person = { GIT_AUTHOR_NAME: "A", GIT_AUTHOR_EMAIL: "a@b", GIT_COMMITTER_NAME: "A", GIT_COMMITTER_EMAIL: "a@b" };
  sh(app, again, person);
  expect(upgrade(app)).toMatchObject({ status: 0, stderr: "" });
  for (const folder of [app, infra, docs]) {
    expect(sh(folder, "git branch --show-current && git status --porcelain")).toBe(`${BRANCH}\n`);
    expect(sh(folder, "git log --format=%s main..")).toMatch(/^Upgrade to .*\n$/);
  }
  expect(sh(infra, "git stash show -p stash@{0}")).toContain("+half");
});

test("where git refuses a commit, all repositories are as before", () => {
  const portfolio = former();
  const before = foldersOf(portfolio).map(readTree);
  sh(portfolio.docs, "git config commit.gpgsign true && git config gpg.program false");
  expect(upgrade(portfolio.root)).toMatchObject({ status: 1, stderr: expect.stringContaining("git does not commit") });
  expect(foldersOf(portfolio).map(readTree)).toEqual(before);
  for (const folder of foldersOf(portfolio)) {
    expect(sh(folder, "git branch --format='%(refname:short)' && git status --porcelain")).toBe("main\n");
  }
});

test("npx projen moves files, too, with every byte that is in them, and a second time there is nothing to move", () => {
  const { infra, model } = generateFresh();
  moveUp(infra);
  const bytes = Buffer.from([0x23, 0xff, 0x0a]);
  writeFileSync(join(infra, "environments/minikube/values.yaml"), bytes);
  const synthesize = () => writeTree(infra, renderRepository(model, "infra", infra)).changes.map(({ path, kind }) => `${kind} ${path}`);
  expect(synthesize().sort()).toEqual([
    "create environments/minikube/express-app/image.yaml",
    "create environments/minikube/express-app/values.yaml",
    "delete environments/minikube/image.yaml",
    "delete environments/minikube/values.yaml",
  ]);
  expect(readFileSync(join(infra, "environments/minikube/express-app/values.yaml"))).toEqual(bytes);
  expect(synthesize()).toEqual([]);
});

test("a migration is due in what an earlier version wrote, once it is released", () => {
  const [{ version }] = migrations;
  const own = packageManifest().version;
  expect(dueFor({})).toEqual(migrations);
  expect(dueFor({ version })).toEqual([]);
  expect(dueFor({ version: own })).toEqual([]);
  const later = { version: own, note: "" };
  expect(dueFor({ version: "0.0.1" }, [later])).toEqual([later]);
});
