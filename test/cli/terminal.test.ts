import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../support/command";
import { nobody } from "../support/nobody";
import { temporaryFolder } from "../support/portfolio";

const onATerminal = (lines: readonly string[], args: readonly string[], { env = {}, user = "    user: Ada-L\n" } = {}) => {
  const config = temporaryFolder();
  const driver = join(repositoryRoot, "test/support/on-a-terminal.py");
  const command = ["node", join(repositoryRoot, "bin/create-devops-portfolio.js"), ...args, "--no-git", "--no-install"];
  writeFileSync(join(config, "hosts.yml"), `github.com:\n${user}`);
  const { status, stdout } = spawnSync("python3", [driver, lines.join("|"), ...command], {
    encoding: "utf8",
    env: { ...process.env, CI: "", ...nobody(config), ...env },
    timeout: 50_000,
  });
  return { status, shown: stdout };
};

test("on a terminal it asks six things at most, shows what comes, and writes it", () => {
  const directory = join(temporaryFolder(), "x");
  const enter = ["", "", "", "", "", ""];
  const { status, shown } = onATerminal(enter, [directory]);
  expect(status).toBe(0);
  expect(shown).toContain("(Enter: Ada-L, from gh's configuration)");
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

const known = ["--runtime=flask", "--app-name=shop", "--cluster=gke", "--exposure=clusterIP"];

test("Ctrl-D ends it like Ctrl-C", () => {
  const directory = join(temporaryFolder(), "x");
  expect(onATerminal(["\u0004"], [directory, ...known]).status).toBe(130);
  expect(existsSync(directory)).toBe(false);
});

test("a guessed owner is replaced by what is typed, and where nothing is known, one must be typed", () => {
  const ownerOf = (directory: string) => JSON.parse(readFileSync(join(directory, "shop/.projen/portfolio.json"), "utf8")).options.owner;
  const [guessed, unknown] = [join(temporaryFolder(), "x"), join(temporaryFolder(), "x")];
  expect(onATerminal(["grace", ""], [guessed, ...known]).status).toBe(0);
  expect(ownerOf(guessed)).toBe("grace");
  expect(onATerminal(["", "alan", ""], [unknown, ...known], { user: "" }).status).toBe(0);
  expect(ownerOf(unknown)).toBe("alan");
});

test("a CI service is asked nothing, terminal or not", () => {
  const directory = join(temporaryFolder(), "x");
  const { status, shown } = onATerminal([], [directory, "--owner=ada"], { env: { CI: "true" } });
  expect(status).toBe(0);
  expect(shown).not.toContain("Which");
});
