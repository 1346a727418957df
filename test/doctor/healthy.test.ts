import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diagnose } from "../../src/doctor/run";
import { folderPages } from "../../src/synthesis/folder-pages";
import { sh } from "../support/command";
import { matrix } from "../support/matrix";
import { generate, temporaryFolder } from "../support/portfolio";

const instance = join(__dirname, "../instance");

/** What breaks, according to the doctor. */
const errors = (...folders: string[]) => diagnose(folders).findings.filter(({ severity }) => severity === "error");

test("the committed portfolio", () => expect(errors(instance)).toEqual([]));

test.each(["express-app", "infra-k8s", "devops-portfolio-project"])("%s, as its own CI sees it: without the others", (name) => {
  expect(errors(join(instance, name))).toEqual([]);
});

test.each(Object.entries(matrix))("a generated portfolio: %s", (_, options) => {
  const { app, infra, docs } = generate(options);
  expect(errors(app, infra, docs)).toEqual([]);
});

describe("portfolios of a fleet, whose repositories have the same names", () => {
  const fleet = temporaryFolder();
  beforeAll(() => {
    for (const [name, options] of Object.entries({ one: {}, two: { runtime: "flask", title: "Another" } as const }))
      cpSync(generate(options).root, join(fleet, name), { recursive: true });
  });
  const said = (...folders: string[]) => {
    const { findings } = diagnose(folders);
    const pages = findings.flatMap(({ id, file }) => (id === "P05" ? [file.slice(fleet.length + 1)] : []));
    return { errors: findings.filter(({ severity }) => severity === "error"), pages: [...new Set(pages)] };
  };
  const sound = { errors: [], pages: ["one/devops-portfolio-project/README_PRO.md", "two/devops-portfolio-project/README_PRO.md"] };

  test.each([
    ["the folder that they lie in", () => [fleet]],
    ["a folder each", () => [join(fleet, "one"), join(fleet, "two")]],
  ])("are each held against their own: %s", (_, folders) => expect(said(...folders())).toEqual(sound));

  test("with git, and with the pages that create writes beside them", () => {
    sh(fleet, "for repository in */*; do git init -q $repository; done");
    for (const { name, content } of folderPages(generate().model)) writeFileSync(join(fleet, "one", name), content);
    writeFileSync(join(fleet, "notes.md"), "Mine.\n");
    expect(said(fleet)).toEqual(sound);
  });
});
