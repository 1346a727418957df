import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listTemplates } from "../src/files/templates";
import { runtimes } from "../src/portfolio/runtimes";
import { versions } from "../src/versions";
import { repositoryRoot } from "./support/command";

const templates = listTemplates("").map((path) => ({ path, text: readFileSync(join(repositoryRoot, "templates", path), "utf8") }));

// What builds the documentation's site is named by a task.
const docs = readFileSync(join(repositoryRoot, "src/repositories/docs-repository.ts"), "utf8");
// What sets up the language of an app that a person brings is chosen with the language.
const setUp = readFileSync(join(repositoryRoot, "src/portfolio/runtime-of.ts"), "utf8");

test.each(Object.keys(versions))("%s comes from the table", (name) => {
  expect([...templates, { text: docs }, { text: setUp }].some(({ text }) => text.includes(`versions.${name}`))).toBe(true);
});

test("templates that we keep up to date name no image, package or module by a version of their own", () => {
  // What the app is made of is the user's: Dependabot raises it there.
  const managed = templates.filter(({ path }) => !/^runtimes\/\w+\/app\//.test(path));
  const pinned = /(?:\bimage: \S+:|[\w/-]@|--version |\bversion: ["']?)v?\d+(?:\.\d+)+/g;
  const found = managed.flatMap(({ path, text }) => [...text.matchAll(pinned)].map(([pin]) => `${path}: ${pin}`));
  expect(found).toEqual(["infra/chart/helm/[appName]/Chart.yaml.ejs: version: 1.0.0"]);
});

test("the app begins with the versions that CI uses", () => {
  const from = (runtime: string) => templates.find(({ path }) => path === `runtimes/${runtime}/app/Dockerfile`)?.text;
  expect(from("express")).toContain(` node:${versions.node}-trixie-slim AS build\n`);
  expect(from("express")).toContain(`\nFROM gcr.io/distroless/nodejs${versions.node}-`);
  for (const { id } of Object.values(runtimes).filter(({ baseImage }) => baseImage.name === "python")) {
    expect(from(id)).toMatch(new RegExp(`^FROM python:${versions.python}-\\S+ AS base$`, "m"));
    expect(templates.find(({ path }) => path === `runtimes/${id}/app/.python-version`)?.text).toBe(`${versions.python}\n`);
    // Both are the user's after that: a version that a later synthesis brought would be that of one of them only.
    expect(templates.find(({ path }) => path === `runtimes/${id}/pieces/ci/set-up.ejs`)?.text).not.toContain("versions.");
  }
});
