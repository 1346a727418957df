import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command, sh } from "../support/command";
import { nobody } from "../support/nobody";
import { temporaryFolder } from "../support/portfolio";

/** Creates a portfolio where gh's and git's settings are those given. */
function create({ hosts = "", git = "", remote = "", env = {} as NodeJS.ProcessEnv, args = [] as string[] }) {
  const home = temporaryFolder();
  writeFileSync(join(home, "hosts.yml"), hosts);
  writeFileSync(join(home, ".gitconfig"), git);
  const cwd = temporaryFolder();
  if (remote) sh(cwd, `git init --quiet && git remote add origin '${remote}'`);
  const result = command(["x", "--no-git", "--no-install", ...args], { cwd, env: { ...nobody(home), ...env } });
  const record = join(cwd, "x/express-app/.projen/portfolio.json");
  const owner = existsSync(record) ? JSON.parse(readFileSync(record, "utf8")).options.owner : undefined;
  return { ...result, owner, left: readdirSync(cwd).filter((name) => name !== ".git") };
}

test.each([
  ["gh's configuration", { hosts: "github.com:\n    git_protocol: https\n    user: Ada-L\n    users:\n        Ada-L:\n" }, "Ada-L"],
  ["git's github.user", { git: "[github]\n\tuser = grace\n" }, "grace"],
  ["git's user.email", { git: "[user]\n\temail = 123+jdoe_acme@users.noreply.github.com\n" }, "jdoe_acme"],
  ["git's user.email", { git: "[user]\n\temail = alan@users.noreply.github.com\n" }, "alan"],
  ["this repository's remote", { remote: "git@github.com:octo-org/shop.git" }, "octo-org"],
  ["this repository's remote", { remote: "https://github.com/octo-org/shop" }, "octo-org"],
])("the owner is guessed from %s, and that is said", (source, settings, owner) => {
  const created = create(settings);
  expect(created).toMatchObject({ status: 0, owner });
  expect(created.stderr).toContain(`Owner: ${owner}, from ${source}. Change it with --owner.`);
});

test.each([
  ["a person's name", { git: "[user]\n\tname = Ada Lovelace\n\temail = ada@example.com\n" }],
  ["a login name", { env: { USER: "ada", LOGNAME: "ada" } }],
  ["another host's remote", { remote: "https://gitlab.com/octo-org/shop" }],
])("%s is no GitHub login: an owner is asked for, and nothing is written", (_, settings) => {
  expect(create(settings)).toMatchObject({ status: 2, stderr: expect.stringMatching(/^owner: is required/), left: [] });
});

test.each([
  [{ npm_lifecycle_event: "start", npm_command: "start" }, "npm start -- ../my-portfolio --owner ada"],
  [{ npm_lifecycle_event: "npx", npm_command: "exec" }, "npx create-devops-portfolio my-portfolio --owner ada"],
])("a missing owner is said with its flag, and with a line that works where it was started (%j)", (env, line) => {
  const { status, stderr } = create({ env });
  expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining(`give it with --owner, as in ${line}\n`) });
});

test("no guess is made where the owner is given", () => {
  expect(create({ git: "[github]\n\tuser = grace\n", args: ["--owner=ada"] })).toMatchObject({ status: 0, owner: "ada", stderr: "" });
});

test("a user without an entry and a home is no obstacle", () => {
  if (process.getuid?.() !== 0) return; // only root may become somebody else
  const folder = temporaryFolder();
  sh(folder, "chmod 777 . && chmod a+rx ..");
  const bin = join(__dirname, "../../bin/create-devops-portfolio.js");
  const run = `env -u HOME -u USER setpriv --reuid 54321 --clear-groups node ${bin} x --owner ada --no-git --no-install --dry-run --json >/dev/null 2>err; echo $?; cat err`;
  expect(sh(folder, run)).toBe("0\n");
  expect(sh(folder, run.replace("--owner ada", ""))).toMatch(/^2\nowner: is required/);
});

test.each([{ XDG_CONFIG_HOME: "" }, { XDG_CONFIG_HOME: "gh-of-this-folder" }, { GH_CONFIG_DIR: "" }])(
  "a folder that happens to be here is not gh's (%j)",
  (env) => {
    const cwd = temporaryFolder();
    const home = temporaryFolder();
    const hosts = "github.com:\n    user: mallory\n";
    for (const folder of [cwd, join(cwd, "gh"), join(cwd, "gh-of-this-folder/gh")]) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "hosts.yml"), hosts);
    }
    const { GH_CONFIG_DIR: _, ...surroundings } = nobody(home);
    const { status, stderr } = command(["x", "--no-git", "--no-install"], { cwd, env: { ...surroundings, ...env } });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/^owner: is required/) });
  },
);
