import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createJiti } from "jiti";
import { recover } from "./files/journal";
import { PROJENRC } from "./files/tree";
import { formatProblem, type PortfolioError } from "./portfolio/problems";
import { EJECT } from "./repositories/ejected";
import { synthesizedFolders } from "./repositories/synthesized";

const RC = resolve(PROJENRC);

/** Node 22 keeps compiled code between runs, where it is told so before it reads the code. */
function keepCompiled(): void {
  (require("node:module") as { enableCompileCache?(): unknown }).enableCompileCache?.();
}

/**
 * Runs `.projenrc.ts` of a repository: the default task of `npx projen`. The three packages that it may import are this
 * package's own copies, so that they are the same classes.
 */
async function synth(): Promise<void> {
  keepCompiled();
  // projen's way to eject, which would leave a task runner behind and every sentence that speaks of it.
  if (process.env.PROJEN_EJECTING) {
    delete process.env.PROJEN_EJECTING;
    process.env[EJECT] = "";
  }
  recover(dirname(RC)); // before it is read: it may be among what a run that was killed has left undone
  if (!existsSync(RC)) {
    throw new Error("there is no such file: restore it with git, or run npx create-devops-portfolio sync in a repository beside this one");
  }
  const folder = (name: string) => dirname(require.resolve(`${name}/package.json`));
  const alias = { projen: folder("projen"), constructs: folder("constructs") };
  // Loaded by Node itself: jiti would look for TypeScript in it, for half a second.
  const virtualModules = { "create-devops-portfolio": require(join(__dirname, "index.js")) };
  const fsCache = resolve(".projen/node_modules/.cache/jiti");
  process.once("exit", assertSynthesized);
  await createJiti(__filename, { alias, virtualModules, fsCache }).import(RC);
}

/** A `.projenrc.ts` that only makes the repository, or ends the process before it, would otherwise seem to have worked. */
function assertSynthesized(code: number): void {
  if (code !== 0 || synthesizedFolders().has(dirname(RC))) return;
  process.stderr.write(".projenrc.ts: nothing was synthesized: it must end with project.synth()\n");
  process.exitCode = 1;
}

synth().catch((error: unknown) => {
  process.stderr.write(`${explain(error).join("\n")}\n`);
  process.exitCode = 1;
});

/** What is wrong and in which line of `.projenrc.ts`: it is the user's code, and a stack of ours says nothing about it. */
function explain(error: unknown): string[] {
  if (!(error instanceof Error)) return [at(undefined, String(error))];
  if (isPortfolioError(error)) {
    const start = lineIn(error.stack);
    return error.problems.map((problem) => at(lineOfOption(problem.option, start) ?? start, formatProblem(problem)));
  }
  // About the repository, not about this file.
  if (error.name === "Failure") return [error.message];
  const [message] = error.message.split(/\s*\n/);
  const missing = /Cannot find module '([^']+)'/.exec(message)?.[1];
  const line = missing ? lineWith(`["']${escaped(missing)}["']`) : lineIn(error.stack);
  return [at(line, message.replace(/^ParseError: /, ""))];
}

/** By its name: it comes from the bundle that .projenrc.ts imports, not from this one. */
function isPortfolioError(error: Error): error is PortfolioError {
  return error.name === "PortfolioError";
}

function at(line: number | undefined, message: string): string {
  return `.projenrc.ts${line ? `:${line}` : ""}: ${message}`;
}

/** The line of `.projenrc.ts` that a stack passes through, or that a syntax error is in. */
function lineIn(stack = ""): number | undefined {
  const frame = stack.split("\n").find((line) => line.includes(RC));
  const line = frame && /:(\d+):\d+\)?$/.exec(frame)?.[1];
  return line ? Number(line) : undefined;
}

/** The line where an option is given, from the call that it is given to. */
function lineOfOption(option: string, start: number | undefined): number | undefined {
  return lineWith(`^\\s*["']?${escaped(option)}["']?\\s*[:,]`, start);
}

function lineWith(pattern: string, start = 1): number | undefined {
  if (!existsSync(RC)) return undefined;
  const lines = readFileSync(RC, "utf8").split("\n");
  const index = lines.findIndex((line, position) => position + 1 >= start && new RegExp(pattern).test(line));
  return index < 0 ? undefined : index + 1;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
