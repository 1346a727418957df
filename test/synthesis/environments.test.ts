import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { command, repositoryRoot, sh } from "../support/command";
import { expectGitLedNowhere, expectSettingsIgnored } from "../support/git-surroundings";
import { temporaryFolder } from "../support/portfolio";

const bin = join(repositoryRoot, "bin/create-devops-portfolio.js");
const quick = ["--yes", "--owner", "Octo-Org", "--no-install"];
const repositories = ["devops-portfolio-project", "express-app", "infra-k8s"];
const everything = [...repositories, "PUBLISHING.md", "README.md"].sort();
const isRoot = process.getuid?.() === 0;

/** Runs the command in a shell, for an environment that cannot be passed otherwise. */
const shell = (script: string, env: NodeJS.ProcessEnv = process.env) => {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8", env });
  return { status, stdout, stderr };
};
const create = (target: string, ...more: string[]) =>
  [process.execPath, bin, target, ...quick, ...more].map((word) => `'${word}'`).join(" ");

describe("variables of the environment", () => {
  // Many more of them are in environments.long.test.ts.
  test("lead git to no other repository, in any combination", () => expectGitLedNowhere(2));

  test("settings of git that are a person's own change nothing of the first commit, in any combination", () => expectSettingsIgnored(2));

  test("a git from before 2.28 makes the first commit, too", () => {
    const tools = temporaryFolder();
    const real = sh("/", "command -v git").trim();
    writeFileSync(
      join(tools, "git"),
      `#!/bin/sh\ncase "$*" in *--initial-branch*) echo "error: unknown option" >&2; exit 129;; esac\nexec ${real} "$@"\n`,
    );
    chmodSync(join(tools, "git"), 0o755);
    const target = join(temporaryFolder(), "x");
    expect(command([target, ...quick], { env: { PATH: `${tools}:${process.env.PATH}` } }).stderr).not.toContain("No first commit");
    expect(sh(join(target, "infra-k8s"), "git branch --show-current && git log --format=%s")).toMatch(/^main\nStart from/);
  });

  test("scripts can be run from the first commit, also where the file system knows no permissions", () => {
    const tools = temporaryFolder();
    const real = sh("/", "command -v git").trim();
    const found = 'case "$*" in *" init "*) exec REAL config core.fileMode false;; esac'; // as git's own init does there
    writeFileSync(join(tools, "git"), `#!/bin/sh\n${real} "$@" || exit\n${found.replace("REAL", real)}\n`);
    chmodSync(join(tools, "git"), 0o755);
    const target = join(temporaryFolder(), "x");
    command([target, ...quick], { env: { PATH: `${tools}:${process.env.PATH}` } });
    const infra = join(target, "infra-k8s");
    expect(sh(infra, "git config core.fileMode; git log --format=%s; git status --porcelain")).toBe(
      "false\nStart from create-devops-portfolio\n",
    );
    const committed = sh(infra, "git ls-files -s | sed -n 's/^100755 .*\t//p'").trim().split("\n");
    expect(committed).toEqual(
      sh(infra, "find . -name .git -prune -o -type f -perm -100 -print | sed 's|^./||' | LC_ALL=C sort").trim().split("\n"),
    );
    expect(committed).toContain("scripts/up.sh");
  });

  test.each(["/nowhere", "/dev/null"])("a merge with a user's edit needs no TMPDIR (%s)", (TMPDIR) => {
    const root = join(temporaryFolder(), "p");
    command([root, ...quick, "--no-git"]);
    const readme = join(root, "infra-k8s/README.md");
    writeFileSync(readme, `${readFileSync(readme, "utf8")}\nmine\n`);
    const options = join(root, "express-app/.projenrc.ts");
    writeFileSync(options, readFileSync(options, "utf8").replace("30005", "30006"));
    const { status, stderr } = command(["sync", join(root, "express-app")], { env: { TMPDIR } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(readFileSync(readme, "utf8")).toMatch(/30006[\s\S]*\nmine\n$/);
  });

  test("a personal list of ignored files leaves nothing out of the first commit", () => {
    const home = temporaryFolder();
    writeFileSync(join(home, "ignore"), "*.json\n*.md\n");
    writeFileSync(join(home, ".gitconfig"), `[core]\n\texcludesFile = ${join(home, "ignore")}\n`);
    const target = join(temporaryFolder(), "x");
    expect(command([target, ...quick], { env: { GIT_CONFIG_GLOBAL: join(home, ".gitconfig") } }).status).toBe(0);
    expect(sh(join(target, "express-app"), "git ls-files README.md package.json")).toBe("README.md\npackage.json\n");
  });

  test.each([
    ["an address without a name", "[user]\n\temail = ada@example.com\n", "Octo-Org", /^Octo-Org <ada@example.com>/],
    ["a name of dots", "[user]\n\tname = ...\n\tuseConfigOnly = true\n", "Octo-Org", /^Octo-Org <Octo-Org@users\.noreply/],
    ["a name without an address", "[user]\n\tname = Ada\n", "x", /^Ada <Octo-Org@users\.noreply/],
  ])("the first commit is made with %s", (_, config, author, who) => {
    const home = temporaryFolder();
    writeFileSync(join(home, "config"), config);
    const target = join(temporaryFolder(), "x");
    const env = { GIT_CONFIG_GLOBAL: join(home, "config"), GIT_CONFIG_NOSYSTEM: "1" };
    expect(command([target, ...quick, `--author=${author}`], { env }).status).toBe(0);
    expect(sh(join(target, "infra-k8s"), 'git log --format="%an <%ae>"')).toMatch(who);
  });

  test("a git that fails costs the first commit, and it is said how to make it", () => {
    const tools = temporaryFolder();
    writeFileSync(join(tools, "git"), "#!/bin/sh\ncase \"$*\" in *'add --all'*) echo 'fatal: broken' >&2; exit 128;; esac\nexit 0\n");
    chmodSync(join(tools, "git"), 0o755);
    const target = join(temporaryFolder(), "x");
    const { status, stderr } = command([target, ...quick], { env: { PATH: `${tools}:${process.env.PATH}` } });
    expect(status).toBe(0);
    expect(stderr).toContain("No first commit: fatal: broken. The files are complete.");
    expect(stderr).toContain(`cd ${join(target, "infra-k8s")} && git init`);
    expect(readdirSync(target).sort()).toEqual(everything);
  });

  test.each(["env -u HOME", "env -u TMPDIR", "env TMPDIR=/nowhere", "env TMPDIR=/dev/null", 'env -i PATH="$PATH"'])(
    "%s makes no difference",
    (prefix) => {
      const target = join(temporaryFolder(), "x");
      expect(shell(`${prefix} ${create(target)}`)).toMatchObject({ status: 0 });
      expect(readdirSync(target).sort()).toEqual(everything);
    },
  );
});

describe("the folder", () => {
  const modeOf = (path: string) => statSync(path).mode & 0o7777;

  test.each([0o002, 0o022, 0o027, 0o077])("has the permissions that mkdir gives under umask %o", (mask) => {
    const parent = temporaryFolder();
    const octal = mask.toString(8);
    expect(shell(`umask ${octal}; ${create(join(parent, "x"), "--no-git")}; mkdir '${parent}/y'`).status).toBe(0);
    expect(modeOf(join(parent, "x"))).toBe(modeOf(join(parent, "y")));
    expect(modeOf(join(parent, "x/infra-k8s"))).toBe(modeOf(join(parent, "y")));
  });

  test("that is there already stays the same one", () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o2770);
    const before = statSync(folder);
    expect(command([folder, ...quick, "--no-git"]).status).toBe(0);
    const after = statSync(folder);
    expect([after.ino, after.mode, after.gid]).toEqual([before.ino, before.mode, before.gid]);
    expect(statSync(join(folder, "infra-k8s")).mode & 0o2000).toBe(0o2000);
    expect(readdirSync(folder).sort()).toEqual(everything);
  });

  test("may be a mount point", () => {
    const folder = temporaryFolder();
    if (!isRoot || spawnSync("mount", ["-t", "tmpfs", "none", folder]).status !== 0) return;
    try {
      const { dev } = statSync(folder);
      expect(command([folder, ...quick, "--no-git"])).toMatchObject({ status: 0 });
      expect(statSync(folder).dev).toBe(dev);
      expect(readdirSync(folder).sort()).toEqual(everything);
    } finally {
      spawnSync("umount", [folder]);
    }
  });

  test("on a full disk gets nothing, and a sentence", () => {
    const folder = temporaryFolder();
    if (!isRoot || spawnSync("mount", ["-t", "tmpfs", "-o", "size=100k", "none", folder]).status !== 0) return;
    try {
      const { status, stderr } = command([join(folder, "a/b"), ...quick, "--no-git"]);
      expect(status).toBe(1);
      expect(stderr).toMatch(/^cannot write .*a\/b: no space is left on the disk/);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      spawnSync("umount", [folder]);
    }
  });

  test("that may not hold files of such a size gets nothing, and a sentence", () => {
    const folder = temporaryFolder();
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", `ulimit -f 8; exec "$0" "$@"`, process.execPath, bin, join(folder, "a"), ...quick, "--no-git"],
      {
        encoding: "utf8",
      },
    );
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^cannot write .*a: file too large/) });
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("above a failure is not left behind", () => {
    const parent = temporaryFolder();
    writeFileSync(join(parent, "file"), "");
    const { status, stderr } = command([join(parent, "file/a/b"), ...quick, "--no-git"]);
    expect(status).not.toBe(0);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(parent)).toEqual(["file"]);
  });
});

