import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { repositoryRoot, sh } from "../support/command";
import { nobody } from "../support/nobody";
import { generateFresh, temporaryFolder } from "../support/portfolio";
import { installTool, toolsPath } from "../support/tools";
import { StandIn } from "./stand-in";

jest.setTimeout(300_000);

const github = new StandIn(temporaryFolder());
const home = temporaryFolder();

beforeAll(async () => {
  installTool("gh");
  await github.start();
  writeFileSync(
    join(home, ".gitconfig"),
    `[url "file://${github.folder}/"]\n  insteadOf = https://github.com/\n[user]\n  name = Ada\n  email = a@b.example\n`,
  );
});
afterAll(() => github.stop());

/** A portfolio whose repositories have a first commit each. */
function portfolio(options = {}) {
  const generated = generateFresh(options);
  for (const folder of [generated.app, generated.infra, generated.docs]) {
    sh(folder, "git init --quiet -b main && git add --all && git commit --quiet --no-verify -m Start", environment());
  }
  return generated;
}

const environment = () => ({ ...nobody(home), ...github.environment, PATH: toolsPath });

interface Ended {
  readonly status: number | null;
  readonly text: string;
}

/** Runs the command as a person would whose gh is logged in to the stand-in. */
function publish(args: readonly string[], watch: (child: ChildProcess) => void = () => {}): Promise<Ended> {
  const child = spawn(process.execPath, [join(repositoryRoot, "bin/create-devops-portfolio.js"), "publish", ...args], {
    env: { ...process.env, ...environment() },
    stdio: ["ignore", "pipe", "pipe"],
  });
  watch(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (part) => {
      text += part;
    });
  }
  return new Promise((done) => child.once("close", (status) => done({ status, text })));
}

/** What is at GitHub in the end. */
const state = () =>
  [...github.repositories.values()].map(({ id: _, hidden: __, looks: ___, variables, secrets, environments, ...rest }) => ({
    ...{ ...rest, variables: [...variables], secrets: [...secrets.keys()], environments: [...environments] },
    head: github.git(rest.name, "rev-parse", "main"),
  }));

const quirks = { limitEvery: 7, hidden: 2 };

test("it plans, does it, and has nothing to do the second time", async () => {
  const { root } = portfolio();
  github.reset(quirks);
  const { status, text } = await publish([root, "--yes", "--public"]);
  expect(text).toContain("PUBLIC: everybody can read them");
  expect(status).toBe(0);
  expect(github.violations).toEqual([]);
  const [app, infra, docs] = state();
  expect(app).toMatchObject({
    created: { name: "express-app", private: false, homepage: "https://github.com/Octo-Org/devops-portfolio-project" },
    workflowPermissions: "read",
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

  const changes = github.changes.length;
  const again = await publish([root, "--yes"]);
  expect(again.status).toBe(0);
  expect(github.changes).toHaveLength(changes);
  github.packages.set("express-app", { visibility: "public" });
  expect((await publish([root, "--check"])).text).toContain("GitHub has what it should");
});

test("--dry-run prints the exact commands and changes nothing", async () => {
  const { root } = portfolio();
  github.reset();
  const { status, text } = await publish([root, "--dry-run"]);
  expect(status).toBe(0);
  expect(github.changes).toEqual([]);
  expect(text).toContain("private: only you");
  expect(text).toContain(`gh api --method POST user/repos --input - <<< '{"name":"express-app"`);
  expect(text).toMatch(/git -C \S+ push --set-upstream https:\/\/github.com\/Octo-Org\/infra-k8s.git main/);
});

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

describe("what is wrong is said with what to do", () => {
  let root: string;
  beforeAll(() => {
    root = portfolio().root;
  });
  test.each([
    ["a missing scope", { scopes: "repo" }, "gh auth refresh --scopes workflow"],
    ["another login", { login: "grace" }, "gh is logged in as grace, but the portfolio belongs to Octo-Org"],
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

test("an organization's repositories are made there, and the commands for its cluster are filled in", async () => {
  const { root } = portfolio({ cluster: "gke" });
  github.reset({ organization: true });
  const { status, text } = await publish([root, "--yes"]);
  expect({ status, text }).toMatchObject({ status: 0 });
  expect(github.violations).toEqual([]);
  expect(github.changes).toContain("POST /orgs/Octo-Org/repos infra-k8s");
  expect(text).toContain("OWNER_ID=77\nREPOSITORY_ID=1001\n");
  expect(text).toContain("gh variable set GKE_CLUSTER --repo Octo-Org/infra-k8s");
});
