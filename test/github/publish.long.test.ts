import { renameSync } from "node:fs";
import { join } from "node:path";
import { sh } from "../support/command";
import { browser } from "./browser";
import { type Ended, github, home, portfolio, publish, publishOnATerminal, quirks, state } from "./scene";
import type { Repository } from "./stand-in";

jest.setTimeout(300_000);

test("killed after every single change and started again, it ends in the same state and does nothing twice", async () => {
  const { root } = portfolio();
  github.reset(quirks);
  expect((await publish([root, "--yes"])).status).toBe(0);
  const [whole, changes] = [state(), [...github.changes]];
  for (const name of github.repositories.keys()) sh(join(root, name), "git remote remove origin");

  github.reset(quirks);
  let ended: Ended;
  let runs = 0;
  do {
    ended = await publish([root, "--yes"], (child) => {
      github.onChange = () => child.kill("SIGKILL");
    });
    runs++;
  } while (ended.status === null && runs < 50);
  expect(ended).toMatchObject({ status: 0 });
  expect(runs).toBeGreaterThan(changes.length);
  expect(state()).toEqual(whole);
  expect([...github.changes].sort()).toEqual(changes.sort());
});

test("a private portfolio of a free plan gets what there is, and is told of the rest", async () => {
  const { root } = portfolio();
  github.reset({ free: true });
  const { status, text } = await publish([root, "--yes"]);
  expect({ status, text }).toMatchObject({ status: 0 });
  const [app] = state();
  expect(app.variables).toEqual([["ATTEST", "false"]]);
  expect(app.rulesets).toEqual([]);
  expect(text).toContain("private repositories of your plan have no rulesets");
  expect(await publish([root, "--check"])).toMatchObject({ status: 0 });
});

test("an app whose first run fails is said with its run; what comes after it waits", async () => {
  const { root } = portfolio();
  github.reset();
  github.onChange = () => {
    for (const repository of github.repositories.values()) repository.conclusion = "failure";
  };
  const { status, text } = await publish([root, "--yes"]);
  expect(status).toBe(1);
  expect(text).toContain("The run ended with failure: https://github.com/Octo-Org/express-app/actions/runs/1");
  expect(github.isEmpty("infra-k8s")).toBe(true);
});

test("an organization's repositories are made there, and the commands for its cluster are filled in", async () => {
  const { root } = portfolio({ cluster: "gke" });
  github.reset({ organization: true });
  const { status, text } = await publish([root, "--yes"]);
  expect({ status, text }).toMatchObject({ status: 0 });
  expect(github.changes).toContain("POST /orgs/Octo-Org/repos infra-k8s");
  expect(text).toContain("OWNER_ID=77\nREPOSITORY_ID=1001\n");
  expect(text).toContain("gh variable set GKE_CLUSTER --repo Octo-Org/infra-k8s");
});

test.each([
  ["one environment", {}, false],
  ["several environments", { environments: [{ name: "staging" }, { name: "production" }] }, true],
])(
  "at a terminal a person makes the package public and the App of %s with one click; its key is nowhere on disk",
  async (_, options, opens) => {
    const { root } = portfolio(options);
    github.reset({ publicAfter: 1 });
    const lines = ["steps=>", "Done?=>", "still private=>", "Make the App now?=>"];
    const { status, text } = await publishOnATerminal(lines, [root, "--public"], { BROWSER: browser(), PULLS: opens ? "yes" : "" });
    expect({ status, text }).toMatchObject({ status: 0 });
    expect(text).toContain("It is still private.");
    const app = github.repositories.get("express-app");
    expect(app?.variables.get("INFRA_APP_CLIENT_ID")).toBe("Iv23");
    expect(app?.secrets.get("INFRA_APP_PRIVATE_KEY")).not.toContain("KEY OF THE APP"); // encrypted by gh
    const infra = github.repositories.get("infra-k8s");
    expect(infra?.variables.get("INFRA_APP_CLIENT_ID")).toBe(opens ? "Iv23" : undefined);
    expect(infra?.secrets.has("INFRA_APP_PRIVATE_KEY")).toBe(opens);
    expect(text).toContain("https://github.com/apps/octo-hand-over/installations/new");
    expect(text).not.toContain("KEY OF THE APP");
    // grep ends with 1 when it has read everything and found nothing, with 2 when it could not read.
    for (const folder of [root, home]) sh(folder, "grep -r 'KEY OF THE APP' .; test $? -eq 1");
    const changes = github.changes.length;
    expect((await publish([root, "--yes"])).text).toContain("Everything is there");
    expect(github.changes).toHaveLength(changes);
  },
);

