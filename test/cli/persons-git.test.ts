import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command, sh } from "../support/command";
import { type Generated, generateFresh, temporaryFolder } from "../support/portfolio";

const foldersOf = ({ app, infra, docs }: Generated) => [app, infra, docs];

/** A portfolio with everything committed. */
function committed(): Generated {
  const portfolio = generateFresh();
  for (const folder of foldersOf(portfolio)) commit(folder);
  return portfolio;
}

const commit = (folder: string) =>
  sh(folder, "git init --quiet && git add --all && git -c user.name=A -c user.email=a@b.example commit --quiet -m x");

/** A person's own settings of git. */
function settings(lines: readonly string[]): NodeJS.ProcessEnv {
  const file = join(temporaryFolder(), "config");
  for (const line of lines) sh("/", `git config --file '${file}' ${line}`);
  return { GIT_CONFIG_GLOBAL: file, GIT_CONFIG_NOSYSTEM: "1" };
}

const change = (folder: string) => {
  const file = join(folder, ".projenrc.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace("replicas: 2", "replicas: 3"));
};

describe("what a person ignores everywhere", () => {
  const ignore = join(temporaryFolder(), "ignore");
  writeFileSync(ignore, "/notes/\n*~\n");
  const env = settings([`core.excludesFile ${ignore}`]);
  const withNotes = () => {
    const portfolio = committed();
    for (const folder of foldersOf(portfolio)) {
      mkdirSync(join(folder, "notes"));
      writeFileSync(join(folder, "notes/mine"), "a secret\n");
      writeFileSync(join(folder, "README.md~"), "");
    }
    return portfolio;
  };

  test.each([
    ["sync", ({ infra }: Generated) => ["sync", infra, "--commit"]],
    ["eject", ({ root }: Generated) => ["eject", root, "--commit"]],
  ])("keeps %s from no commit, and is in none", (_, args) => {
    const portfolio = withNotes();
    change(portfolio.infra);
    if (args(portfolio)[0] === "eject") sh(portfolio.infra, "git checkout --quiet .projenrc.ts");
    expect(command(args(portfolio), { env })).toMatchObject({ status: 0, stderr: "" });
    for (const folder of foldersOf(portfolio)) {
      expect(sh(folder, "git log --format=%s")).toMatch(/^(Change replicas|Go on without .*)\nx\n$/);
      expect(sh(folder, "git ls-files notes '*~'")).toBe("");
      expect(existsSync(join(folder, "notes/mine"))).toBe(true);
    }
  });
});

test("eject finds where a person's words still speak of the tool, whatever git's output looks like at theirs", () => {
  const env = settings([
    "color.ui always",
    "core.quotePath true",
    "grep.column true",
    "grep.fullName true",
    "submodule.recurse true",
    "status.showUntrackedFiles no",
    "column.ui always",
  ]);
  const portfolio = committed();
  const name = "notes ü:7:x.md";
  writeFileSync(join(portfolio.app, name), "first\nnpx projen, then npx projen\n");
  commit(portfolio.app);
  const { status, stdout } = command(["eject", portfolio.root, "--json"], { env });
  expect(status).toBe(0);
  const { repositories } = JSON.parse(stdout);
  expect(repositories.flatMap(({ mentions }: { mentions: string[] }) => mentions)).toEqual([`${name}:2`]);
});

describe("a git that fails is not taken for a repository that is not there", () => {
  const damaged = (portfolio: Generated) => writeFileSync(join(portfolio.infra, ".git/index"), "no index");

  test("eject", () => {
    const portfolio = committed();
    damaged(portfolio);
    const { status, stderr } = command(["eject", portfolio.root]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/infra-k8s: git does not say what is not committed \(.*index.*\)/);
    expect(stderr).not.toContain("git init");
  });

  test("sync writes all the same, and says why there is no commit", () => {
    const portfolio = committed();
    damaged(portfolio);
    change(portfolio.infra);
    const { status, stdout, stderr } = command(["sync", portfolio.infra, "--commit"]);
    expect(status).toBe(1);
    expect(stdout).toContain(`${portfolio.docs}: committed`);
    expect(stderr).toMatch(/infra-k8s: not committed: git does not say what is not committed/);
    expect(readFileSync(join(portfolio.infra, "helm/express-app/values.yaml"), "utf8")).toContain("replicas: 3");
  });
});
