import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { personsRepository } from "../support/adopted";
import { repositoryRoot, sh } from "../support/command";
import { nobody } from "../support/nobody";
import { generateFresh, temporaryFolder } from "../support/portfolio";

jest.setTimeout(180_000); // a loaded machine

const onATerminal = (lines: readonly string[], args: readonly string[], more: { env?: NodeJS.ProcessEnv; user?: string } = {}) =>
  typed(lines, [...args, "--no-git", "--no-install"], more);

const typed = (
  lines: readonly string[],
  args: readonly string[],
  { env = {}, user = "    user: Ada-L\n", cwd }: { env?: NodeJS.ProcessEnv; user?: string; cwd?: string } = {},
) => {
  const config = temporaryFolder();
  // Whoever runs the tests may have both: they would be offered at the end.
  for (const program of ["docker", "gh"]) writeFileSync(join(config, program), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  const driver = join(repositoryRoot, "test/support/on-a-terminal.py");
  const command = ["node", join(repositoryRoot, "bin/create-devops-portfolio.js"), ...args];
  writeFileSync(join(config, "hosts.yml"), `github.com:\n${user}`);
  const { status, stdout } = spawnSync("python3", [driver, lines.join("|"), ...command], {
    encoding: "utf8",
    env: { ...process.env, CI: "", ...nobody(config), PATH: `${config}:${process.env.PATH}`, ...env },
    cwd: cwd ?? config,
    timeout: 150_000,
  });
  return { status, shown: stdout, folder: config };
};

const person = ["--author=Ada", "--summary=A shop"];

/** What each question shows, and the answer to it. */
const questions = [
  "new folder?=>my-shop",
  "service called?=>",
  "owns the=>",
  "Which runtime=>",
  "Which cluster=>",
  "is the service reached=>",
  "your name?=>",
  "in one sentence?=>",
  "Write=>",
];

test("the whole dialogue fits 80 columns: name and folder first, a hint for each choice, the answers in words, and where to go on; then it is written", () => {
  const { status, shown, folder } = onATerminal(questions, []);
  expect(status).toBe(0);
  const lines = plain(shown);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.filter((line) => line.startsWith("◇")).map((line) => line.slice(1).trim())).toEqual([
    "Into which new folder?",
    "What is the service called?",
    "Which GitHub user or organization owns the repositories?",
    "Which runtime should the service use?",
    "Which cluster do you deploy to?",
    "How is the service reached from outside the cluster?",
    "What is your name?",
    "What does it show, in one sentence?",
    expect.stringContaining("my-shop/"),
    "Write these files?",
  ]);
  // Of every choice, not only of the active one.
  for (const hint of [
    ...["express (TypeScript)", "flask (Python)", "container (an app of yours, with a Dockerfile)"],
    ...["minikube (on this machine, needs Docker)", "gke (Google Cloud)", "nodePort (a port of the node", "clusterIP (only from within"],
  ]) {
    expect(lines.join("\n")).toContain(hint);
  }
  expect(lines.join("\n")).toContain("express-app: Express in TypeScript, reached at a port of the node");
  const end = lines.slice(lines.findIndex((line) => line.startsWith("Wrote ")));
  const doors = ["See it", "Change it", "On Minikube", "On GitHub"];
  expect(end.filter((line) => /^\S.*\S {2,}/.test(line)).map((line) => line.split(/ {2,}/)[0])).toEqual(doors);
  expect(end.join("\n")).toContain("needs Docker, which does not answer here");
  expect(shown).toContain("nter: Ada-L, from gh's configuration");
  expect(shown).toMatch(/infra-k8s +\d+ files: \d+ kept right by npx projen/);
  expect(shown).toContain("PUBLISHING.md and README.md beside them, yours");
  expect(readdirSync(join(folder, "my-shop"))).toHaveLength(5);
  expect(ownerOf(join(folder, "my-shop/express-app"))).toBe("Ada-L");
});

const ownerOf = (repository: string) => JSON.parse(readFileSync(join(repository, ".projen/portfolio.json"), "utf8")).options.owner;

