import { chmodSync, cpSync, mkdirSync, readFileSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTree, repositoryRoot, sh } from "../support/command";
import { inProcess } from "../support/in-process";
import { temporaryFolder } from "../support/portfolio";

const quick = ["--yes", "--owner=Octo-Org", "--no-git", "--no-install"];
const names = ["devops-portfolio-project", "express-app", "infra-k8s"];
let origin: string;

beforeAll(async () => {
  origin = join(temporaryFolder(), "origin");
  expect((await inProcess([origin, ...quick])).status).toBe(0);
});

/** A portfolio that a test may change. */
function portfolio(): string {
  const root = join(temporaryFolder(), "p");
  cpSync(origin, root, { recursive: true });
  return root;
}

type Json = { options: Record<string, unknown> } & Record<string, unknown>;

function rewrite(repository: string, change: (record: Json) => unknown): void {
  const file = join(repository, ".projen/portfolio.json");
  const changed = change(JSON.parse(readFileSync(file, "utf8")));
  chmodSync(file, 0o644);
  writeFileSync(file, typeof changed === "string" ? changed : `${JSON.stringify(changed, null, 2)}\n`);
}

/** As a person changes an option. */
function edited(repository: string, count: number): void {
  const file = join(repository, ".projenrc.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace("replicas: 2", `replicas: ${count}`));
}

const replicas = (count: number) => (record: Json) => ({ ...record, options: { ...record.options, replicas: count } });
const recordOf = (repository: string) => JSON.parse(readFileSync(join(repository, ".projen/portfolio.json"), "utf8"));

test("a neighbour whose record is a pipe, which would never end, is named and skipped", async () => {
  const root = portfolio();
  const odd = join(root, "zz/.projen");
  mkdirSync(odd, { recursive: true });
  sh(odd, "mkfifo portfolio.json");
  const { status, stderr } = await inProcess(["sync", join(root, "infra-k8s")]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining(join(odd, "portfolio.json")) });
  expect((await inProcess(["status", root])).status).toBe(1); // nobody knows how that one stands
});

describe("sync from a repository whose record", () => {
  test.each<[string, (record: Json) => unknown, string]>([
    ["is not JSON", () => "<<<<<<< ours\n", "cannot be read"],
    ["is empty", () => "", "cannot be read"],
    ["is null", () => "null", "is no record of a portfolio"],
    ["is a list", () => "[]", "is no record of a portfolio"],
    ["has no role that there is", (record) => ({ ...record, role: "web" }), "is no record of a portfolio"],
    ["has an owner that is no text", (record) => ({ ...record, options: { ...record.options, owner: 7 } }), "is no record of a portfolio"],
    ["has no options", ({ role, id }) => ({ role, id }), "is no record of a portfolio"],
    ["is of a newer version", (record) => ({ ...replicas(4)(record), version: "99.1.0" }), "npx create-devops-portfolio@99.1.0 sync"],
    [
      "has an option of a newer version",
      (record) => ({ ...record, version: "99.1.0", options: { ...record.options, colour: "red" } }),
      "npx create-devops-portfolio@99.1.0 sync",
    ],
  ])("%s is refused with a sentence, and nothing is written", async (_, change, message) => {
    const root = portfolio();
    rewrite(join(root, "infra-k8s"), change);
    const before = readTree(root);
    const { status, stdout, stderr } = await inProcess(["sync", join(root, "infra-k8s")]);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe("");
    expect(status).not.toBe(0);
    expect(readTree(root)).toEqual(before);
  });

  test("has no identity, or one that is no text, still finds its siblings by their names", async () => {
    for (const id of [undefined, 7]) {
      const root = portfolio();
      rewrite(join(root, "infra-k8s"), (record) => ({ ...record, id }));
      edited(join(root, "infra-k8s"), 4);
      expect(await inProcess(["sync", join(root, "infra-k8s")])).toMatchObject({ status: 0, stderr: "" });
      for (const name of names.slice(0, 2)) expect(recordOf(join(root, name)).options.replicas).toBe(4);
    }
  });
});

