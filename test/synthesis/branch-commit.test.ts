import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Tree } from "../../src/files/tree";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { assertAdoptable } from "../../src/synthesis/adoptable";
import { beginBranch, commitOf, standingOf, takeBack } from "../../src/synthesis/branch-commit";
import { sorted } from "../../src/synthesis/in-the-way";
import { readTree, sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";

const { options } = resolvePortfolio({ owner: "Octo-Org", author: "Octo Cat" });
const tree = (...paths: string[]): Tree =>
  new Map(paths.map((path) => [path, { content: `${path}\n`, executable: path.endsWith(".sh"), ownership: "managed" }]));
const files = tree(".github/workflows/ci.yaml", "scripts/image.sh", "contract.json");

/** A repository with a commit, an ignored file and settings that would stop a careless commit. */
function repository(settings = ""): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "app.py"), "print('hello')\n");
  writeFileSync(join(folder, ".gitignore"), "*.json\nsecret\n");
  writeFileSync(join(folder, "secret"), "mine\n");
  sh(
    folder,
    "git init -q -b trunk && git config user.name Ada && git config user.email ada@example.com && git add . && git commit -qm first",
  );
  if (settings) sh(folder, settings);
  return folder;
}

test("a commit is on no branch before one is begun, and then adds the files and nothing else", async () => {
  const folder = repository();
  const before = { tree: readTree(folder), refs: sh(folder, "git for-each-ref; git status --porcelain; cat .git/index | sha256sum") };
  const commit = await commitOf(folder, files, "Deliver it", options);
  expect({ tree: readTree(folder), refs: sh(folder, "git for-each-ref; git status --porcelain; cat .git/index | sha256sum") }).toEqual(
    before,
  );
  const standing = await standingOf(folder);
  await beginBranch(folder, "devops-portfolio", commit);
  expect(sh(folder, "git show --format= --name-status --no-renames HEAD").trim().split("\n").sort()).toEqual(
    [...files.keys()].map((path) => `A\t${path}`).sort(),
  );
  expect(sh(folder, "git rev-parse trunk HEAD^").split("\n").slice(0, 2)).toEqual([standing.commit, standing.commit]);
  expect(sh(folder, "git ls-files -s scripts/image.sh")).toMatch(/^100755 /);
  expect(sh(folder, "git status --porcelain; git log -1 --format=%an,%s")).toBe("Ada,Deliver it\n");
  await takeBack(folder, "devops-portfolio", standing);
  expect(readTree(folder)).toEqual(before.tree);
  expect(sh(folder, "git branch --format='%(refname:short)'; git symbolic-ref --short HEAD")).toBe("trunk\ntrunk\n");
});

test("hooks of the person do not run, and line endings and sparse checkouts stop nothing", async () => {
  const folder = repository("git config core.autocrlf true && git config core.safecrlf true && git config core.sparseCheckout true");
  for (const hook of ["pre-commit", "post-checkout", "reference-transaction", "commit-msg"]) {
    writeFileSync(join(folder, ".git/hooks", hook), "#!/bin/sh\ntouch ran\nexit 1\n");
    chmodSync(join(folder, ".git/hooks", hook), 0o755);
  }
  await beginBranch(folder, "devops-portfolio", await commitOf(folder, files, "Deliver it", options));
  expect(readTree(folder)).not.toHaveProperty("ran");
  expect(sh(folder, "git ls-tree -r --name-only HEAD").trim().split("\n")).toHaveLength(5);
});

test("a script can be run on every machine, also where the file system of the repository knows no permissions", async () => {
  const folder = repository("git config core.fileMode false");
  await beginBranch(folder, "devops-portfolio", await commitOf(folder, files, "Deliver it", options));
  expect(sh(folder, "git ls-files -s scripts/image.sh")).toMatch(/^100755 /);
});

test("a commit is signed where the person signs theirs, and a signature that fails leaves everything as it was", async () => {
  const folder = repository(
    "git config commit.gpgSign true && git config gpg.program ./signer && printf '#!/bin/sh\\nexit 3\\n' >.git/signer",
  );
  sh(folder, 'git config gpg.program "$PWD/.git/signer" && chmod +x .git/signer');
  const before = sh(folder, "git for-each-ref; git status --porcelain");
  await expect(commitOf(folder, files, "Deliver it", options)).rejects.toThrow(/sign/);
  expect(sh(folder, "git for-each-ref; git status --porcelain")).toBe(before);
  writeFileSync(
    join(folder, ".git/signer"),
    '#!/bin/sh\ncat >/dev/null\nprintf "\\n[GNUPG:] SIG_CREATED \\n" >&2\nprintf -- "-----BEGIN PGP SIGNATURE-----\\n"\n',
  );
  const commit = await commitOf(folder, files, "Deliver it", options);
  expect(sh(folder, `git cat-file -p ${commit}`)).toContain("BEGIN PGP SIGNATURE");
});