/** The lines that the terminal showed, one after the other, without colours. */
const plain = (text: string) =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of a terminal.
    .replace(/\x1b\[[0-9;?]*([a-zA-Z])/g, (_, kind) => (kind === "m" ? "" : "\n"))
    .split(/[\r\n]+/);

describe("adopt", () => {
  const DOWN = "\u001b[B";
  const dialogue = [
    "Which of its services?=> ", // all are chosen: the first one, the API, is not
    `On which port does it listen?=>${DOWN}`,
    "200 while it is alive?=>",
    "200 while it can take requests?=>",
    "How is it tested?=>npm test",
    "How is it linted?=>",
    "owns the=>",
    "Which cluster=>",
    "is the service reached=>",
    "your name?=>Ada",
    "in one sentence?=>",
  ];

  test("asks what the files of a repository leave open, shows what comes, and does it", () => {
    const folder = personsRepository("monorepo");
    const { status, shown } = typed([...dialogue, "Write these files?=>"], ["adopt", folder]);
    expect({ status, shown: status === 0 ? "" : plain(shown).slice(-40) }).toEqual({ status: 0, shown: "" });
    const asked = plain(shown).filter((line) => line.startsWith("◇"));
    expect(asked).toHaveLength(dialogue.length + 2); // the summary, and the last question
    expect(plain(shown).join("\n")).toContain("services/web/index.js:"); // where each choice stands
    const { options } = JSON.parse(readFileSync(join(folder, "../infra-k8s/.projen/portfolio.json"), "utf8"));
    expect(options).toMatchObject({
      owner: "Ada-L",
      runtime: "container",
      dockerfile: "services/web/Dockerfile",
      buildContext: "services/web",
      port: 8081,
      healthPath: "/healthz",
      testCommand: "npm test",
    });
    expect(options).not.toHaveProperty("readyPath");
    expect(sh(folder, "git branch --show-current; git status --porcelain")).toBe("devops-portfolio\n");
  });

  test("ended by Ctrl-C has done nothing", () => {
    const folder = personsRepository("monorepo");
    const { status } = typed([...dialogue, "Write these files?=>\u0003"], ["adopt", folder]);
    expect(status).toBe(130);
    expect(readdirSync(join(folder, ".."))).toEqual(["monorepo"]);
    expect(sh(folder, "git branch --format='%(refname:short)'; git status --porcelain")).toBe("main\n");
  });
});

test("what flags say is not asked, and an answer of Ctrl-C writes nothing", () => {
  const directory = join(temporaryFolder(), "x");
  const { status, shown } = onATerminal(
    ["Write=>\u0003"],
    [directory, "--owner=ada", "--runtime=flask", "--app-name=shop", "--cluster=gke", "--exposure=clusterIP", ...person],
  );
  expect(status).toBe(130);
  expect(shown).not.toContain("Which runtime");
  expect(existsSync(directory)).toBe(false);
});

const known = ["--runtime=flask", "--app-name=shop", "--cluster=gke", "--exposure=clusterIP", ...person];

test("Ctrl-D ends it like Ctrl-C", () => {
  const directory = join(temporaryFolder(), "x");
  expect(onATerminal(["owns the=>\u0004"], [directory, ...known]).status).toBe(130);
  expect(existsSync(directory)).toBe(false);
});

test("a guessed owner is replaced by what is typed, and where nothing is known, one must be typed", () => {
  const [guessed, unknown] = [join(temporaryFolder(), "x"), join(temporaryFolder(), "x")];
  expect(onATerminal(["owns the=>grace", "Write=>"], [guessed, ...known]).status).toBe(0);
  expect(ownerOf(join(guessed, "shop"))).toBe("grace");
  expect(onATerminal(["owns the=>", "alan", "Write=>"], [unknown, ...known], { user: "" }).status).toBe(0);
  expect(ownerOf(join(unknown, "shop"))).toBe("alan");
});

test("what is missing is called missing, and what is wrong is said beside the mark of its question, within 80 columns", () => {
  const folder = join(temporaryFolder(), "taken");
  mkdirSync(folder);
  writeFileSync(join(folder, "a file of somebody"), "");
  const answers = [`new folder?=>${folder}`, "is not empty=>2", "owns the=>", "is required=>-", "is not a GitHub login=>\u0003"];
  const { status, shown } = onATerminal(answers, known, { user: "" });
  expect(status).toBe(130);
  const lines = plain(shown);
  const said = (begin: string) => {
    const [first = "", ...after] = lines.slice(lines.findIndex((line) => line.startsWith(`└  ${begin}`)));
    const more = after.slice(
      0,
      after.findIndex((line) => !line.startsWith("   ")),
    );
    return [first, ...more].map((line) => line.slice(3).trimEnd());
  };
  const login = "a GitHub login: 1 to 39 letters, digits and single inner hyphens (or underscores, in an enterprise)";
  for (const [begin, whole] of [
    [folder, `${folder} is not empty (it holds a file of somebody): choose a new or empty directory`],
    ["is required", `is required: give ${login}`],
    ["is not a", `is not ${login}`],
  ] as const) {
    expect(said(begin).length).toBeGreaterThan(1);
    expect(said(begin).join(" ")).toBe(whole);
  }
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test("the name that git knows is suggested, a typed one goes before it, and a sentence may stay open", () => {
  const recorded = (author: string, summary: string) => {
    const directory = join(temporaryFolder(), "x");
    const home = temporaryFolder();
    writeFileSync(join(home, ".gitconfig"), "[user]\n  name = Grace Hopper\n");
    const env = { GIT_CONFIG_GLOBAL: join(home, ".gitconfig") };
    const answers = [`your name?=>${author}`, `in one sentence?=>${summary}`, "Write=>"];
    const { status, shown } = onATerminal(answers, [directory, "--owner=ada", ...known.slice(0, 4)], { env });
    expect(status).toBe(0);
    expect(shown).toContain("nter: Grace Hopper, from git's user.name");
    expect(shown).toContain("nter: A small Flask service, from commit to alert");
    const { options } = JSON.parse(readFileSync(join(directory, "shop/.projen/portfolio.json"), "utf8"));
    return [options.author, options.summary];
  };
  expect(recorded("", "")).toEqual(["Grace Hopper", undefined]);
  expect(recorded("Ada L.", "What I learned")).toEqual(["Ada L.", "What I learned"]);
});

test("a CI service is asked nothing, terminal or not", () => {
  const directory = join(temporaryFolder(), "x");
  const { status, shown } = onATerminal([], [directory, "--owner=ada"], { env: { CI: "true" } });
  expect(status).toBe(0);
  expect(shown).not.toContain("Which");
});

test.each([
  ["in a CI service", [], { CI: "true" }],
  ["with --json", ["--json"], {}],
])("disown asks nothing %s, terminal or not, and writes nothing", (_, flags, env) => {
  const { infra } = generateFresh();
  const readme = join(infra, "README.md");
  appendFileSync(readme, "mine\n");
  const { status, shown } = typed([], ["disown", "README.md", ...flags], { env, cwd: infra });
  expect(status).toBe(1);
  expect(shown).toContain("Give --yes");
  expect(shown).not.toContain("Take the tool's text?");
  expect(readFileSync(readme, "utf8")).toMatch(/\nmine\n$/);
});

test("what a list of services or environments says is not asked", () => {
  const config = join(temporaryFolder(), "portfolio.json");
  const [folder, other] = [join(temporaryFolder(), "x"), join(temporaryFolder(), "x")];
  writeFileSync(config, JSON.stringify({ owner: "ada", cluster: "minikube", services: [{ name: "shop" }, { name: "web" }] }));
  expect(onATerminal(["Write=>"], [folder, `--config=${config}`, ...person]).status).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(["PUBLISHING.md", "README.md", "devops-portfolio-project", "infra-k8s", "shop", "web"]);
  const environments = [{ name: "local", host: "shop.example.com" }];
  writeFileSync(config, JSON.stringify({ owner: "ada", appName: "shop", exposure: "ingress", environments }));
  const { status, shown } = onATerminal(["Which runtime=>", "Write=>"], [other, `--config=${config}`, ...person]);
  expect(status).toBe(0);
  expect(shown).not.toMatch(/Which cluster|Under which host/);
});
