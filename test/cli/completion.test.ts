import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { commands } from "../../src/cli/commands/index";
import { completionScript, type Shell } from "../../src/cli/completion/script";
import { flagsOf } from "../../src/cli/flags";
import { optionsSchema } from "../../src/portfolio/schema";
import { repositoryRoot, sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";

const isInstalled = (shell: string) => spawnSync(shell, ["-c", ":"]).status === 0;

/** A folder with the script, a directory and a file. */
function prepared(shell: Shell): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "script"), completionScript(shell, commands));
  mkdirSync(join(folder, "infra"));
  writeFileSync(join(folder, "options.yaml"), "");
  return folder;
}

/** What each shell offers for a line whose last word is being typed. */
const offered: Readonly<Partial<Record<Shell, (line: string) => string[]>>> = {
  bash: (line) => {
    // readline splits at spaces and equals signs before it calls the function.
    const words = line.split(/ |(=)/).filter((word) => word !== undefined && (word !== "" || line.endsWith(" ")));
    const last = line.endsWith(" ") ? words.filter((word) => word !== "").concat("") : words;
    const script = `source ./script; COMP_WORDS=(${last.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${last.length - 1}; _create_devops_portfolio; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return lines(sh(prepared("bash"), `bash --norc -c "$SCRIPT"`, { SCRIPT: script }));
  },
  fish: (line) =>
    lines(sh(prepared("fish"), `fish --no-config -c "source ./script; complete -C '${line}'"`)).map((each) => each.split("\t")[0]),
};

const lines = (text: string) => text.split("\n").filter((line) => line !== "");

describe.each(Object.entries(offered).filter(([shell]) => isInstalled(shell)))("%s", (_, complete) => {
  test("offers the commands first", () => {
    expect(complete("create-devops-portfolio s").sort()).toEqual(["schema", "status", "sync"]);
    expect(complete("create-devops-portfolio ")).toEqual(expect.arrayContaining([...commands.keys()]));
  });

  test("offers a command its own flags only", () => {
    for (const [name, command] of commands) {
      const flags = complete(`create-devops-portfolio ${name} --`).sort();
      expect(flags).toEqual(
        Object.keys(flagsOf(command))
          .map((flag) => `--${flag}`)
          .sort(),
      );
    }
    expect(complete("create-devops-portfolio --runt")).toEqual(["--runtime"]);
  });

  test("offers the values of a flag", () => {
    expect(complete("create-devops-portfolio x --runtime ").sort()).toEqual([...optionsSchema.properties.runtime.enum!].sort());
    expect(complete("create-devops-portfolio x --cluster=e").map((word) => word.replace("--cluster=", ""))).toEqual(["eks"]);
    expect(complete("create-devops-portfolio x --cluster=")).toHaveLength(3);
    expect(complete("create-devops-portfolio x --owner ")).toEqual([]);
    expect(complete("create-devops-portfolio completion ").sort()).toEqual(["bash", "fish", "zsh"]);
  });

  test("offers directories where one goes, and files to --config", () => {
    expect(complete("create-devops-portfolio sync in").map((word) => word.replace(/\/$/, ""))).toEqual(["infra"]);
    expect(complete("create-devops-portfolio x --config op")).toEqual(["options.yaml"]);
    expect(complete("create-devops-portfolio sync op")).toEqual([]);
  });
});

(isInstalled("zsh") ? describe : describe.skip)("zsh", () => {
  const driver = join(repositoryRoot, "test/support/complete.zsh");
  const shown = (line: string) =>
    stripVTControlCharacters(sh(prepared("zsh"), `zsh -f ${driver} 'create-devops-portfolio ${line}'`)).replaceAll("\x07", "");

  test.each([
    ["sy", /sync /],
    ["x --cluster=e", /--cluster=eks/],
    ["sync --", /--dry-run +-- Say what would change/],
    ["completion f", /completion fish/],
    ["sync in", /sync infra\//],
  ])("completes %s", (line, expected) => {
    expect(shown(line)).toMatch(expected);
  });

  test("offers a command no flags of others", () => {
    expect(shown("sync --")).not.toContain("--owner");
  });
});
