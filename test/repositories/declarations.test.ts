import ts from "typescript";
import { PROJENRC } from "../../src/files/tree";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { optionNames } from "../../src/portfolio/schema";
import { DECLARATIONS } from "../../src/repositories/declarations";
import { PortfolioRepository } from "../../src/repositories/portfolio-repository";
import { renderRepository } from "../../src/synthesis/render-portfolio";
import { OWNER } from "../support/portfolio";

/** An editor in a fresh clone: nothing is installed, and no tsconfig.json speaks of the file. */
function editorOf(edit: (source: string) => string = (source) => source) {
  const options = { owner: OWNER, services: [{ name: "shop", calls: ["web"] }, { name: "web" }], environments: [{ name: "prod" }] };
  const tree = renderRepository(resolvePortfolio(options), "infra", "/nowhere/infra");
  const source = edit(tree.get(PROJENRC)?.content ?? "");
  const texts = new Map([
    [`/repository/${PROJENRC}`, source],
    [`/repository/${DECLARATIONS}`, tree.get(DECLARATIONS)?.content ?? ""],
  ]);
  const read = (path: string) => texts.get(path) ?? ts.sys.readFile(path);
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({ strict: true, noEmit: true, types: [], target: ts.ScriptTarget.ES2022 }),
    getScriptFileNames: () => [`/repository/${PROJENRC}`],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const text = read(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => "/repository",
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => read(path) !== undefined,
    readFile: read,
  });
  const file = `/repository/${PROJENRC}`;
  const problems = [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].map(
    ({ start = 0, messageText }) =>
      `${source.slice(0, start).split("\n").length}: ${ts.flattenDiagnosticMessageText(messageText, "\n").split("\n")[0]}`,
  );
  const completed = () => service.getCompletionsAtPosition(file, source.indexOf("owner:"), {})?.entries.map(({ name }) => name) ?? [];
  return { problems, completed, source };
}

test("an editor has no complaint about a fresh .projenrc.ts, nor about what the guide puts into it, and completes the options", () => {
  const { problems, completed, source } = editorOf();
  expect(problems).toEqual([]);
  const missing = optionNames.filter((name) => !source.includes(`\n  ${name}: `));
  expect(missing).toContain("nodePort");
  expect(completed()).toEqual(expect.arrayContaining(missing));
  const more = 'import { TextFile } from "projen";\nproject.removeTask("x");\nnew TextFile(project, "x", { lines: [] });\nproject.synth();';
  expect(editorOf((source) => source.replace("project.synth();", more)).problems).toEqual([]);
});

test.each([
  ['cluster: "minikube"', 'cluster: "minicube"', "is not assignable"],
  ['owner: "Octo-Org"', 'ownr: "Octo-Org"', "ownr"],
  ["project.synth()", "project.setValue(1)", "Expected 3 arguments"],
])("it complains of %s as %s, with the line", (from, to, message) => {
  const { problems, source } = editorOf((text) => text.replace(from, to));
  expect(source).toContain(to);
  expect(problems).toEqual([expect.stringContaining(message)]);
  expect(problems[0]).toMatch(new RegExp(`^${source.slice(0, source.indexOf(to)).split("\n").length}: `));
});

test("every method of a repository is declared", () => {
  const own = Object.getOwnPropertyNames(PortfolioRepository.prototype).filter(
    (name) => !name.startsWith("_") && !["constructor", "files", "tryFindFile"].includes(name),
  );
  const { source } = editorOf();
  expect(source.split("\n")[0]).toBe(`/// <reference path="${DECLARATIONS}" />`);
  const declared = renderRepository(resolvePortfolio({ owner: OWNER }), "app", "/nowhere/app").get(DECLARATIONS)?.content ?? "";
  for (const name of own) expect(declared).toMatch(new RegExp(`^    ${name}\\(`, "m"));
});
