import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withOwn } from "../../src/synthesis/own";
import { customise, linkTool, synth } from "../doors/support/synth";
import { readTree, sh } from "../support/command";
import { inProcess } from "../support/in-process";
import { type Generated, generateFresh } from "../support/portfolio";

let portfolio: Generated;
const infra = (path: string) => join(portfolio.infra, path);
const text = (path: string) => readFileSync(infra(path), "utf8");
const edit = (path: string, from: string | RegExp, to: string) => writeFileSync(infra(path), text(path).replace(from, to));
const run = (...args: string[]) => inProcess(args, portfolio.infra);
const states = async (cwd: string) => {
  const { status, stdout } = await inProcess(["status", "--json"], cwd);
  expect(status).toBe(0);
  const { repositories } = JSON.parse(stdout) as {
    repositories: { folder: string; files: { path: string; state: string }[]; siblings: unknown[] }[];
  };
  return repositories.map(({ folder, files, siblings }) => ({
    folder,
    siblings,
    files: Object.fromEntries(files.map(({ path, state }) => [path, state])),
  }));
};

beforeEach(() => {
  portfolio = generateFresh();
});

test("status of new repositories says nothing of any file, in one and in the folders above", async () => {
  expect(await states(portfolio.infra)).toEqual([{ folder: portfolio.infra, files: {}, siblings: [] }]);
  expect(await states(portfolio.root)).toHaveLength(3);
  expect((await inProcess(["status", join(portfolio.root, "..")])).stdout).toMatch(/as the tool writes it/);
});

test("status says of each file why it differs, and which repositories differ, and writes nothing", async () => {
  edit(".projenrc.ts", "nodePort: 30005", "nodePort: 30123");
  appendFileSync(infra("README.md"), "mine\n");
  appendFileSync(infra("scripts/up.sh"), "# mine\n");
  rmSync(infra("scripts/status.sh"));
  const record = join(portfolio.docs, ".projen/portfolio.json");
  writeFileSync(record, readFileSync(record, "utf8").replace("30005", "30007"));
  const before = readTree(portfolio.root);
  const [found] = await states(portfolio.infra);
  expect(found.files).toMatchObject({
    "README.md": "changed",
    "helm/express-app/values.yaml": "outdated",
    "scripts/lib.sh": "outdated",
    "scripts/status.sh": "deleted",
    "scripts/up.sh": "changed",
  });
  expect(found.siblings).toEqual([{ folder: portfolio.docs, options: ["nodePort"] }]);
  expect((await run("status")).stdout).toMatch(/^ {2}deleted {3}scripts\/status\.sh +npx projen does not write it again$/m);
  expect(readTree(portfolio.root)).toEqual(before);
});

test("diff shows what the next npx projen would change, as git shows it, and ends with 1 while something would", async () => {
  expect(await run("diff")).toEqual({ status: 0, stdout: "", stderr: "" });
  edit(".projenrc.ts", "nodePort: 30005", "nodePort: 30123");
  appendFileSync(infra("README.md"), "mine\n");
  const { status, stdout } = await run("diff");
  expect(status).toBe(1);
  expect(stdout).toMatch(/^--- a\/helm\/express-app\/values\.yaml\n\+\+\+ b\/helm\/express-app\/values\.yaml$/m);
  expect(stdout).toMatch(/^\+ {2}nodePort: 30123$/m);
  expect(stdout).not.toMatch(/^[-+]mine$/m);
  expect((await run("diff", "helm")).stdout.match(/^--- /gm)).toHaveLength(2);
  expect((await run("diff", "scripts/up.sh")).status).toBe(0);
  // What it shows is what happens.
  linkTool(portfolio.infra);
  const before = readTree(portfolio.infra);
  expect(synth(portfolio.infra)).toEqual({ status: 0, stderr: "" });
  const after = readTree(portfolio.infra);
  const changed = Object.keys(after).filter((path) => after[path] !== before[path] && path !== ".projen/written.json");
  expect([...stdout.matchAll(/^\+\+\+ b\/(.*)$/gm)].map(([, path]) => path).sort()).toEqual(changed.sort());
});

