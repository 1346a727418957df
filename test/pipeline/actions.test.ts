import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type ActionName, action, actions } from "../../src/actions";
import { listTemplates } from "../../src/files/templates";
import { repositoryRoot, walk } from "../support/command";
import { matrix } from "../support/matrix";
import { type Generated, generate } from "../support/portfolio";

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** What each pinned action takes as `with:`, read from its action.yml at that version. */
const inputs: Readonly<Record<string, { required: string[]; optional: string[] }>> = JSON.parse(
  readFileSync(join(__dirname, "action-inputs.json"), "utf8"),
);
const keyOf = (name: ActionName) => `${name}@${actions[name][0]}`;

const ours = workflowsIn(repositoryRoot);
const generated = Object.values(matrix).map((options) => generate(options));
const theirs = generated.flatMap(({ app, infra, docs }: Generated) => [app, infra, docs].flatMap(workflowsIn));

test("an action is listed exactly if a template uses it", () => {
  const templates = listTemplates("").map((path) => readFileSync(join(repositoryRoot, "templates", path), "utf8"));
  const used = templates.flatMap((text) => [...text.matchAll(/\baction\("([^"]+)"\)/g)].map(([, name]) => name));
  // What sets up the language of an app that a person brings is chosen with the language.
  const setUp = readFileSync(join(repositoryRoot, "src/portfolio/runtime-of.ts"), "utf8");
  const chosen = [...setUp.matchAll(/\buses: "([^"]+)"/g)].map(([, name]) => name);
  expect(Object.keys(actions).sort()).toEqual([...new Set([...used, ...chosen])].sort());
});

test("the inputs are known of exactly the actions and versions that are pinned", () => {
  expect(Object.keys(inputs).sort()).toEqual((Object.keys(actions) as ActionName[]).map(keyOf).sort());
});

test("our own workflows use the actions that we give to others", () => {
  const uses = ours.flatMap(({ text }) => [...text.matchAll(/uses: (.*)/g)].map(([, found]) => found));
  expect(uses.length).toBeGreaterThan(5);
  for (const found of uses) expect(found).toBe(action(found.split("@")[0] as ActionName));
});

test("an action without a pin is named, with what is pinned", () => {
  expect(() => action("actions/nothing" as ActionName)).toThrow(/^No pin for the action actions\/nothing: .*actions\/checkout/);
});

test.each([
  ["ours", ours],
  ["generated", theirs],
])("%s: every step gives its action inputs that it takes, and those that it asks for", (_, workflows) => {
  const faults = workflows.flatMap(({ file, text }) =>
    stepsOf(text).flatMap(({ uses, with: given = {} }) => faultsOf(uses, Object.keys(given)).map((fault) => `${file}: ${uses}: ${fault}`)),
  );
  expect(workflows.length).toBeGreaterThan(1);
  expect(faults).toEqual([]);
});

test("an input that an action does not take is found, and so is one that is missing", () => {
  expect(faultsOf(`actions/checkout@${"a".repeat(40)}`, ["persist-credential"])).toEqual(["takes no persist-credential"]);
  expect(faultsOf(`actions/upload-artifact@${"a".repeat(40)}`, ["name"])).toEqual(["asks for path"]);
});

function faultsOf(uses: string | undefined, given: readonly string[]): string[] {
  const name = uses?.split("@")[0] as ActionName;
  // A workflow of the same repository says itself what it takes, and actionlint checks it.
  if (!uses || name.startsWith("./")) return [];
  const { required, optional } = inputs[keyOf(name)];
  return [
    ...given.filter((input) => ![...required, ...optional].includes(input)).map((input) => `takes no ${input}`),
    ...required.filter((input) => !given.includes(input)).map((input) => `asks for ${input}`),
  ];
}

function stepsOf(workflow: string): Step[] {
  return Object.values<{ steps?: Step[] }>(parse(workflow).jobs).flatMap(({ steps = [] }) => steps);
}

function workflowsIn(repository: string): { file: string; text: string }[] {
  const folder = join(repository, ".github/workflows");
  return walk(folder).map((file) => ({ file, text: readFileSync(file, "utf8") }));
}
