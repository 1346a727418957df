import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot, sh } from "../support/command";
import { nobody } from "../support/nobody";
import { generateFresh, temporaryFolder } from "../support/portfolio";
import { installTool, SHORT_LIVED, toolsPath } from "../support/tools";
import { StandIn } from "./stand-in";

export const github = new StandIn(temporaryFolder());
/** Of the person who publishes. */
export const home = temporaryFolder();

beforeAll(async () => {
  installTool("gh");
  await github.start();
  writeFileSync(
    join(home, ".gitconfig"),
    `[url "file://${github.folder}/"]\n  insteadOf = https://github.com/\n[user]\n  name = Ada\n  email = a@b.example\n`,
  );
});
/** Nothing was asked that GitHub's description of itself does not know. */
afterEach(() => expect(github.violations).toEqual([]));
afterAll(() => github.stop());

/** A portfolio whose repositories have a first commit each. */
export function portfolio(options = {}) {
  const generated = generateFresh(options);
  for (const folder of [generated.app, generated.infra, generated.docs]) {
    sh(folder, "git init --quiet -b main && git add --all && git commit --quiet --no-verify -m Start", environment());
  }
  return generated;
}

export const environment = () => ({ ...nobody(home), ...github.environment, ...SHORT_LIVED, PATH: toolsPath });

export interface Ended {
  readonly status: number | null;
  readonly text: string;
}

const bin = join(repositoryRoot, "bin/create-devops-portfolio.js");

/** Runs the command as a person would whose gh is logged in to the stand-in, and whom nobody can ask. */
export function publish(args: readonly string[], watch?: (child: ChildProcess) => void): Promise<Ended> {
  return ended([process.execPath, bin, "publish", ...args], {}, watch);
}

/** The same at a terminal, where a person types lines. */
export function publishOnATerminal(lines: readonly string[], args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const driver = join(repositoryRoot, "test/support/on-a-terminal.py");
  return ended(["python3", driver, lines.join("|"), "node", bin, "publish", ...args], { CI: "", ...env });
}

function ended([program, ...args]: readonly string[], more: NodeJS.ProcessEnv, watch?: (child: ChildProcess) => void): Promise<Ended> {
  const child = spawn(program, args, { env: { ...process.env, ...environment(), ...more }, stdio: ["ignore", "pipe", "pipe"] });
  watch?.(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part) => {
      text += part;
    });
  }
  return new Promise((done) => child.once("close", (status) => done({ status, text })));
}

/** What is at GitHub in the end. */
export const state = () =>
  [...github.repositories.values()].map(({ id: _, hidden: __, runs: ___, variables, secrets, environments, ...rest }) => ({
    ...{ ...rest, variables: [...variables], secrets: [...secrets.keys()], environments: [...environments] },
    head: github.git(rest.name, "rev-parse", "main"),
  }));

/** GitHub on an ordinary day. */
export const quirks = { limitEvery: 7, hidden: 2 };