describe("sync passes over a neighbour", () => {
  test.each<[string, (root: string) => string, RegExp]>([
    [
      "of another portfolio, even one with this one's names",
      (root) => {
        rmSync(join(root, "express-app"), { recursive: true });
        cpSync(join(origin, "express-app"), join(root, "other-app"), { recursive: true });
        rewrite(join(root, "other-app"), (record) => ({
          ...record,
          id: "0".repeat(16),
          options: { ...record.options, owner: "Hexa-Org" },
        }));
        return "other-app";
      },
      /^$/,
    ],
    [
      "with the same role",
      (root) => {
        cpSync(join(origin, "infra-k8s"), join(root, "infra-copy"), { recursive: true });
        return "infra-copy";
      },
      /^$/,
    ],
    [
      "that is no repository, and one whose record is a folder",
      (root) => {
        mkdirSync(join(root, "foreign/.projen/portfolio.json"), { recursive: true });
        writeFileSync(join(root, "foreign/README.md"), "mine\n");
        writeFileSync(join(root, "notes.txt"), "mine\n");
        symlinkSync("/nowhere", join(root, "dangling"));
        return "foreign";
      },
      /foreign is passed over/,
    ],
  ])("%s", async (_, put, said) => {
    const root = portfolio();
    const neighbour = put(root);
    const before = readTree(join(root, neighbour));
    edited(join(root, "infra-k8s"), 4);
    const { status, stdout, stderr } = await inProcess(["sync", join(root, "infra-k8s")]);
    expect(status).toBe(0);
    expect(stdout).not.toContain(neighbour);
    expect(stderr).toMatch(said);
    expect(readTree(join(root, neighbour))).toEqual(before);
    expect(recordOf(join(root, "devops-portfolio-project")).options.replicas).toBe(4);
  });

  test("of a newer version: it is named, left as it is, and the others are written", async () => {
    const root = portfolio();
    rewrite(join(root, "express-app"), (record) => ({ ...record, version: "99.1.0" }));
    edited(join(root, "infra-k8s"), 4);
    const before = readTree(join(root, "express-app"));
    const { status, stderr } = await inProcess(["sync", join(root, "infra-k8s")]);
    expect(status).toBe(1);
    expect(stderr).toContain(`${join(root, "express-app")}: `);
    expect(stderr).toContain("create-devops-portfolio@99.1.0");
    expect(readTree(join(root, "express-app"))).toEqual(before);
    expect(recordOf(join(root, "devops-portfolio-project")).options.replicas).toBe(4);
  });
});

test("sync sweeps what a run that was killed has left, and git never sees it", async () => {
  const root = portfolio();
  const app = join(root, "express-app");
  sh(app, "git init -q && git add -A && git -c user.name=a -c user.email=a@b commit -qm one");
  const residue = join(app, ".projen/.writing-999999999");
  mkdirSync(residue);
  writeFileSync(join(residue, "0"), "half");
  expect(sh(app, "git status --porcelain")).toBe("");
  edited(join(root, "infra-k8s"), 4);
  expect((await inProcess(["sync", join(root, "infra-k8s")])).status).toBe(0);
  expect(sh(app, "ls -A .projen")).not.toContain(".writing-");
});

describe("in a folder that is deleted meanwhile", () => {
  test.each([["x", ...quick], ["sync"], ["doctor"], ["fleet"]])("%s says so", (...argv) => {
    const gone = temporaryFolder();
    const bin = join(repositoryRoot, "bin/create-devops-portfolio.js");
    const script = `rmdir '${gone}'; '${process.execPath}' '${bin}' ${argv.join(" ")} ${argv[0] === "fleet" ? `--config '${fleetFile()}'` : ""} 2>&1; echo $?`;
    expect(sh(gone, script)).toBe("The folder that you are in is gone: change to another one.\n1\n");
    expect(() => rmdirSync(gone)).toThrow("ENOENT");
  });
});

function fleetFile(...members: object[]): string {
  const file = join(temporaryFolder(), "fleet.json");
  writeFileSync(file, JSON.stringify(members.length > 0 ? members : [{ owner: "Octo-Org" }]));
  return file;
}

describe("the directory of fleet", () => {
  const run = (cwd: string, ...argv: string[]) => inProcess(["fleet", ...argv, "--config", fleetFile(), "--no-git"], cwd);

  test("is fleet where none is given, and the one that is given otherwise", async () => {
    const cwd = temporaryFolder();
    expect(await run(cwd)).toMatchObject({ status: 0, stdout: `Wrote 1 portfolios in ${join(cwd, "fleet")}.\n` });
    expect(await run(cwd, "services/own")).toMatchObject({ status: 0, stdout: `Wrote 1 portfolios in ${join(cwd, "services/own")}.\n` });
    expect(Object.keys(readTree(cwd)).map((path) => path.split("/express-app/")[0])).toContain("services/own");
  });

  test("is refused as a file, and twice", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "file"), "mine\n");
    const { status, stderr } = await run(cwd, "file");
    expect(status).not.toBe(0);
    expect(stderr).toContain(join(cwd, "file"));
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(await run(cwd, "a", "b")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('fleet takes one directory, but got "a", "b"'),
    });
    expect(readTree(cwd)).toEqual({ file: "- mine\n" });
  });
});

describe("doctor explain", () => {
  test("tells the story of a check, whatever the case of its id", async () => {
    for (const id of ["D05", "d05"])
      expect(await inProcess(["doctor", "explain", id])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^D05 {2}\S/) });
  });

  test.each([
    [["D5"], "did you mean D05?"],
    [["DO5"], "did you mean D05?"],
    [["nonsense"], "There is no check nonsense. Its id is one of B07, B25, D01"],
    [[], "There is no check without an id"],
    [["D05", "D06"], "explain takes the id of one check"],
    [["D05", "--json"], "explain takes the id of one check"],
  ])("%j is refused", async (argv, message) => {
    const { status, stdout, stderr } = await inProcess(["doctor", "explain", ...argv]);
    expect(stderr).toContain(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });
});
