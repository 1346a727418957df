import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { command, readTree, repositoryRoot } from "../support/command";
import { type Generated, generateFresh } from "../support/portfolio";
import { change, customise, linkTool, synth } from "./support/synth";

const read = (folder: string, path: string) => readFileSync(join(folder, path), "utf8");
const lines = (text: string) => text.split("\n");

/** The examples of docs/customising.md, in their order, with the repository that each is for. */
const examples = [...read(repositoryRoot, "docs/customising.md").matchAll(/^```ts (app|infra|docs)\n(.*?)^```$/gms)].map(
  ([, role, code]) => ({ role: role as "app" | "infra" | "docs", code }),
);

/** Runs an example in a repository of its own. */
function run(index: number, prepare: (folder: string) => void = () => {}) {
  const { role, code } = examples[index];
  const folder = generateFresh()[role];
  linkTool(folder);
  prepare(folder);
  const before = readTree(folder);
  customise(folder, code);
  expect(synth(folder)).toEqual({ status: 0, stderr: "" });
  const after = readTree(folder);
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => before[path] !== after[path]);
  // The records of managed files follow from the rest.
  const records = [".projenrc.ts", ".projen/files.json", ".projen/tasks.json", ".projen/written.json"];
  return {
    folder,
    before,
    after,
    changed: changed.filter((path) => !records.includes(path)).sort(),
  };
}

describe("an example of docs/customising.md", () => {
  test("is one of those tested here", () =>
    expect(examples.map(({ role }) => role)).toEqual(["infra", "app", "infra", "infra", "app", "docs"]));

  test("changes keys of the chart's values and no other line", () => {
    const { before, after, changed } = run(0);
    const file = "helm/express-app/values.yaml";
    expect(changed).toEqual([file]);
    const values = parse(after[file].slice(2));
    expect(values.resources.limits.memory).toBe("256Mi");
    expect(values.podAnnotations).toEqual({ "example.com/team": "shop" });
    expect(values).not.toHaveProperty("priorityClassName");
    const added = lines(after[file]).filter((line) => !lines(before[file]).includes(line));
    expect(added.map((line) => line.trim())).toEqual(["memory: 256Mi", "podAnnotations:", "example.com/team: shop"]);
    // With a key goes the comment about it.
    expect(after[file].length).toBeLessThan(before[file].length);
    expect(lines(after[file]).length).toBe(lines(before[file]).length - 2 + 1);
  });

  test("changes steps of a workflow, whose pins keep their comments", () => {
    const { before, after, changed } = run(1);
    const file = ".github/workflows/ci.yaml";
    expect(changed).toEqual([file]);
    const { jobs } = parse(after[file].slice(2));
    const names = jobs.test.steps.flatMap(({ name }: { name?: string }) => name ?? []);
    expect(names.indexOf("Audit")).toBe(names.indexOf("Test") - 1);
    expect(names).not.toContain("Lint");
    expect(jobs.test["timeout-minutes"]).toBe(5);
    expect(lines(after[file]).filter((line) => line.includes("uses:"))).toEqual(
      lines(before[file]).filter((line) => line.includes("uses:")),
    );
  });

  test("changes text of a script", () => {
    const { after, changed } = run(2);
    expect(changed).toEqual(["scripts/minikube.sh"]);
    expect(after["scripts/minikube.sh"]).toMatch(/^ +mini start --cni=calico "\$@"/m);
  });

  test("adds templates of the user's, rendered and managed", () => {
    const { folder, after, changed } = run(3, (repository) => {
      mkdirSync(join(repository, "templates/team"), { recursive: true });
      writeFileSync(join(repository, "templates/team/NOTES.md.ejs"), "<%- appName %> runs in <%- appNamespace %>.\n");
    });
    expect(changed).toEqual(["team/NOTES.md"]);
    expect(lines(after["team/NOTES.md"])[0]).toBe("- express-app runs in express-app.");
    expect(JSON.parse(read(folder, ".projen/files.json")).files).toContain("team/NOTES.md");
  });

  test("leaves a whole part out", () => {
    const { folder, after, changed } = run(4);
    expect(changed).toContain("compose.yaml");
    expect(changed.every((path) => !(path in after))).toBe(true);
    expect(existsSync(join(folder, "observability/rules.yaml"))).toBe(false);
    expect(JSON.parse(read(folder, ".projen/tasks.json")).tasks).not.toHaveProperty("compose");
  });

  test("adds a component of the user's", () => {
    const { after } = run(5);
    expect(lines(after[".github/CODEOWNERS"].slice(2))).toContain("* @octo-org/platform");
  });
});

test("a template of the user's replaces ours of the same name", () => {
  const { infra } = generateFresh();
  linkTool(infra);
  mkdirSync(join(infra, "templates/helm/[appName]/templates"), { recursive: true });
  writeFileSync(join(infra, "templates/helm/[appName]/templates/hpa.yaml"), "# mine\n");
  customise(infra, 'project.addTemplates("templates");');
  expect(synth(infra)).toEqual({ status: 0, stderr: "" });
  expect(lines(read(infra, "helm/express-app/templates/hpa.yaml"))[0]).toBe("# mine");
});

