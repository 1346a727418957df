import { readFileSync } from "node:fs";
import { join } from "node:path";
import { linkTool } from "../doors/support/synth";
import { command, repositoryRoot, sh } from "../support/command";
import { buildFormerTool, released } from "../support/former-tool";
import { temporaryFolder } from "../support/portfolio";
import { lostEdits, makeEdits, tenEdits } from "../support/ten-edits";
import { check } from "../support/tools";

jest.setTimeout(600_000);

const commits = { ...released, "the commit before this one": "HEAD~1" };

test("every version of the changelog is known", () => {
  const versions = [...readFileSync(join(repositoryRoot, "CHANGELOG.md"), "utf8").matchAll(/^## (\d+\.\d+\.\d+)$/gm)].map(
    ([, version]) => version,
  );
  expect(Object.keys(released).sort()).toEqual(versions.sort());
});

test.each(Object.entries(commits))("from %s: ten edits are kept, the checks are green, and nothing is left to do", (_, commit) => {
  const tool = join(temporaryFolder(), "tool");
  buildFormerTool(commit, tool);
  const root = join(temporaryFolder(), "p");
  sh(tool, `node bin/create-devops-portfolio.js '${root}' --yes --owner Octo-Org --no-install`);
  const [app, infra, docs] = ["express-app", "infra-k8s", "devops-portfolio-project"].map((repository) => join(root, repository));
  sh(root, "chmod -R u+w .");
  const edits = tenEdits("express-app");
  makeEdits(edits, { app, infra, docs });
  for (const folder of [app, infra, docs]) {
    sh(folder, "git -c user.name=A -c user.email=a@b commit --quiet --all --message=mine");
    linkTool(folder, tool);
  }
  const { stderr } = command(["upgrade"], { cwd: root });
  // What both rewrote is marked, and is in the pages only.
  for (const line of stderr.split("\n").filter((text) => text.includes("you and the tool"))) expect(line).toMatch(/\.md: /);
  expect(lostEdits(edits, { app, infra, docs })).toEqual([]);
  expect(sh(infra, "git log --format=%s -1")).toMatch(/^Upgrade to/);
  for (const folder of [app, infra]) expect(sh(folder, "git status --porcelain")).toBe("");
  expect(check("helm", ["lint", "--strict", "helm/express-app", "--set", "image.tag=x"], { cwd: infra })).toContain("0 chart(s) failed");
  expect(command(["upgrade", "--dry-run"], { cwd: app }).stdout).toContain(`${infra}: is what version`);
});
