import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";
import { type Ended, environment, github, portfolio, publish, publishOnATerminal, quirks, state } from "./scene";

jest.setTimeout(600_000); // a loaded machine

// Reading what GitHub has is a program started for each question: one publication serves all of these, which change nothing there, and what
// takes many is in publish.long.test.ts.
describe("a portfolio", () => {
  let root: string;
  let first: Ended;
  let changes: readonly string[];
  beforeAll(async () => {
    root = portfolio().root;
    github.reset(quirks);
    first = await publish([root, "--yes", "--public"]);
    changes = [...github.changes];
  });
  beforeEach(() => {
    github.quirks = {};
  });
  afterEach(() => expect(github.changes).toEqual(changes));

  test("is planned and published", () => {
    const { status, text } = first;
    expect(text).toContain("PUBLIC: everybody can read them");
    expect(status).toBe(0);
    const [app, infra, docs] = state();
    expect(app).toMatchObject({
      created: { name: "express-app", private: false, homepage: "https://github.com/Octo-Org/devops-portfolio-project" },
      workflowPermissions: "read",
      opensPulls: false,
      variables: [],
    });
    expect(app.topics).toContain("express");
    expect(infra.environments).toEqual([
      ["minikube", { policy: { protected_branches: false, custom_branch_policies: true }, branches: ["main"] }],
    ]);
    for (const one of [app, infra, docs]) {
      expect(one.head).toMatch(/^[0-9a-f]{40}\n$/);
      expect(one.rulesets[0].rules.map(({ type }: { type: string }) => type)).toEqual(["deletion", "non_fast_forward"]);
    }
    expect(text).toContain("https://github.com/users/Octo-Org/packages/container/express-app/settings");
    expect(text).toMatch(/infra-k8s +public +deploy.yaml success/);
  });

  test("that is there leaves nothing to do", async () => {
    expect((await publish([root, "--yes"])).status).toBe(0);
    github.packages.set("express-app", { visibility: "public" });
    expect((await publish([root, "--check"])).text).toContain("GitHub has what it should");
  });
});

test("--dry-run prints commands and changes nothing", async () => {
  const { root } = portfolio();
  github.reset();
  const { status, text } = await publish([root, "--dry-run"]);
  expect(status).toBe(0);
  expect(github.changes).toEqual([]);
  expect(text).toContain("private: only you");
  expect(text).toContain(`gh api --include --method POST user/repos --input - <<< '{"name":"express-app"`);
});

test("a repository that holds something else is not touched", async () => {
  const { root, docs } = portfolio();
  github.reset();
  const foreign = temporaryFolder();
  sh(foreign, "git init --quiet -b main && echo mine > mine && git add mine && git commit --quiet -m Mine", environment());
  const env = { ...process.env, ...environment() };
  await promisify(execFile)("gh", ["api", "--method", "POST", "user/repos", "-f", "name=infra-k8s"], { env });
  sh(foreign, `git push --quiet ${github.bare("infra-k8s")} main`, environment());
  const before = [...github.changes];
  const { status, text } = await publish([root, "--yes"]);
  expect(status).toBe(1);
  expect(text).toContain("https://github.com/Octo-Org/infra-k8s is not empty and not of this portfolio");
  expect(github.changes).toEqual(before);
  expect(readFileSync(join(docs, ".git/config"), "utf8")).not.toContain("origin");
});

test("Ctrl-C at a question stops it there", async () => {
  const { root } = portfolio();
  github.reset();
  const { status, text } = await publishOnATerminal(["steps=>", "Done?=>\u0003"], [root, "--public"], {});
  expect({ status, text }).toMatchObject({
    status: 130,
    text: expect.stringContaining("What was done stays; run publish again to go on."),
  });
  expect(github.git("infra-k8s", "rev-parse", "--verify", "--quiet", "main")).toBeUndefined();
  expect([...github.repositories.keys()]).not.toContain("devops-portfolio-project");
});

describe("what is wrong is said with what to do", () => {
  let root: string;
  beforeAll(() => {
    root = portfolio().root;
  });
  test.each([
    ["a missing scope", { scopes: "repo" }, "gh auth refresh --scopes workflow"],
    ["another login", { login: "grace" }, "gh is logged in as grace, but the portfolio belongs to Octo-Org"],
    [
      "the host of an enterprise",
      { refuse: { "GET /user": { status: 200, body: { login: "Octo-Org", html_url: "https://github.example.com/Octo-Org" } } } },
      "gh asks github.example.com, and the repositories belong to github.com: unset GH_HOST, or gh auth login --hostname github.com",
    ],
    [
      "single sign-on",
      {
        refuse: {
          "POST /user/repos": {
            status: 403,
            body: { message: "Resource protected by organization SAML enforcement." },
            headers: { "X-GitHub-SSO": "required; url=https://github.com/orgs/o/sso?x=1" },
          },
        },
      },
      "authorize gh at https://github.com/orgs/o/sso?x=1",
    ],
    [
      "a policy of the organization",
      {
        organization: true,
        refuse: {
          "POST /orgs/Octo-Org/repos": {
            status: 422,
            body: { message: "Repository creation failed.", errors: [{ message: "Visibility can't be private" }] },
          },
        },
      },
      "does not allow this visibility",
    ],
  ])("%s", async (_, more, message) => {
    github.reset(more);
    const { status, text } = await publish([root, "--yes"]);
    expect(status).toBe(1);
    expect(text).toContain(message);
    expect(github.repositories.size).toBe(0);
  });
});