describe("what is refused", () => {
  const refused = (folder: string) =>
    assertAdoptable(folder).then(
      () => "",
      (error: Error) => error.message.replaceAll(folder, "X"),
    );
  test.each([
    ["a change", "echo more >>app.py", /^X has changes that are in no commit \(app\.py\): commit them, or put them aside with git stash/],
    ["a new file", "touch new", /^X has changes .*\(new\)/],
    ["a branch of that name", "git branch devops-portfolio", /^X has a branch devops-portfolio already: merge it or rename it/],
    ["a branch below that name", "git branch devops-portfolio/x", /^X has a branch devops-portfolio\/x already/],
    ["a merge", "git rev-parse HEAD >.git/MERGE_HEAD", /^X is in the middle of a merge: end it/],
    ["a portfolio", "mkdir .projen && echo '{}' >.projen/portfolio.json", /^X is a repository of a portfolio already/],
    ["no commit", "rm -rf .git && git init -q", /^X has no commit yet/],
    ["no repository", "rm -rf .git", /^X is no git repository: run git init there/],
    ["a repository without files", "git config core.bare true", /^X is a bare repository, without files: adopt a clone of it/],
    ["settings that git cannot read", "echo '[core' >>.git/config", /^git rev-parse failed in X: .*bad config/],
    [
      "a sparse checkout, in which a file of the person's would not be seen",
      "mkdir inside && touch inside/a inside/b && git add . && git commit -qm more && git sparse-checkout set --no-cone '/*' '!/inside'",
      /^X is a sparse checkout, without inside\/a and 1 more, .*: git sparse-checkout disable, and run adopt again/,
    ],
  ])("%s", async (_, change, message) => {
    const folder = repository(change);
    const before = readTree(folder);
    expect(await refused(folder)).toMatch(message);
    expect(readTree(folder)).toEqual(before);
  });

  test("a folder of a repository, and what is none", async () => {
    const folder = repository("mkdir inside && touch inside/a && git add . && git commit -qm more");
    expect(await refused(join(folder, "inside"))).toMatch(/is a folder of the repository .*: adopt that one/);
    expect(await refused(join(folder, "app.py"))).toMatch(/is no folder/);
  });

  test("nothing else: what the person ignores, also for all their repositories, is no change, nor what they hide from git", async () => {
    const folder = repository("touch .secret-of-mine && git update-index --skip-worktree app.py && echo more >>app.py");
    const home = temporaryFolder();
    mkdirSync(join(home, "git"));
    writeFileSync(join(home, "git/ignore"), ".secret-of-mine\n");
    const { XDG_CONFIG_HOME } = process.env;
    process.env.XDG_CONFIG_HOME = home;
    try {
      expect(await refused(folder)).toBe("");
    } finally {
      if (XDG_CONFIG_HOME === undefined) delete process.env.XDG_CONFIG_HOME;
      else process.env.XDG_CONFIG_HOME = XDG_CONFIG_HOME;
    }
  });
});

describe("files in the way", () => {
  const usual = tree(".gitignore", "compose.yaml", ".github/dependabot.yml", "README.md", "LICENSE", "contract.json", "scripts/image.sh");

  test("what a person has in another form stays, and the portfolio does without", () => {
    const folder = repository("touch docker-compose.yml readme.rst COPYING renovate.json");
    expect([...sorted(folder, usual).theirs].sort()).toEqual([
      ".github/dependabot.yml",
      ".gitignore",
      "LICENSE",
      "README.md",
      "compose.yaml",
    ]);
    expect(readFileSync(join(folder, "secret"), "utf8")).toBe("mine\n");
  });

  test.each([
    [
      "a file of that name",
      "mkdir scripts && touch scripts/image.sh",
      /X\/scripts\/image\.sh is in the way: a file of the portfolio has this name/,
    ],
    ["one that git ignores", "touch contract.json", /X\/contract\.json is in the way/],
    ["one that differs in capitals", "touch Contract.json", /X\/Contract\.json is in the way: contract\.json is to lie there/],
    ["a file where a folder belongs", "touch scripts", /X\/scripts is in the way: scripts\/image\.sh is to lie there/],
    ["a link where a folder belongs", "ln -s / scripts", /X\/scripts is in the way/],
  ])("%s is refused", (_, change, message) => {
    const folder = repository(change);
    expect(() => sorted(folder, usual)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(new RegExp(message.source.replace("X", folder))) }),
    );
  });
});