describe("a portfolio that is published", () => {
  let root: string;
  let changes: readonly string[];
  beforeAll(async () => {
    root = portfolio().root;
    github.reset(quirks);
    expect((await publish([root, "--yes", "--public"])).status).toBe(0);
    changes = [...github.changes];
  });
  beforeEach(() => {
    github.quirks = {};
  });
  afterEach(() => expect(github.changes).toEqual(changes));

  test.each([
    ["an environment", "infra-k8s/environments/minikube"],
    ["a variable", "express-app/actions/variables/ATTEST"],
    ["the runs of a workflow", "express-app/actions/workflows/ci.yaml/runs"],
    ["the record of a repository", "infra-k8s/contents/.projen/portfolio.json"],
  ])("%s that may not be read is not taken for absent", async (_, path) => {
    github.quirks = { refuse: { [`GET /repos/Octo-Org/${path}`]: { status: 403, body: { message: "Resource not accessible" } } } };
    const { status, text } = await publish([root, "--yes"]);
    expect(text).toContain(`GitHub refused GET repos/Octo-Org/${path}`);
    expect(status).toBe(1);
  });

  // The last one: it is called otherwise from here on.
  test("and of which a repository was renamed at GitHub gets no twin", async () => {
    renameSync(github.bare("infra-k8s"), github.bare("platform"));
    const infra = Object.assign(github.repositories.get("infra-k8s") as Repository, { name: "platform" });
    github.repositories.set("platform", infra); // and it is still answered for under its old name
    const { status, text } = await publish([root, "--yes"]);
    expect({ status, text }).toMatchObject({ status: 1, text: expect.stringContaining("infra-k8s is called Octo-Org/platform now") });
  });
});

describe("with several environments", () => {
  const setting = "PUT /repos/Octo-Org/infra-k8s/actions/permissions/workflow";
  const again = () => publish([root, "--yes"]);
  let root: string;
  beforeAll(async () => {
    root = portfolio({ environments: [{ name: "staging" }, { name: "production" }] }).root;
    github.reset();
    expect((await publish([root, "--yes", "--public"])).status).toBe(0);
  });

  test("workflows of the infra repository may open pull requests, once that is set", async () => {
    expect(state().map(({ opensPulls, workflowPermissions }) => [opensPulls, workflowPermissions])).toEqual([
      [false, "read"],
      [true, "read"],
      [false, "read"],
    ]);
    const changes = github.changes.length;
    expect((await again()).status).toBe(0);
    expect(github.changes).toHaveLength(changes);
  });

  test("a policy that forbids it is said with what to do, and does not end the publication", async () => {
    for (const one of github.repositories.values()) one.opensPulls = false;
    github.quirks = { refuse: { [setting]: { status: 409, body: { message: "Conflict" } } } };
    const { status, text } = await again();
    expect(status).toBe(0);
    expect(text).toContain("a policy of the organization forbids it");
    expect(text).toMatch(/infra-k8s: its workflow promote may not open pull requests: .*Settings, Actions, General/);
    // With the App it needs none.
    const { variables, secrets } = github.repositories.get("infra-k8s") as Repository;
    variables.set("INFRA_APP_CLIENT_ID", "x");
    secrets.set("INFRA_APP_PRIVATE_KEY", "x");
    expect((await again()).text).not.toContain("pull requests");
  });
});
