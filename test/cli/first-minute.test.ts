import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command, repositoryRoot } from "../support/command";
import { nobody } from "../support/nobody";
import { temporaryFolder } from "../support/portfolio";

jest.setTimeout(600_000); // a loaded machine

/** A machine whose docker, gh and npm do what is said, and a person at its terminal of 80 columns. */
function firstMinute(lines: readonly string[], programs: Readonly<Record<string, string>>, flags: readonly string[] = ["--no-install"]) {
  const home = temporaryFolder();
  const bin = join(home, "bin");
  mkdirSync(bin);
  const all = { docker: "exit 1", gh: "exit 1", ...programs };
  for (const [name, text] of Object.entries(all)) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "$*" >> '${home}/${name}.log'\n${text}\n`, { mode: 0o755 });
  }
  writeFileSync(join(home, ".gitconfig"), "[user]\n  name = Ada\n  email = a@b.example\n");
  const driver = join(repositoryRoot, "test/support/on-a-terminal.py");
  const known = [
    "--owner=ada",
    "--runtime=flask",
    "--app-name=shop",
    "--cluster=minikube",
    "--exposure=nodePort",
    "--author=Ada",
    "--summary=S",
  ];
  const typed = ["node", join(repositoryRoot, "bin/create-devops-portfolio.js"), "x", ...known, ...flags];
  const { status, stdout } = spawnSync("python3", [driver, ["Write=>", ...lines].join("|"), ...typed], {
    encoding: "utf8",
    env: { ...process.env, CI: "", ...nobody(home), PATH: `${bin}:${process.env.PATH}` },
    cwd: home,
    timeout: 500_000,
  });
  const log = (name: string) => (existsSync(join(home, `${name}.log`)) ? readFileSync(join(home, `${name}.log`), "utf8") : "");
  return {
    status,
    shown: stdout,
    compose: log("docker").includes("compose up --build --wait"),
    gh: log("gh"),
    written: readdirSync(join(home, "x")),
  };
}

const docker = { docker: '[ "$1" = version ] && exit 0\necho started' };
const gh = { gh: '[ "$*" = "auth token" ] && echo x && exit 0\nexit 1' };
const [START, PUBLISH] = ["Start shop with its monitoring now?", "Publish the repositories at GitHub now?"];

test("where Docker answers the service can be started, and its page is named", () => {
  const { status, shown, compose } = firstMinute([`${START}=>`], docker);
  expect({ status, compose }).toEqual({ status: 0, compose: true });
  expect(shown).toMatch(/started[\s\S]*Look at http:\/\/localhost:\d+/);
  expect(shown).not.toContain(PUBLISH); // gh is not logged in
});

test("who declines both has a portfolio and nothing more", () => {
  const { status, shown, compose, gh: asked } = firstMinute([`${START}=>n`, `${PUBLISH}=>n`], { ...docker, ...gh });
  expect({ status, compose, asked }).toEqual({ status: 0, compose: false, asked: "auth token\n" });
  expect(shown).not.toContain("Look at");
});

test("where Docker does not answer nobody is asked for it; who agrees to publish is led to that", () => {
  const { shown, compose, gh: asked } = firstMinute([`${PUBLISH}=>y`], gh);
  expect(compose).toBe(false);
  expect(shown).not.toContain(START);
  expect(asked).toContain("api --include --method GET user\n");
});

test("a service that does not start is said with what to try again, and keeps nobody from publishing", () => {
  const { shown, status } = firstMinute([`${START}=>`, `${PUBLISH}=>n`], { docker: '[ "$1" = version ]', ...gh });
  expect(status).toBe(0);
  expect(shown).toMatch(/That did not work\. Try again with \(cd \S+shop && docker compose up/);
});

test("Ctrl-C at the first question is no answer to the second, and no failure: the portfolio is written", () => {
  const { status, shown, compose, written } = firstMinute([`${START}=>\u0003`], { ...docker, ...gh });
  expect({ status, compose }).toEqual({ status: 0, compose: false });
  expect(shown).not.toContain(PUBLISH);
  expect(written).toHaveLength(5);
});

test.each([
  ["is one line where it works", "echo added 99 packages; exit 0", [], ["added 99"]],
  ["is shown where it fails", "echo npm error 404; exit 1", ["npm error 404", "That did not work"], []],
])("with --yes, what npm prints %s", (_, npm, said, unsaid) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "npm"), `#!/bin/sh\n${npm}\n`, { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env.PATH}` };
  const { status, stdout, stderr } = command(["x", "--owner=ada", "--yes", "--no-git"], { cwd: folder, env });
  expect(status).toBe(0);
  expect(stderr.match(/^Installing .*$/gm)).toEqual([expect.stringMatching(/^Installing the dependencies of express-app \(npm .+\) …$/)]);
  for (const text of said) expect(stderr).toContain(text);
  for (const text of unsaid) expect(stdout + stderr).not.toContain(text);
});
