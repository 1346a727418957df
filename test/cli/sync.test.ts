import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTree, sh } from "../support/command";
import { inProcess } from "../support/in-process";
import { type Generated, generateFresh } from "../support/portfolio";

let portfolio: Generated;
const sync = (cwd: string, ...flags: string[]) => inProcess(["sync", ...flags], cwd);
const read = (folder: string, path: string) => readFileSync(join(folder, path), "utf8");
const recordOf = (folder: string) => JSON.parse(read(folder, ".projen/portfolio.json"));
const edit = (folder: string, from: string, to: string) => {
  const file = join(folder, ".projenrc.ts");
  expect(read(folder, ".projenrc.ts")).toContain(from);
  writeFileSync(file, read(folder, ".projenrc.ts").replace(from, to));
};
const all = () => [portfolio.app, portfolio.docs, portfolio.infra];
const git = (folder: string, script: string) => sh(folder, script.replaceAll("git ", "git -c user.name=a -c user.email=a@b "));
const commitAll = () => {
  for (const folder of all()) git(folder, "git init --quiet && git add --all && git commit --quiet --message=one --no-gpg-sign");
};

beforeEach(() => {
  portfolio = generateFresh();
});

test("--dry-run says what would change and writes nothing; without it the repository comes first, then its siblings", async () => {
  edit(portfolio.infra, "replicas: 2", "replicas: 4");
  const before = readTree(portfolio.root);
  const dry = await sync(portfolio.infra, "--dry-run");
  expect(dry).toMatchObject({ status: 0, stderr: "" });
  for (const folder of [portfolio.app, portfolio.docs]) expect(dry.stdout).toContain(`${folder}: would be synced`);
  expect(dry.stdout).toContain(`${portfolio.infra}: would be synthesized`);
  expect(dry.stdout).toMatch(/^ {2}update {4}helm\/express-app\/values\.yaml$/m);
  expect(readTree(portfolio.root)).toEqual(before);

  const { status, stdout } = await sync(portfolio.infra, "--json");
  expect(status).toBe(0);
  const { source, options, repositories } = JSON.parse(stdout);
  expect({ source, options }).toEqual({ source: portfolio.infra, options: ["replicas"] });
  expect(repositories.map(({ folder, outcome }: { folder: string; outcome: string }) => [folder, outcome])).toEqual([
    [portfolio.infra, "synced"],
    [portfolio.app, "synced"],
    [portfolio.docs, "synced"],
  ]);
  expect(repositories[0].files).toContainEqual({ path: "helm/express-app/values.yaml", kind: "update" });
  for (const folder of all()) expect(recordOf(folder).options.replicas).toBe(4);
  const again = JSON.parse((await sync(portfolio.app, "--json")).stdout);
  expect(again.repositories.map(({ outcome }: { outcome: string }) => outcome)).toEqual(["upToDate", "upToDate", "upToDate"]);
});

test("in the folder above, the repository that was edited is the source, and where two were, none is", async () => {
  edit(portfolio.docs, "nodePort: 30005", "nodePort: 30123");
  const { stdout } = await sync(portfolio.root, "--json");
  expect(JSON.parse(stdout).source).toBe(portfolio.docs);
  for (const folder of all()) expect(recordOf(folder).options.nodePort).toBe(30123);

  edit(portfolio.docs, "nodePort: 30123", "nodePort: 30200");
  edit(portfolio.app, "nodePort: 30123", "nodePort: 30201");
  const before = readTree(portfolio.root);
  const refused = await sync(portfolio.root);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain(`run sync in one of ${portfolio.docs}, ${portfolio.app}`);
  expect(readTree(portfolio.root)).toEqual(before);
});

test("a repository that is not there is written anew, as part of this portfolio, and one that was renamed is found", async () => {
  const docs = readTree(portfolio.docs);
  rmSync(portfolio.docs, { recursive: true });
  const moved = join(portfolio.root, "elsewhere");
  renameSync(portfolio.app, moved);
  edit(portfolio.infra, 'owner: "Octo-Org"', 'owner: "Hexa-Org"'); // the names say another portfolio: its id says this one
  const { status, stdout } = await sync(portfolio.infra);
  expect(status).toBe(0);
  expect(stdout).toContain(`${moved}: synced`);
  expect(stdout).toContain("git clone https://github.com/Hexa-Org/devops-portfolio-project");
  expect(existsSync(portfolio.app)).toBe(false);
  expect(Object.keys(readTree(portfolio.docs))).toEqual(Object.keys(docs));
  expect(recordOf(portfolio.docs).id).toBe(recordOf(portfolio.infra).id);
  expect((await sync(portfolio.docs, "--json")).stdout).not.toContain('"synced"');
});

test("what lies in the way of one that is not there is refused and left, the others are written", async () => {
  rmSync(portfolio.docs, { recursive: true });
  writeFileSync(portfolio.docs, "mine\n");
  edit(portfolio.infra, "replicas: 2", "replicas: 4");
  const { status, stderr } = await sync(portfolio.infra);
  expect(status).toBe(1);
  expect(stderr).toContain(`${portfolio.docs}: is in the way`);
  expect(readFileSync(portfolio.docs, "utf8")).toBe("mine\n");
  expect(recordOf(portfolio.app).options.replicas).toBe(4);
});

test("another runtime is not carried, and it is said what to do", async () => {
  edit(portfolio.infra, 'runtime: "express"', 'runtime: "flask"');
  const before = readTree(portfolio.root);
  const { status, stderr } = await sync(portfolio.infra);
  expect(status).toBe(2);
  expect(stderr).toContain("create a portfolio with --runtime flask in a new folder");
  expect(readTree(portfolio.root)).toEqual(before);
});

test("--commit makes one commit a repository, of what the tool wrote and nothing else", async () => {
  commitAll();
  edit(portfolio.infra, "replicas: 2", "replicas: 4");
  appendFileSync(join(portfolio.app, "src/app.ts"), "// mine\n");
  const { status, stderr } = await sync(portfolio.infra, "--commit");
  expect(status).toBe(1);
  expect(stderr).toBe(`${portfolio.app}: not committed: it has changes of yours (src/app.ts): commit or stash them first\n`);
  for (const folder of [portfolio.infra, portfolio.docs]) {
    expect(sh(folder, "git status --porcelain && git log -1 --format=%s")).toBe("Change replicas\n");
  }
  expect(sh(portfolio.app, "git log --format=%s")).toBe("one\n");
});

test("a repository whose .projen is gone gets it back by what its .projenrc.ts says, and is told how where that is not possible", async () => {
  const infra = portfolio.infra;
  const before = readTree(infra);
  rmSync(join(infra, ".projen"), { recursive: true });
  expect(await sync(infra)).toMatchObject({ status: 0, stderr: "", stdout: expect.stringContaining(`${infra}: restored .projen/`) });
  const { ".projen/written.json": _, ...after } = readTree(infra);
  const { ".projen/written.json": __, ...expected } = before;
  expect(after).toEqual(expected);

  rmSync(join(infra, ".projen"), { recursive: true });
  expect((await sync(portfolio.app)).stdout).toContain(`${infra}: restored .projen/`);

  rmSync(join(infra, ".projen"), { recursive: true });
  writeFileSync(join(infra, ".projenrc.ts"), before[".projenrc.ts"].slice(2).replace("replicas: 2", "replicas: 1 + 1"));
  const refused = await sync(infra);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain("restore .projen with git");
});
