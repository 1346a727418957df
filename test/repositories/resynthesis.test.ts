import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { linkTool } from "../doors/support/synth";
import { command, readTree, repositoryRoot, sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";

// What a user does in a clone: git and npx projen, with the scaffolder installed as the pin says.
let root: string;
const app = () => join(root, "express-app");
const infra = () => join(root, "infra-k8s");
const docs = () => join(root, "devops-portfolio-project");
/** The task that `npx projen` runs, by projen's own runner, without asking the registry for projen itself. */
const projen = (folder: string, settings = "") => sh(folder, `${settings} "${join(repositoryRoot, "node_modules/.bin/projen")}"`);
/** What that task runs. */
const synth = (folder: string) => sh(folder, "node .projen/synth.mjs 2>&1");
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

let origin: string;
beforeAll(() => {
  origin = join(temporaryFolder(), "portfolio");
  expect(command([origin, "--yes", "--owner", "Octo-Org", "--no-install"]).status).toBe(0);
  // As after the first run in a clone; the test of fresh clones installs it.
  for (const name of ["express-app", "infra-k8s", "devops-portfolio-project"]) linkTool(join(origin, name));
});

// A copy keeps the times by which git knows its files.
beforeEach(() => {
  root = join(temporaryFolder(), "portfolio");
  cpSync(origin, root, { recursive: true, preserveTimestamps: true });
});

// Of each repository in resynthesis.long.test.ts.
test("in a fresh clone it installs the scaffolder and changes nothing, whatever an npm around it is set to", () => {
  const clone = `${infra()}-clone`;
  sh(root, `git clone --quiet "${infra()}" "${clone}"`);
  projen(clone, "npm_config_global=true npm_config_prefix=/nowhere npm_config_dry_run=true npm_config_package_lock_only=true");
  expect(changed(clone)).toEqual([]);
  expect(existsSync(join(clone, ".projen/node_modules/create-devops-portfolio"))).toBe(true);
});

test("it keeps what was changed or deleted by hand, and its permissions, and says what was deleted", () => {
  edit(join(infra(), "helm/express-app/values.yaml"), /^replicas: 2$/m, "replicas: 2 # enough");
  rmSync(join(infra(), "scripts/status.sh"));
  chmodSync(join(infra(), "README.md"), 0o755);
  edit(join(infra(), "environments/minikube/express-app/values.yaml"), /$/, "\nreplicas: 3\n");
  const mine = changed(infra());
  expect(synth(infra())).toContain("You deleted scripts/status.sh: not written again.");
  expect(changed(infra())).toEqual(mine);
  expect(readFileSync(join(infra(), "helm/express-app/values.yaml"), "utf8")).toContain("replicas: 2 # enough");
  expect(statSync(join(infra(), "README.md")).mode & 0o777).toBe(0o755);
});

test("it merges what changes with what was changed by hand, and says which; where both changed a line, both stand there", () => {
  const values = join(infra(), "helm/express-app/values.yaml");
  edit(values, /^replicas: 2$/m, "replicas: 2 # enough");
  edit(join(infra(), "README.md"), /30005/, "30005 (mine)");
  edit(join(infra(), ".projenrc.ts"), "nodePort: 30005", "nodePort: 30123");
  expect(() => synth(infra())).toThrow(/1 merged with your edits \(helm\/express-app\/values\.yaml\)[\s\S]*README\.md: you and the tool/);
  expect(readFileSync(values, "utf8")).toMatch(/^replicas: 2 # enough$[\s\S]*nodePort: 30123$/m);
  const readme = () => readFileSync(join(infra(), "README.md"), "utf8");
  expect(readme()).toMatch(/^<<<<<<< yours\n.*30005 \(mine\)[\s\S]*?^=======\n.*30123[\s\S]*?^>>>>>>> create-devops-portfolio$/m);
  const conflict = readme();
  expect(() => synth(infra())).toThrow(/README\.md: it still holds a conflict/);
  expect(readme()).toBe(conflict);
  edit(join(infra(), "README.md"), /^<<<<<<< yours\n[\s\S]*?^=======\n([\s\S]*?)^>>>>>>> create-devops-portfolio\n/m, "$1");
  expect(synth(infra())).toContain("No file changed");
});

test("what stood in an environment's files before each service had a folder there goes on in the new place", () => {
  const folder = join(infra(), "environments/minikube");
  for (const file of ["values.yaml", "image.yaml"]) {
    copyFileSync(join(folder, "express-app", file), join(folder, file));
    edit(join(folder, file), /$/, "# mine\n");
  }
  const texts = ["values.yaml", "image.yaml"].map((file) => [file, readFileSync(join(folder, file), "utf8")] as const);
  rmSync(join(folder, "express-app"), { recursive: true });
  synth(infra());
  for (const [file, text] of texts) {
    expect(readFileSync(join(folder, "express-app", file), "utf8")).toBe(text);
    expect(existsSync(join(folder, file))).toBe(false);
  }
});

test("the pins that Dependabot raised stay, and so do those that someone lowered", () => {
  const workflow = join(app(), ".github/workflows/ci.yaml");
  const before = readFileSync(workflow, "utf8");
  const [pin] = /actions\/checkout@\w+ # v[\d.]+/.exec(before)!;
  for (const version of ["v99.0.0", "v1.0.0"]) {
    const raised = before.replaceAll(pin, `actions/checkout@${"a".repeat(40)} # ${version}`);
    writeFileSync(workflow, raised);
    synth(app());
    expect(readFileSync(workflow, "utf8")).toBe(raised);
    sh(app(), "git checkout --quiet .");
  }
});

test("a changed nodePort changes exactly the files that hold it, and sync carries it to the siblings", () => {
  const holding = (folder: string) =>
    Object.entries(readTree(folder))
      .filter(([path, text]) => /\b30005\b/.test(text) && !path.endsWith(".d.ts")) // the default in the declarations stays
      .map(([path]) => path)
      .sort();
  const [inApp, inInfra, inDocs] = [app(), infra(), docs()].map(holding);
  edit(join(infra(), ".projenrc.ts"), "nodePort: 30005", "nodePort: 30123");
  synth(infra());
  const record = ".projen/written.json"; // holds them compressed
  expect(changed(infra())).toEqual([...inInfra, record].sort());
  expect(changed(docs())).toEqual([]);

  const { status, stdout } = command(["sync"], { cwd: infra() });
  expect(stdout).toContain(`${docs()}: synced`);
  expect(status).toBe(0);
  expect(changed(app())).toEqual(inApp);
  expect(changed(docs())).toEqual([...inDocs, record].sort());
  for (const folder of [app(), infra(), docs()]) expect(holding(folder)).toEqual([]);
  // What sync wrote is what npx projen writes.
  sh(root, `cd "${docs()}" && git add --all && git commit --quiet --message=sync --no-gpg-sign`, {
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@example.com",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@example.com",
  });
  synth(docs());
  expect(changed(docs())).toEqual([]);
});

test("sync leaves options alone that were changed by hand, and says so", () => {
  edit(join(docs(), ".projenrc.ts"), 'title: "DevOps portfolio"', "title: `My ${1 + 1}nd portfolio`");
  edit(join(infra(), ".projenrc.ts"), "replicas: 2", "replicas: 3");
  synth(infra());
  const { status, stdout, stderr } = command(["sync", infra()]);
  expect(status).toBe(1);
  expect(stdout).toContain(`${app()}: synced`);
  expect(stderr).toContain(`${docs()}: .projenrc.ts was changed by hand`);
  expect(changed(docs())).toEqual([".projenrc.ts"]);
});

test("sync in a folder that is no repository says what to do", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "x"));
  expect(command(["sync", folder])).toMatchObject({ status: 2, stderr: expect.stringContaining("run this in one") });
});

