import { PortfolioError } from "../portfolio/problems";
import { toFailure } from "../usage-error";
import { DEFAULT_COMMAND } from "./command";
import { commands } from "./commands/index";
import { refuseEatenFlags } from "./npm-flags";
import { parse } from "./parse";

async function run(): Promise<void> {
  const argv = process.argv.slice(2);
  refuseEatenFlags(process.env, argv, commands);
  const { word, args } = parse(argv, commands);
  if (args.flags.help) return print(await help(word));
  if (args.flags.version) return print(`${(await import("../package-root.js")).packageManifest().version}\n`);
  const command = commands.get(word ?? DEFAULT_COMMAND);
  return command?.run(args, commands);
}

async function help(word: string | undefined): Promise<string> {
  const { commandHelp, helpText } = await import("./help.js");
  const command = word === undefined ? undefined : commands.get(word);
  return word !== undefined && command ? commandHelp(word, command) : helpText(commands);
}

function print(text: string): void {
  process.stdout.write(text);
}

/** The command: what went wrong is said, and is the exit code. */
export async function main(): Promise<void> {
  process.stdout.on("error", explainOutput);
  process.stderr.on("error", () => {}); // nobody reads it: there is no other place to say so
  await run().catch(explain);
}

/** What the other doors build on; loaded when asked for, like every command. */
export const scaffold = (): typeof import("../scaffold.js") => require("../scaffold.js");

function explain(thrown: Error): void {
  if ((thrown as NodeJS.ErrnoException).syscall === "uv_cwd") {
    process.stderr.write("The folder that you are in is gone: change to another one.\n");
    process.exitCode = 1;
    return;
  }
  const error = toFailure(thrown, "cannot go on"); // what the system refuses is no fault of the program
  // By their names: in another bundle (doctor, adopt) the classes are others.
  if (error instanceof PortfolioError || error.name === "UsageError") {
    process.stderr.write(`${error.message}\nNothing was written.\n`);
    process.exitCode = 2;
  } else if (error.name === "Failure") {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } else if (error.name === "Cancelled") {
    process.exitCode = 130;
  } else {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
}

/** Whoever reads the output may have had enough, as `head` does; that it could not be written at all is said. */
function explainOutput(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") return;
  process.stderr.write(`What was done cannot be printed: ${error.code}\n`);
  process.exitCode ||= 1;
}

if (require.main === module) void main();
