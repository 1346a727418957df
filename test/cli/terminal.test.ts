import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../support/command";
import { temporaryFolder } from "../support/portfolio";

const onATerminal = (lines: readonly string[], args: readonly string[], config = temporaryFolder()) => {
  const driver = join(repositoryRoot, "test/support/on-a-terminal.py");
  const command = ["node", join(repositoryRoot, "bin/create-devops-portfolio.js"), ...args, "--no-git", "--no-install"];
  writeFileSync(join(config, "hosts.yml"), "github.com:\n    user: Ada-L\n");
  const { status, stdout } = spawnSync("python3", [driver, lines.join("|"), ...command], {
    encoding: "utf8",
    env: { ...process.env, GH_CONFIG_DIR: config },
  });
  return { status, shown: stdout };
};

test("on a terminal it asks six things at most, shows what comes, and writes it", () => {
  const directory = join(temporaryFolder(), "x");
  const enter = ["", "", "", "", "", ""];
  const { status, shown } = onATerminal(enter, [directory]);
  expect(status).toBe(0);
  expect(shown).toContain("(from gh's configuration)");
  expect(shown).toMatch(/infra-k8s +\d+ files: \d+ managed/);
  expect(readdirSync(directory)).toHaveLength(3);
  expect(JSON.parse(readFileSync(join(directory, "express-app/.projen/portfolio.json"), "utf8")).options.owner).toBe("Ada-L");
});

test("what flags say is not asked, and an answer of Ctrl-C writes nothing", () => {
  const directory = join(temporaryFolder(), "x");
  const { status, shown } = onATerminal(
    ["\u0003"],
    [directory, "--owner=ada", "--runtime=flask", "--app-name=shop", "--cluster=gke", "--exposure=clusterIP"],
  );
  expect(status).toBe(130);
  expect(shown).not.toContain("Which runtime");
  expect(existsSync(directory)).toBe(false);
});
