import { join } from "node:path";
import fc from "fast-check";
import { command, sh } from "./command";
import { temporaryFolder } from "./portfolio";

const quick = ["--yes", "--owner", "Octo-Org", "--no-install"];
const repositories = ["devops-portfolio-project", "express-app", "infra-k8s"];

const another = () => {
  const folder = temporaryFolder();
  sh(folder, "git init -q && echo x > f && git add f && git -c user.name=a -c user.email=a@b commit -qm one");
  return folder;
};
const repositoryVariables: Record<string, (folder: string) => string> = {
  GIT_DIR: (folder) => join(folder, ".git"),
  GIT_WORK_TREE: (folder) => folder,
  GIT_INDEX_FILE: (folder) => join(folder, ".git/index"),
  GIT_OBJECT_DIRECTORY: (folder) => join(folder, ".git/objects"),
  GIT_COMMON_DIR: (folder) => join(folder, ".git"),
  GIT_NAMESPACE: () => "x",
  GIT_CONFIG_PARAMETERS: () => "'core.bare'='true'",
  GIT_DEFAULT_HASH: () => "sha256",
  CDPATH: () => "/",
  NODE_ENV: () => "production",
  PIP_USER: () => "1",
};

/** Whatever variables of git point at another repository, create makes its own and leaves that one as it is. */
export function expectGitLedNowhere(numRuns: number): void {
  fc.assert(
    fc.property(fc.subarray(Object.keys(repositoryVariables), { minLength: 1 }), (names) => {
      const other = another();
      const before = sh(other, "git log --format=%H --all && git ls-files --stage && git status --porcelain");
      const target = join(temporaryFolder(), "x");
      const env = Object.fromEntries(names.map((name) => [name, repositoryVariables[name](other)]));
      expect(command([target, ...quick], { env }).status).toBe(0);
      expect(sh(other, "git log --format=%H --all && git ls-files --stage && git status --porcelain")).toBe(before);
      for (const name of repositories) {
        expect(sh(join(target, name), "git log --format=%s && git fsck 2>&1 && git status --porcelain")).toMatch(/^Start from/);
        expect(sh(join(target, name), "git rev-parse --show-object-format")).toBe("sha1\n"); // GitHub takes no other
      }
    }),
    { numRuns },
  );
}

const settings: Record<string, string> = {
  "core.fileMode": "false",
  "core.autocrlf": "true",
  "core.safecrlf": "true",
  "core.bare": "true",
  "core.hooksPath": "/nowhere",
  "core.attributesFile": "/dev/null",
  "core.fsmonitor": "/nowhere/monitor",
  "commit.gpgSign": "true",
  "commit.template": "/nowhere",
  "gpg.program": "false",
  "init.templateDir": "/nowhere",
  "init.defaultBranch": "trunk",
  "core.editor": "false",
  "filter.lfs.required": "true",
  "core.sparseCheckout": "true",
};

/** Whatever a person has set for git, the first commit is on main and holds the files as they are. */
export function expectSettingsIgnored(numRuns: number): void {
  fc.assert(
    fc.property(fc.subarray(Object.keys(settings), { minLength: 3 }), (names) => {
      const config = join(temporaryFolder(), "config");
      for (const name of names) sh("/", `git config --file '${config}' ${name} ${settings[name]}`);
      const target = join(temporaryFolder(), "x");
      expect(command([target, ...quick], { env: { GIT_CONFIG_GLOBAL: config } })).toMatchObject({ status: 0 });
      const found = sh(
        join(target, "infra-k8s"),
        "git branch --show-current; git ls-files --stage scripts/up.sh; git ls-files --eol README.md",
      );
      expect(found).toMatch(/^main\n100755 .*\ni\/lf +w\/lf/);
    }),
    { numRuns },
  );
}
