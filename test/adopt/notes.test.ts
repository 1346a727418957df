import { detect } from "../../src/adopt/detect";
import { proposalOf } from "../../src/adopt/proposal";
import { type Tree, written } from "../doctor/support";

const notesOf = (tree: Tree) => {
  const [service] = detect(written(tree)).services;
  return proposalOf(service!, {}).notes.join("\n");
};
const site = (conf: string, image = "nginxinc/nginx-unprivileged:1.29"): Tree => ({
  "package.json": '{"devDependencies":{"vite":"7"}}',
  "index.html": "<p>",
  "nginx.conf": conf,
  Dockerfile: `FROM node:22 AS build\nCOPY . .\nFROM ${image}\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n`,
});
const server = (more = "") => `server {\n    listen 8080;\n    location = /healthz { return 200; }\n    ${more}\n}\n`;

describe("of nginx", () => {
  const three = "    location = /stub_status {\n        stub_status; allow 127.0.0.1; deny all;\n    }\n";
  test("whose configuration tells nothing of its requests: the three lines that do, and what then", () => {
    const notes = notesOf(site(server()));
    expect(notes).toContain(`nginx.conf has no stub_status`);
    expect(notes).toContain(three);
    expect(notes).toContain("--metrics nginx");
  });
  test("with them it is known, and nothing is said", () => {
    const tree = site(server(three));
    const [service] = detect(written(tree)).services;
    expect([service!.facts.metrics?.value, service!.facts.statusPath?.value]).toEqual(["nginx", "/stub_status"]);
    expect(notesOf(tree)).not.toContain("stub_status");
  });
  test("without a configuration of its own: that one is needed", () => {
    expect(notesOf({ ...site(server()), Dockerfile: "FROM nginxinc/nginx-unprivileged:1.29\nCOPY . /usr/share/nginx/html\n" })).toContain(
      "has no configuration of its own",
    );
  });

  test.each([
    ["as it comes needs root", "nginx:1.29", server(), true],
    ["as it comes with a user", "nginx:1.29-alpine\nUSER nginx", server(), true],
    ["for any user does not", "nginxinc/nginx-unprivileged:1.29", server(), false],
    ["that is told to write to /tmp does not", "nginx:1.29", `pid /tmp/nginx.pid;\nevents {}\nhttp { ${server()} }\n`, false],
  ])("%s", (_, image, conf, says) => {
    expect(notesOf(site(conf, image)).includes("nginxinc/nginx-unprivileged")).toBe(says);
  });
});

describe("of an image", () => {
  const flask = (dockerfile: string, more: Tree = {}): Tree => ({
    "requirements.txt": "flask\n",
    "app.py": "",
    Dockerfile: dockerfile,
    ...more,
  });
  test.each([
    ["nothing starts in it", "FROM python:3.13\nCOPY . .\n", true],
    ["a command does", "FROM python:3.13\nCMD python app.py\n", false],
    ["an entry point of a stage before does", 'FROM python:3.13 AS base\nENTRYPOINT ["python"]\nFROM base\n', false],
    ["an image of the company may start something", "FROM registry.example.com/base\nCOPY . .\n", false],
    ["nginx starts by itself", "FROM nginxinc/nginx-unprivileged:1\nCOPY . .\n", false],
  ])("%s", (_, dockerfile, says) => expect(notesOf(flask(dockerfile)).includes("has neither CMD nor ENTRYPOINT")).toBe(says));

  test.each([
    ["what a build leaves", "dist/", {}, true],
    ["a jar", "target/shop.jar", {}, true],
    ["what is there", "dist/", { "dist/index.html": "<p>" }, false],
    ["what an earlier stage made", "--from=build /dist", {}, false],
  ])("that copies %s", (_, source, more, says) => {
    const dockerfile = `FROM python:3.13 AS build\nFROM python:3.13\nCOPY ${source} /srv\nCMD python app.py\n`;
    expect(notesOf(flask(dockerfile, more)).includes("is in no commit")).toBe(says);
  });
});

describe("of Django's ALLOWED_HOSTS", () => {
  const django = (hosts: string): Tree => ({
    "requirements.txt": "django\n",
    "shop/settings.py": `DEBUG = False\nALLOWED_HOSTS = ${hosts}\n`,
  });
  test.each([
    ['["shop.example.com", ".internal"]', true],
    ["[]", true],
    ['["*"]', false],
    ["hosts_of(tenant)", false],
    ['os.environ.get("HOSTS", "*").split(",")', false],
    ['env.list("HOSTS", default=["*"])', false],
  ])("%s", (hosts, says) => expect(notesOf(django(hosts)).includes("shop/settings.py:2: ALLOWED_HOSTS")).toBe(says));

  test.each([
    'os.environ["HOSTS"].split(",")',
    'os.environ.get("HOSTS", "localhost").split(",")',
    'env.list("HOSTS", default=[])',
    'config("HOSTS", default="localhost", cast=Csv())',
  ])("%s: the variable is to be given", (hosts) => {
    expect(notesOf(django(hosts))).toMatch(/shop\/settings\.py:2: ALLOWED_HOSTS is what the variable HOSTS says.* Give HOSTS .*extraEnv/);
  });
});

test("nobody is told that no server was recognised where a framework is one", () => {
  const [service] = detect(written({ "package.json": '{"dependencies":{"next":"15"}}' })).services;
  expect(service!.facts.port).toBeUndefined();
  const { workerNote } = jest.requireActual<typeof import("../../src/adopt/worker")>("../../src/adopt/worker");
  expect(workerNote(service!)).toBeUndefined();
});

test("a language that nothing tells is no question that has to be answered", () => {
  const [service] = detect(written({ Dockerfile: "FROM swift:6\nEXPOSE 8080\nCMD serve\n" })).services;
  const [question] = proposalOf(service!, {}).open.filter(({ option }) => option === "setup");
  expect(question).toMatchObject({ candidates: [], otherwise: expect.stringContaining("no language") });
});