test("what an earlier run has left is swept when it is old, and its own", () => {
  const temporary = temporaryFolder();
  const [old, young] = [".devops-portfolio-aaaaaa", ".devops-portfolio-bbbbbb"];
  for (const name of [old, young]) mkdirSync(join(temporary, name));
  const hourAgo = Date.now() / 1000 - 3600;
  utimesSync(join(temporary, old), hourAgo, hourAgo);
  command([join(temporaryFolder(), "x"), ...quick, "--no-git"], { env: { TMPDIR: temporary } });
  expect(readdirSync(temporary)).toEqual([young]);
});

describe("neighbours", () => {
  test("with a broken record are named and passed over; a linked one is followed", () => {
    const root = join(temporaryFolder(), "p");
    command([root, ...quick, "--no-git"]);
    mkdirSync(join(root, "broken/.projen"), { recursive: true });
    writeFileSync(join(root, "broken/.projen/portfolio.json"), "<<<<<<< ours\n");
    const elsewhere = join(temporaryFolder(), "docs");
    sh(root, `mv devops-portfolio-project '${elsewhere}'`);
    symlinkSync(elsewhere, join(root, "docs"));
    const { status, stdout, stderr } = command(["sync", join(root, "infra-k8s")]);
    expect(status).toBe(0);
    expect(stdout).toBe(["infra-k8s", "express-app", "docs"].map((name) => `${join(root, name)}: up to date\n`).join(""));
    expect(stderr).toContain(`${join(root, "broken")} is passed over`);
    expect(command(["status", root])).toMatchObject({ status: 1, stderr: expect.stringContaining("is passed over") });
  });

  test("get the tool's own files back", () => {
    const root = join(temporaryFolder(), "p");
    command([root, ...quick]);
    const lost = [".projen/package.json", ".projen/tasks.json", ".projen/synth.mjs"];
    for (const name of ["infra-k8s", "express-app"]) for (const path of lost) rmSync(join(root, name, path));
    expect(command(["sync", join(root, "infra-k8s")]).status).toBe(0);
    for (const name of ["infra-k8s", "express-app"]) {
      expect(lost.every((path) => existsSync(join(root, name, path)))).toBe(true);
      expect(sh(join(root, name), "git status --porcelain")).toBe("");
    }
  });

  test("are the same portfolio after its owner was renamed", () => {
    const root = join(temporaryFolder(), "p");
    command([root, ...quick, "--no-git"]);
    const [rc, record] = [".projenrc.ts", ".projen/portfolio.json"].map((path) => join(root, "infra-k8s", path));
    for (const file of [rc, record]) {
      chmodSync(file, 0o644);
      writeFileSync(file, readFileSync(file, "utf8").replace("Octo-Org", "Hexa-Org"));
    }
    const { stdout } = command(["sync", join(root, "infra-k8s")]);
    expect(stdout).toContain(`${join(root, "express-app")}: synced`);
    expect(JSON.parse(readFileSync(join(root, "express-app/.projen/portfolio.json"), "utf8")).options.owner).toBe("Hexa-Org");
  });
});