test("an owned file is left alone by every synthesis, disown shows the difference and takes the tool's text", async () => {
  appendFileSync(infra("README.md"), "mine\n");
  const original = text(".projenrc.ts");
  expect((await run("own", "README.md", "--dry-run")).status).toBe(0);
  expect(text(".projenrc.ts")).toBe(original);
  expect(await run("own", "README.md")).toMatchObject({ status: 0, stdout: expect.stringContaining("README.md is yours") });
  expect(text(".projenrc.ts")).toBe(original.replace("\n});", '\n  own: ["README.md"],\n});'));
  expect(JSON.parse(text(".projen/files.json")).files).not.toContain("README.md");
  expect((await states(portfolio.infra))[0].files).toEqual({ "README.md": "yours" });
  edit(".projenrc.ts", "nodePort: 30005", "nodePort: 30123");
  const readme = text("README.md");
  expect((await inProcess(["sync"], portfolio.app)).stderr).toContain("infra-k8s");
  linkTool(portfolio.infra);
  expect(synth(portfolio.infra)).toEqual({ status: 0, stderr: "" });
  expect(text("README.md")).toBe(readme);

  const refused = await run("disown", "README.md");
  expect(refused).toMatchObject({ status: 1, stdout: expect.stringMatching(/^-mine$/m), stderr: expect.stringContaining("--yes") });
  expect(text("README.md")).toBe(readme);
  expect((await run("disown", "README.md", "--yes")).status).toBe(0);
  expect(text(".projenrc.ts")).toBe(original.replace("30005", "30123"));
  expect(text("README.md")).not.toContain("mine");
  expect((await states(portfolio.infra))[0].files).toEqual({});
});

test("a file that is named twice, or in two ways, is owned once", async () => {
  expect((await run("own", "README.md", "./README.md", "scripts/../README.md")).status).toBe(0);
  expect(text(".projenrc.ts")).toContain('own: ["README.md"],');
  expect((await run("status")).status).toBe(0);
});

test("disown brings a deleted file back", async () => {
  const before = text("scripts/up.sh");
  rmSync(infra("scripts/up.sh"));
  expect((await run("disown", "scripts/up.sh", "--yes")).status).toBe(0);
  expect(text("scripts/up.sh")).toBe(before);
  expect((await states(portfolio.infra))[0].files).toEqual({});
});

test("own files are one repository's: sync carries the other options and leaves each its list", async () => {
  await run("own", "README.md");
  edit(".projenrc.ts", "nodePort: 30005", "nodePort: 30123");
  linkTool(portfolio.infra);
  expect(synth(portfolio.infra).status).toBe(0);
  expect(await run("sync")).toMatchObject({ status: 0, stderr: "" });
  const docs = readFileSync(join(portfolio.docs, ".projenrc.ts"), "utf8");
  expect(docs).toContain("nodePort: 30123");
  expect(docs).not.toContain("own:");
  expect(await inProcess(["sync"], portfolio.docs)).toMatchObject({ status: 0, stderr: "" });
  expect(text(".projenrc.ts")).toContain('own: ["README.md"]');
});

test("where .projenrc.ts says more, the tool of the repository is asked, and writes nothing", async () => {
  customise(portfolio.infra, 'project.setValue("helm/express-app/values.yaml", "replicas", 7);');
  expect((await inProcess(["diff"], portfolio.infra)).stderr).toContain("run npx projen there first");
  linkTool(portfolio.infra);
  const before = readTree(portfolio.infra);
  expect((await run("diff", "helm")).stdout).toMatch(/^\+replicas: 7$/m);
  expect(readTree(portfolio.infra)).toEqual(before);
  expect((await run("own", "README.md")).stdout).toContain("Run npx projen");
  expect(text(".projenrc.ts")).toContain('own: ["README.md"]');
});