test("a wrong option in .projenrc.ts is reported with its line, and nothing changes", () => {
  edit(join(infra(), ".projenrc.ts"), "nodePort: 30005", "nodePrt: 30123");
  expect(() => synth(infra())).toThrow(/\.projenrc\.ts:19: nodePrt: is not an option; did you mean nodePort\?/);
  expect(changed(infra())).toEqual([".projenrc.ts"]);
});

test("a template that the scaffolder no longer has is removed from the repository, unless it was changed", () => {
  const record = join(infra(), ".projen/written.json");
  const line = /^ {2}"scripts\/up.sh": (.*)$/m.exec(readFileSync(record, "utf8"))!;
  for (const name of ["stale", "changed"]) {
    copyFileSync(join(infra(), "scripts/up.sh"), join(infra(), `scripts/${name}.sh`));
    edit(join(infra(), ".projen/files.json"), '"scripts/up.sh"', `"scripts/${name}.sh",\n    "scripts/up.sh"`);
    edit(record, line[0], `  "scripts/${name}.sh": ${line[1]}\n${line[0]}`);
  }
  edit(join(infra(), "scripts/changed.sh"), /$/, "# mine\n");
  expect(synth(infra())).toContain("scripts/changed.sh is managed no more, and yours.");
  expect(existsSync(join(infra(), "scripts/stale.sh"))).toBe(false);
  expect(readFileSync(join(infra(), "scripts/changed.sh"), "utf8")).toContain("# mine");
});
