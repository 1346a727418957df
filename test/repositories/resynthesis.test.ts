import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command, readTree, repositoryRoot, sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";

// What a user does in a clone: git and npx projen, with the scaffolder installed as the pin says.
let root: string;
const app = () => join(root, "express-app");
const infra = () => join(root, "infra-k8s");
const docs = () => join(root, "devops-portfolio-project");
/** The task that `npx projen` runs, by projen's own runner, without asking the registry for projen itself. */
const projen = (folder: string) => sh(folder, `"${join(repositoryRoot, "node_modules/.bin/projen")}"`);
const changed = (folder: string) =>
  sh(folder, "git status --porcelain --no-renames")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.slice(3))
    .sort();
const edit = (file: string, from: string | RegExp, to: string) => {
  const text = readFileSync(file, "utf8");
  const edited = text.replace(from, to);
  expect(edited).not.toBe(text);
  chmodSync(file, 0o644);
  writeFileSync(file, edited);
};

beforeEach(() => {
  root = join(temporaryFolder(), "portfolio");
  expect(command([root, "--yes", "--owner", "Octo-Org", "--no-install"]).status).toBe(0);
});

test("in a fresh clone of each repository it installs the scaffolder and changes nothing", () => {
  for (const folder of [app(), infra(), docs()]) {
    const clone = `${folder}-clone`;
    sh(root, `git clone --quiet "${folder}" "${clone}"`);
    projen(clone);
    expect(changed(clone)).toEqual([]);
    expect(existsSync(join(clone, ".projen/node_modules/create-devops-portfolio"))).toBe(true);
    rmSync(clone, { recursive: true });
  }
});

test("it restores a managed file that was damaged or deleted, and keeps seeded ones", () => {
  edit(join(infra(), "helm/express-app/values.yaml"), /^serviceMonitor:/m, "serviceMonitr:");
  rmSync(join(infra(), "scripts/up.sh"));
  edit(join(infra(), "environments/minikube/express-app/values.yaml"), /$/, "\nreplicas: 3\n");
  projen(infra());
  expect(changed(infra())).toEqual(["environments/minikube/express-app/values.yaml"]);
  expect(statSync(join(infra(), "scripts/up.sh")).mode & 0o777).toBe(0o544);
  expect(statSync(join(infra(), "helm/express-app/values.yaml")).mode & 0o777).toBe(0o444);
});

test("the pins that Dependabot raised stay, those that someone lowered do not", () => {
  const workflow = join(app(), ".github/workflows/ci.yaml");
  const before = readFileSync(workflow, "utf8");
  const [pin] = /actions\/checkout@\w+ # v[\d.]+/.exec(before)!;
  edit(workflow, new RegExp(pin, "g"), `actions/checkout@${"a".repeat(40)} # v99.0.0`);
  projen(app());
  expect(readFileSync(workflow, "utf8")).toBe(before.replaceAll(pin, `actions/checkout@${"a".repeat(40)} # v99.0.0`));
  edit(workflow, /v99\.0\.0/g, "v1.0.0");
  projen(app());
  expect(readFileSync(workflow, "utf8")).toBe(before);
});

test("a changed nodePort changes exactly the files that hold it, and sync carries it to the siblings", () => {
  const holding = (folder: string) =>
    Object.entries(readTree(folder))
      .filter(([, text]) => /\b30005\b/.test(text))
      .map(([path]) => path)
      .sort();
  const [inApp, inInfra, inDocs] = [app(), infra(), docs()].map(holding);
  edit(join(infra(), ".projenrc.ts"), "nodePort: 30005", "nodePort: 30123");
  projen(infra());
  expect(changed(infra())).toEqual(inInfra);
  expect(changed(docs())).toEqual([]);

  const { status, stdout } = command(["sync"], { cwd: infra() });
  expect(stdout).toContain(`${docs()}: synced`);
  expect(status).toBe(0);
  expect(changed(app())).toEqual(inApp);
  expect(changed(docs())).toEqual(inDocs);
  for (const folder of [app(), infra(), docs()]) expect(holding(folder)).toEqual([]);
  // What sync wrote is what npx projen writes.
  sh(root, `cd "${docs()}" && git add --all && git commit --quiet --message=sync --no-gpg-sign`, {
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@example.com",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@example.com",
  });
  projen(docs());
  expect(changed(docs())).toEqual([]);
});

test("sync leaves options alone that were changed by hand, and says so", () => {
  edit(join(docs(), ".projenrc.ts"), 'title: "DevOps portfolio"', "title: `My ${1 + 1}nd portfolio`");
  edit(join(infra(), ".projenrc.ts"), "replicas: 2", "replicas: 3");
  projen(infra());
  const { status, stdout, stderr } = command(["sync", infra()]);
  expect(status).toBe(1);
  expect(stdout).toContain(`${app()}: synced`);
  expect(stderr).toContain(`${docs()}: .projenrc.ts was changed by hand`);
  expect(changed(docs())).toEqual([".projenrc.ts"]);
});

test("sync in a folder that is no repository says what to do", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "x"));
  expect(command(["sync", folder])).toMatchObject({ status: 2, stderr: expect.stringContaining("run sync in one") });
});

test("a wrong option in .projenrc.ts is reported with its line, and nothing changes", () => {
  edit(join(infra(), ".projenrc.ts"), "nodePort: 30005", "nodePrt: 30123");
  expect(() => projen(infra())).toThrow(/\.projenrc\.ts:18: nodePrt: is not an option; did you mean nodePort\?/);
  expect(changed(infra())).toEqual([".projenrc.ts"]);
});

test("a template that the scaffolder no longer has is removed from the repository", () => {
  const stale = join(infra(), "scripts/stale.sh");
  copyFileSync(join(infra(), "scripts/up.sh"), stale);
  edit(join(infra(), ".projen/files.json"), '"scripts/up.sh"', '"scripts/stale.sh",\n    "scripts/up.sh"');
  projen(infra());
  expect(existsSync(stale)).toBe(false);
});
