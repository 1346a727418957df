import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";
import { environment, github, portfolio, publish } from "./scene";

jest.setTimeout(600_000); // a loaded machine

const commit = (folder: string, file: string) => {
  appendFileSync(join(folder, file), "mine\n");
  sh(folder, `git add --all && git commit --quiet --no-verify --message 'Change ${file}'`, environment());
};
const headOf = (folder: string, branch = "main") => sh(folder, `git rev-parse ${branch}`).trim();

test("commits that came since are pushed; what is in no commit is said, and stays", async () => {
  const { root, app, infra, docs } = portfolio();
  github.reset();
  expect((await publish([root, "--yes", "--public"])).status).toBe(0);
  commit(app, "a");
  commit(app, "b");
  appendFileSync(join(docs, "c"), "mine\n");
  const { status, text } = await publish([root, "--check"]);
  expect(status).toBe(1);
  expect(text).toContain("express-app: push main: 2 commits\n");
  expect(text).toContain(`devops-portfolio-project: 1 file has changes that are in no commit, and not pushed: git -C ${docs} add`);
  const changes = github.changes.length;
  const again = await publish([root, "--yes"]);
  expect({ ...again }).toMatchObject({ status: 0 });
  expect(again.text).not.toContain("wait for");
  expect(github.changes).toHaveLength(changes); // of the API
  expect(github.headOf("express-app")).toBe(headOf(app));
  expect(github.headOf("devops-portfolio-project")).toBe(headOf(docs));

  // The workflows commit, too: who is behind has nothing to push.
  const clone = temporaryFolder();
  sh(clone, `git clone --quiet ${github.bare("infra-k8s")} .`, environment());
  commit(clone, "theirs");
  sh(clone, "git push --quiet origin main", environment());
  github.packages.set("express-app", { visibility: "public" });
  expect(await publish([root, "--check"])).toMatchObject({ status: 0, text: expect.stringContaining("GitHub has what it should") });

  // And who has commits of their own besides is told what to do, before anything is pushed.
  commit(infra, "ours");
  commit(app, "d");
  for (const flag of ["--check", "--yes"]) {
    const diverged = await publish([root, flag]);
    expect(diverged.status).toBe(1);
    expect(diverged.text).toContain(`git -C ${infra} pull --rebase origin main`);
  }
  expect(github.headOf("express-app")).not.toBe(headOf(app));
  sh(infra, "git pull --quiet --rebase origin main", environment());
  expect(await publish([root, "--yes"])).toMatchObject({ status: 0 });
  expect([github.headOf("express-app"), github.headOf("infra-k8s")]).toEqual([headOf(app), headOf(infra)]);
});

test("a commit that repairs the first run is pushed, and its own run is waited for", async () => {
  const { root, app } = portfolio();
  github.reset();
  github.onChange = () => {
    for (const repository of github.repositories.values()) repository.conclusion = "failure";
  };
  expect((await publish([root, "--yes", "--public"])).text).toContain("The run ended with failure");
  github.onChange = () => {};
  for (const repository of github.repositories.values()) repository.conclusion = "success";
  commit(app, "repair");
  const { status, text } = await publish([root, "--yes"]);
  expect({ status, text }).toMatchObject({ status: 0 });
  expect(text).toContain("https://github.com/Octo-Org/express-app/actions/runs/2");
});

test.each([
  [
    "another branch",
    "git switch --quiet --create 'odd#name'",
    /is on the branch odd#name, .*git -C (\S+) switch main, then .* merge 'odd#name'/,
  ],
  [
    "another name",
    "git branch --move main trunk",
    /is on the branch trunk and has none that is called main: git -C \S+ branch --move main/,
  ],
  ["no branch", "git checkout --quiet --detach", /has no branch checked out, and it is main .*switch main/],
  ["no commit", "rm -rf .git && git init --quiet -b main", /has no commit: git -C \S+ add --all/],
  [
    "no commit on a branch of another name",
    "rm -rf .git && git init --quiet -b x",
    /has no commit, and is not on main: git -C \S+ checkout -b main && /,
  ],
  ["no repository", "rm -rf .git", /is no git repository: git init --initial-branch main/],
])("%s is said with what to do before anything is made at GitHub", async (_, command, message) => {
  const { root, infra } = portfolio();
  sh(infra, command, environment());
  github.reset();
  const { status, text } = await publish([root, "--yes"]);
  expect(status).toBe(1);
  expect(text).toMatch(message);
  expect(text).toContain("infra-k8s");
  expect(text).not.toContain("express-app");
  expect(github.repositories.size).toBe(0);
});