describe("what is wrong in .projenrc.ts is said with its line, and nothing is written", () => {
  let portfolio: Generated;
  beforeAll(() => {
    portfolio = generateFresh();
    linkTool(portfolio.app);
  });

  const cases: Record<string, readonly [search: string, replacement: string, line: string, message: string]> = {
    "a wrong value": ["replicas: 2", 'replicas: "two"', 'replicas: "two"', 'replicas: "two" is not a whole number from 1 to 50'],
    "an unknown option": ["port: 8080", "ports: 8080", "ports:", "ports: is not an option; did you mean port?"],
    "a missing option": ['  owner: "Octo-Org",\n', "", "new AppRepository(", "owner: is required: give a GitHub login"],
    "broken syntax": ["project.synth();", "project.synth(;", "project.synth(;", "Unexpected token"],
    "a method that is none": [
      "project.synth();",
      'project.setValeu("x");\nproject.synth();',
      "setValeu",
      "project.setValeu is not a function",
    ],
    "an import of nothing": [
      "import {",
      'import "nothing-of-the-kind";\nimport {',
      "nothing-of-the-kind",
      "Cannot find module 'nothing-of-the-kind'",
    ],
    "an error of the user's": ["project.synth();", 'throw new Error("mine");', "throw", "mine"],
    "a file that is not there": [
      "project.synth();",
      'project.setValue("compose.yml", "a", 1);\nproject.synth();',
      "setValue",
      "there is no managed file compose.yml; did you mean compose.yaml?",
    ],
    "a file of the user's": [
      "project.synth();",
      'project.setValue("package.json", "a", 1);\nproject.synth();',
      "setValue",
      "package.json is yours: edit it where it lies",
    ],
    "a key that is not there": [
      "project.synth();",
      'project.removeValue("compose.yaml", "services.ap");\nproject.synth();',
      "removeValue",
      'compose.yaml has no "ap" in "services.ap"; there is app, ',
    ],
    "text that is not there": [
      "project.synth();",
      'project.replaceText("scripts/image.sh", "nowhere", "");\nproject.synth();',
      "replaceText",
      'scripts/image.sh does not contain "nowhere"',
    ],
    "nothing to remove": [
      "project.synth();",
      'project.removeFiles("observabilty");\nproject.synth();',
      "removeFiles",
      "there is no observabilty to remove; did you mean observability?",
    ],
    "no templates": ["project.synth();", 'project.addTemplates("nowhere");\nproject.synth();', "addTemplates", "there is no folder"],
  };

  test.each(Object.keys(cases))("%s", (name) => {
    const [search, replacement, place, message] = cases[name];
    const file = join(portfolio.app, ".projenrc.ts");
    const original = readFileSync(file, "utf8");
    const source = original.replace(search, () => replacement);
    expect(source).not.toBe(original);
    writeFileSync(file, source);
    const before = readTree(portfolio.app);
    const { status, stderr } = synth(portfolio.app);
    expect(readTree(portfolio.app)).toEqual(before);
    writeFileSync(file, original);
    const line = lines(source).findIndex((text) => text.includes(place)) + 1;
    expect(stderr).toContain(`.projenrc.ts:${line}: ${message}`);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(1);
  });

  test("several at once, each with its own", () => {
    const file = join(portfolio.app, ".projenrc.ts");
    const original = readFileSync(file, "utf8");
    writeFileSync(file, original.replace("port: 8080", "port: 80").replace('cluster: "minikube"', 'cluster: "minicube"'));
    const { stderr } = synth(portfolio.app);
    writeFileSync(file, original);
    expect(lines(stderr.trimEnd()).map((line) => line.split(": ")[1])).toEqual(["port", "cluster"]);
    expect(new Set(stderr.match(/:\d+:/g)).size).toBe(2);
  });
});

test("sync carries options into a customised .projenrc.ts and leaves the files to npx projen", () => {
  const { app, infra } = generateFresh();
  for (const folder of [app, infra]) linkTool(folder);
  customise(infra, 'project.setValue("helm/express-app/values.yaml", "logLevel", "debug");');
  expect(synth(infra).status).toBe(0);
  change(app, ".projenrc.ts", (text) => text.replace("port: 8080", "port: 9000"));
  expect(synth(app).status).toBe(0);
  expect(command(["sync", app]).stdout).toContain(`${infra}: its options are synced; run npx projen there`);
  const values = () => parse(read(infra, "helm/express-app/values.yaml"));
  expect(values()).toMatchObject({ logLevel: "debug", containerPort: 8080 });
  expect(synth(infra).status).toBe(0);
  expect(values()).toMatchObject({ logLevel: "debug", containerPort: 9000 });
});