test("code among the options is not taken for text: only running it tells, and sync leaves it to the user", async () => {
  edit(".projenrc.ts", 'owner: "Octo-Org"', "owner: process.env.OWNER as string");
  expect(await run("diff")).toMatchObject({ status: 1, stderr: expect.stringContaining("run npx projen there first") });
  expect(await inProcess(["sync"], portfolio.app)).toMatchObject({ status: 0, stdout: expect.stringContaining("infra-k8s: up to date") });
  edit(".projenrc.ts", "owner: process.env.OWNER as string,", 'owner: "Octo-Org", // ours\n  title: "a // b",');
  edit(".projenrc.ts", /\n {2}title: "DevOps.*/, "");
  expect((await run("diff")).stdout).toMatch(/^\+.*"title": "a \/\/ b"/m);
  expect((await inProcess(["sync"], portfolio.app)).stderr).toContain("asks for other options than its last npx projen recorded");
});

test("what cannot be owned is refused by name", async () => {
  expect(await run("own", "READMEE.md")).toMatchObject({ status: 2, stderr: expect.stringContaining("did you mean README.md") });
  expect((await run("own", ".projen/tasks.json")).stderr).toContain("the tool's own");
  expect((await run("own", "environments/minikube/express-app/values.yaml")).stderr).toContain("yours already");
  expect((await inProcess(["own", "x"], portfolio.root)).stderr).toContain("lies in no repository");
});

test("markers: true makes managed files read-only with projen's line, and false takes both back, whatever was edited", () => {
  linkTool(portfolio.infra);
  appendFileSync(infra("README.md"), "mine\n");
  const before = readTree(portfolio.infra);
  edit(".projenrc.ts", "\n});", "\n  markers: true,\n});");
  expect(synth(portfolio.infra)).toEqual({ status: 0, stderr: "" });
  expect(text("scripts/up.sh")).toContain("~~ Generated by projen.");
  expect(text("README.md")).toMatch(/~~ Generated by projen[\s\S]*\nmine\n$/);
  expect(sh(portfolio.infra, "stat -c %a scripts/up.sh .gitignore")).toBe("555\n444\n");
  edit(".projenrc.ts", "\n  markers: true,\n});", "\n});");
  expect(synth(portfolio.infra)).toEqual({ status: 0, stderr: "" });
  expect(readTree(portfolio.infra)).toEqual(before);
  expect(existsSync(infra(".gitignore"))).toBe(true);
});

test.each([
  ['{\n  owner: "a",\n}', '{\n  owner: "a",\n  own: ["x"],\n}'],
  ['{\n  owner: "a"\n}', '{\n  owner: "a",\n  own: ["x"],\n}'],
  ['{ owner: "a" }', '{ owner: "a", own: ["x"] }'],
  ["{ own: ['y'], owner: \"a\" }", '{ own: ["y", "x"], owner: "a" }'],
  // What stands in a text or a comment is no option.
  ['{ title: "My own: []" }', '{ title: "My own: []", own: ["x"] }'],
  [
    '{\n  // own: ["z"],\n  title: "b", /* own: [] */\n  "own": [\n    "y", // mine\n  ],\n}',
    '{\n  // own: ["z"],\n  title: "b", /* own: [] */\n  own: ["y", "x"],\n}',
  ],
  ['{\n  owner: "a", // own: []\n}', '{\n  owner: "a", // own: []\n  own: ["x"],\n}'],
])("own is one line among the options: %s", (before, after) => {
  const rc = (options: string) => `new AppRepository(${options}).synth();`;
  expect(withOwn(rc(before), (list) => [...list, "x"])).toBe(rc(after));
});

test.each(["{ own: MINE }", '{ own: ["y", MINE] }'])("a list of more than plain values is a person's to change: %s", (options) => {
  expect(() => withOwn(`new AppRepository(${options}).synth();`, (list) => [...list, "x"])).toThrow("write own:");
});

test.each([
  ['{ title: "own: [1]", own: ["x"] }', '{ title: "own: [1]", }'],
  ['{\n  own: ["x"],\n  title: "own: [1]",\n}', '{\n  title: "own: [1]",\n}'],
])("an empty list goes: %s", (before, after) => {
  expect(withOwn(`new AppRepository(${before});`, () => [])).toBe(`new AppRepository(${after});`);
});
