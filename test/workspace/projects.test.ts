import { join } from "node:path";
import { locationsIn } from "../../src/workspace/locations";
import { projectsOf } from "../../src/workspace/projects";
import { written } from "../doctor/support";

const names = ["shop-app", "shop-infra", "blog", "notes", "wiki", "tool", "site"];

function collection(files: Readonly<Record<string, string>>) {
  const root = written({ ...Object.fromEntries(names.map((name) => [`${name}/README.md`, `# ${name}\n`])), ...files });
  return names.map((name) => ({ root: join(root, name), shown: name }));
}
const shown = (projects: ReturnType<typeof projectsOf>) => projects.map((project) => project.map((one) => one.shown).sort());

test("in a large collection those that speak of each other are one project, the others are read for themselves", () => {
  const locations = collection({ "shop-infra/argocd/app.yaml": "spec: {source: {repoURL: https://github.com/octo/shop-app.git}}\n" });
  expect(shown(projectsOf(locations))).toContainEqual(["shop-app", "shop-infra"]);
  expect(projectsOf(locations)).toHaveLength(names.length - 1);
});

test("a word that only resembles a name joins nothing", () => {
  const locations = collection({ "blog/README.md": "My notes, a tool and https://example.com/notes-and-tools/\n" });
  expect(projectsOf(locations)).toHaveLength(names.length);
});

test("a folder without .git in which others were cloned is one place", () => {
  const root = written({
    Makefile: "all:\n",
    "src/main.go": "package main\n",
    "vendor/lib/.git/HEAD": "x\n",
    "vendor/lib/lib.go": "package lib\n",
  });
  expect(locationsIn(root, "here").map((one) => one.shown)).toEqual(["here"]);
});

test("a folder in which repositories lie, beside repositories, is none itself", () => {
  const root = written({
    "blog/.git/HEAD": "x\n",
    "shop/app/.git/HEAD": "x\n",
    "shop/infra/.git/HEAD": "x\n",
    "shop/README.md": "# Shop\n",
  });
  expect(locationsIn(root, "here").map((one) => one.shown)).toEqual(["here/blog", "here/shop/app", "here/shop/infra"]);
});

test("a few folders are one project whatever they say", () => {
  expect(projectsOf(collection({}).slice(0, 3))).toHaveLength(1);
});
