import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { linkTool, synth } from "../doors/support/synth";
import { readTree } from "../support/command";
import { type Generated, generateFresh } from "../support/portfolio";

let portfolio: Generated;
let rc: string;
beforeAll(() => {
  portfolio = generateFresh();
  linkTool(portfolio.app);
  rc = readFileSync(join(portfolio.app, ".projenrc.ts"), "utf8");
});

test.each([
  ["that only makes the repository", (text: string) => text.replace("project.synth();", ""), "nothing was synthesized"],
  ["that ends the process before", (text: string) => `process.exit(0);\n${text}`, "nothing was synthesized"],
  ["that makes another repository", (text: string) => text.replaceAll("AppRepository", "InfraRepository"), "this is the app repository"],
  ["with another runtime", (text: string) => text.replace('runtime: "express"', 'runtime: "flask"'), "the service is written for express"],
  ["with an outdir", (text: string) => text.replace("  owner:", '  outdir: "../elsewhere",\n  owner:'), "outdir: is not an option"],
])("a .projenrc.ts %s is an error, and nothing is written", (_, change, message) => {
  const { app } = portfolio;
  const changed = change(rc);
  expect(changed).not.toBe(rc);
  writeFileSync(join(app, ".projenrc.ts"), changed);
  const before = readTree(portfolio.root);
  const { status, stderr } = synth(app);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(status).toBe(1);
  expect(readTree(portfolio.root)).toEqual(before);
  writeFileSync(join(app, ".projenrc.ts"), rc);
});

test.each([
  ["a folder", (path: string) => mkdirSync(path), "compose.yaml is a folder, where a file belongs"],
  ["a link out of the repository", (path: string) => symlinkSync("/etc/hostname", path), "compose.yaml is a symbolic link that leads out"],
])("%s where a managed file belongs is said with its path", (_, put, message) => {
  const path = join(portfolio.app, "compose.yaml");
  rmSync(path, { force: true });
  put(path);
  const { status, stderr } = synth(portfolio.app);
  rmSync(path, { recursive: true });
  expect(stderr).toBe(`${stderr.trim()}\n`);
  expect(stderr).toContain(message);
  expect(status).toBe(1);
  expect(synth(portfolio.app)).toEqual({ status: 0, stderr: "" });
});

test("the record keeps the portfolio's identity when its owner is renamed", () => {
  const record = () => JSON.parse(readFileSync(join(portfolio.docs, ".projen/portfolio.json"), "utf8"));
  const { id } = record();
  linkTool(portfolio.docs);
  const file = join(portfolio.docs, ".projenrc.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace('"Octo-Org"', '"Hexa-Org"'));
  expect(synth(portfolio.docs)).toEqual({ status: 0, stderr: "" });
  expect(record()).toMatchObject({ id, role: "docs", options: { owner: "Hexa-Org" } });
  expect(id).toMatch(/^[0-9a-f]{16}$/);
});
