import { existsSync } from "node:fs";
import { join } from "node:path";
import { command, repositoryRoot, sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";

let root: string;
beforeAll(() => {
  root = join(temporaryFolder(), "portfolio");
  expect(command([root, "--yes", "--owner", "Octo-Org", "--no-install"]).status).toBe(0);
});

// One of them is in resynthesis.test.ts.
test.each([
  ["express-app", ""],
  ["infra-k8s", "npm_config_global=true npm_config_prefix=/nowhere"],
  ["devops-portfolio-project", "npm_config_dry_run=true npm_config_package_lock_only=true"],
])(
  "in a fresh clone of %s npx projen installs the scaffolder and changes nothing, with %j around it",
  (name, settings) => {
    const clone = join(root, `${name}-clone`);
    sh(root, `git clone --quiet ${name} "${clone}"`);
    sh(clone, `${settings} "${join(repositoryRoot, "node_modules/.bin/projen")}"`);
    expect(sh(clone, "git status --porcelain")).toBe("");
    expect(existsSync(join(clone, ".projen/node_modules/create-devops-portfolio"))).toBe(true);
  },
  120_000,
);
