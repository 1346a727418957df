import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { personsRepository } from "../support/adopted";
import { command, sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";

const create = (folder: string, ...flags: string[]) =>
  command([folder, "--yes", "--owner", "Octo-Org", "--no-install", "--dry-run", ...flags]);

/** A git repository with a folder in it. */
function outer(): { top: string; inside: string } {
  const top = temporaryFolder();
  sh(top, "git init --quiet");
  const inside = join(top, "a b");
  mkdirSync(inside);
  return { top, inside };
}

test("create says in one line that it lies in another repository, and how that one leaves it alone", () => {
  const { top, inside } = outer();
  const target = join(inside, "deep/portfolio");
  const { status, stderr } = create(target);
  expect(status).toBe(0);
  expect(stderr.trimEnd().split("\n")).toEqual([
    expect.stringContaining(`Warning: ${target} is inside the git repository ${top}: what is made there has repositories of its own`),
  ]);
  const [, line] = /(echo .*)$/m.exec(stderr) ?? [];
  sh("/", String(line));
  expect(create(target).stderr).toBe("");
  mkdirSync(target, { recursive: true });
  expect(create(target).stderr).toBe("");
  expect(JSON.parse(create(join(inside, "x"), "--json").stdout).warnings).toEqual([
    expect.stringContaining("is inside the git repository"),
  ]);
});

test("create says nothing of it where there are no repositories in it, or everything around is ignored", () => {
  const { top, inside } = outer();
  expect(create(inside, "--no-git").stderr).toBe("");
  writeFileSync(join(top, ".gitignore"), "*\n"); // as in a home folder whose dotfiles are in git
  expect(create(inside).stderr).toBe("");
  expect(create(join(temporaryFolder(), "x")).stderr).toBe("");
});

test("a list of portfolios says it once", () => {
  const { inside } = outer();
  const list = join(inside, "fleet.yaml");
  writeFileSync(list, "- { owner: ada, appName: one }\n- { owner: grace, appName: two, nodePort: 30010 }\n");
  const { stderr } = command(["fleet", join(inside, "all"), "--config", list, "--dry-run"]);
  expect(stderr.match(/is inside the git repository/g)).toHaveLength(1);
});

test("adopt says it of the repositories that come beside one that lies in another", () => {
  const folder = personsRepository("go-net-http");
  sh(join(folder, ".."), "git init --quiet");
  const adopt = () => command(["adopt", folder, "--yes", "--owner", "Octo-Org", "--dry-run"]);
  expect(adopt().stdout.match(/^Note: .*\/(infra-k8s|devops-portfolio-project) is inside the git repository /gm)).toHaveLength(2);
  appendFileSync(join(folder, "../.gitignore"), "*\n");
  expect(adopt().stdout).not.toContain("is inside the git repository");
});
