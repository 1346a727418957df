import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";
import { browser } from "./browser";
import { environment, github, portfolio, publish, publishOnATerminal } from "./scene";

jest.setTimeout(600_000); // a loaded machine

/** A command: its words, and last what it reads, where the body of a request is given to it. */
type Command = readonly string[];

const INPUT = `[[ " $* " != *" --input - "* ]] || input=$(cat)`;
const WORDS = `"$@" \${input:+"<<<$input"}`;

/** git and gh, which write down what they were called with. */
function writingDown(): { readonly env: NodeJS.ProcessEnv; calls(): Command[] } {
  const [folder, log] = [temporaryFolder(), temporaryFolder()];
  const { PATH } = environment();
  for (const program of ["git", "gh"]) {
    const real = sh(folder, `command -v ${program}`, environment()).trim();
    const text = `#!/usr/bin/env bash
${INPUT}
printf '%s\\0' ${program} ${WORDS} > "$(mktemp '${log}'/"$(date +%s%N)"-XXXXXX)"
if [[ -n \${input-} ]]; then printf %s "$input" | exec '${real}' "$@"; else exec '${real}' "$@"; fi
`;
    writeFileSync(join(folder, program), text, { mode: 0o755 });
  }
  const calls = () =>
    readdirSync(log)
      .sort()
      .map((file) => readFileSync(join(log, file), "utf8").split("\0").slice(0, -1));
  return { env: { PATH: `${folder}:${PATH}` }, calls };
}

/** What a shell makes of the lines that a person would copy. */
function typed(text: string): Command[] {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "private-key.pem"), "");
  const lines = text.split("\n").filter((line) => /^ {4}(git|gh) /.test(line));
  const both = ["git", "gh"].map((name) => `${name}() { local input; ${INPUT}; printf '%s\\0' ${name} ${WORDS}; printf '\\n'; }`);
  writeFileSync(join(folder, "typed.sh"), `${both.join("\n")}\n${lines.join("\n")}\n`);
  return sh(folder, "bash typed.sh")
    .split("\0\n")
    .slice(0, -1)
    .map((words) => words.split("\0"));
}

const isRead = (command: Command) =>
  command.includes("GET") || ["config", "rev-parse", "status", "symbolic-ref", "merge-base"].some((word) => command.includes(word));
const changes = (commands: readonly Command[]) => commands.filter((command) => !isRead(command) && !command.includes("auth"));

test.each([
  ["one environment", {}],
  ["several environments, and a site", { pages: true, environments: [{ name: "staging" }, { name: "production" }] }],
])("--dry-run shows what git and gh are called with, word for word: %s", async (_, options) => {
  const { root } = portfolio(options);
  github.reset({ publicAfter: 0 });
  const { text } = await publish([root, "--dry-run", "--public"]);
  expect(github.changes).toEqual([]);
  const shown = typed(text.replaceAll("<code>", "a-code").replaceAll("<client id>", "Iv23"));
  const { env, calls } = writingDown();
  const pulls = "environments" in options ? "yes" : "";
  const lines = ["steps=>", "Done?=>", "Make the App now?=>"];
  const { status, text: done } = await publishOnATerminal(lines, [root, "--public"], { ...env, BROWSER: browser(), PULLS: pulls });
  expect({ status, done }).toMatchObject({ status: 0 });
  expect(changes(shown).length).toBeGreaterThan(15);
  expect(changes(calls())).toEqual(changes(shown));
  for (const read of shown.filter(isRead)) expect(calls()).toContainEqual(read);
});
