import { detect, offerFor, proposalOf } from "../../src/adopt/adopt";
import { versions } from "../../src/versions";
import { type Tree, written } from "../doctor/support";

const factsOf = (tree: Tree, folder = "") => detect(written(tree)).services.find((service) => service.folder === folder)!.facts;
const express = '{"name":"a","dependencies":{"express":"5"},"scripts":{"start":"node a.js","test":"x"}}';
const BERRY = "__metadata:\n  version: 8\n";

describe("what CI installs for Node", () => {
  test.each<[string, Tree, string]>([
    ["the first Yarn", { "yarn.lock": "# yarn lockfile v1\n" }, "yarn install --frozen-lockfile"],
    ["the Yarn that came after it, which the runner has not", { "yarn.lock": BERRY }, "corepack enable && yarn install --immutable"],
    ["a lock of npm's by its other name", { "npm-shrinkwrap.json": "{}" }, "npm ci"],
    ["Bun's lock that is no text", { "bun.lockb": "\u0000" }, "npm install --global bun && bun install --frozen-lockfile"],
    ["no lock", {}, "npm install"],
  ])("%s", (_, lock, command) => {
    expect(factsOf({ "package.json": express, "a.js": "", ...lock }).installCommand?.value).toBe(command);
  });

  const monorepo = (more: Tree): Tree => ({
    "api/package.json": express,
    "api/Dockerfile": "FROM node:22\nCOPY a.js ./\nCMD node a.js\n",
    "api/a.js": "",
    ...more,
  });
  const npm = { "package-lock.json": "{}" };
  test("a lock above counts where the workspace above takes the folder in, and nowhere else", () => {
    expect(factsOf(monorepo({ "package.json": '{"workspaces":["api"]}', ...npm }), "api").installCommand?.value).toBe("npm ci");
    const pnpm = { "package.json": "{}", "pnpm-workspace.yaml": "packages: [api]\n", "pnpm-lock.yaml": "" };
    expect(factsOf(monorepo(pnpm), "api")).toMatchObject({ testCommand: { value: "pnpm test" } });
    const apart = factsOf(monorepo({ "package.json": '{"devDependencies":{"husky":"9"}}', ...npm }), "api");
    expect(apart.installCommand?.value).toBe("npm install");
  });

  test("what a workspace's lock brings in may measure: that nothing does is not certain", () => {
    const lock = (text: string) => monorepo({ "package.json": '{"workspaces":["api","kit"]}', "package-lock.json": text });
    expect(factsOf(lock('{"node_modules/prom-client":{}}'), "api")).not.toHaveProperty("metrics");
    expect(factsOf(lock("{}"), "api").metrics?.value).toBe("none");
  });
});

describe("the version of Python", () => {
  const flask = (more: Tree): Tree => ({ "requirements.txt": "flask\n", "app.py": "", ...more });
  test("is what Heroku is told, too", () => {
    expect(factsOf(flask({ "runtime.txt": "python-3.12.7\n" })).languageVersion?.value).toBe("3.12");
  });

  const beyond = Number(versions.python.split(".")[1]) + 1;
  test.each([
    [">=3.9", versions.python],
    [">=3.9,<3.12", "3.11"],
    [`>=3.${beyond}`, `3.${beyond}`],
    ["==3.11.*", "3.11"],
    ["~=3.11", versions.python],
    ["^3.10", versions.python],
    ["<4", versions.python],
  ])("of a Dockerfile that is written for a project with %s is %s, the newest that it takes", (required, version) => {
    const root = written(flask({ "pyproject.toml": `[project]\nname = "a"\nrequires-python = "${required}"\n` }));
    const [service] = detect(root).services;
    const offer = offerFor(root, service!, { language: "python", port: 8000, start: "python app.py" });
    expect(offer).toMatchObject({ scope: { version } });
  });
});

test("no Dockerfile of Node is written for a program of Bun", () => {
  const root = written({ "package.json": '{"scripts":{"start":"bun a.ts"},"dependencies":{"hono":"4"}}', "bun.lock": "{}", "a.ts": "" });
  const [service] = detect(root).services;
  expect(offerFor(root, service!, { language: "node", port: 3000 })).toEqual({ because: expect.stringContaining("Bun") });
  expect(proposalOf(service!, {}).options.setup).toBe("node");
});
