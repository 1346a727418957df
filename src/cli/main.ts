import { PortfolioError } from "../portfolio/problems";
import { Failure, UsageError } from "../usage-error";
import type { Arguments } from "./flags";
import { parseArguments } from "./flags";

// What a command needs is loaded when it runs: --help and --version stay instant.
const commands: Readonly<Record<string, (args: Arguments) => Promise<void>>> = {
  sync: async (args) => (await import("./sync.js")).sync(args),
  schema: async () => {
    process.stdout.write(`${JSON.stringify((await import("../portfolio/schema.js")).optionsSchema, null, 2)}\n`);
  },
};

async function run(): Promise<void> {
  const args = parseArguments(process.argv.slice(2));
  if (args.flags.help) return print((await import("./help.js")).helpText());
  if (args.flags.version) return print(`${(await import("../package-root.js")).packageManifest().version}\n`);
  const [first] = args.positionals;
  const command = commands[first] ?? (await import("./create.js")).create;
  return command(args);
}

function print(text: string): void {
  process.stdout.write(text);
}

/** The command: what went wrong is said, and is the exit code. */
export async function main(): Promise<void> {
  await run().catch(explain);
}

/** What the other doors build on; loaded when asked for, like every command. */
export const scaffold = (): typeof import("../scaffold.js") => require("../scaffold.js");

function explain(error: Error): void {
  if (error instanceof PortfolioError || error instanceof UsageError) {
    process.stderr.write(`${error.message}\nNothing was written.\n`);
    process.exitCode = 2;
  } else if (error instanceof Failure) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } else if (error.constructor.name === "Cancelled") {
    process.exitCode = 130;
  } else {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
}

if (require.main === module) void main();
