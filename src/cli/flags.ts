import { closest } from "../portfolio/closest";
import { convert, flagOf } from "../portfolio/option-text";
import { type OptionName, optionNames } from "../portfolio/schema";
import { UsageError } from "../usage-error";

/** A flag of the command that is no option of the portfolio. */
export interface CommandFlag {
  readonly type: "boolean" | "string";
  readonly description: string;
  readonly short?: string;
  /** What stands for the value in the help. */
  readonly value?: string;
}

export const commandFlags = {
  config: { type: "string", value: "file", description: "Read options from a JSON or YAML file; a list in it makes several portfolios" },
  yes: { type: "boolean", short: "y", description: "Ask nothing: use defaults for what no flag or file says" },
  "dry-run": { type: "boolean", description: "Show every file with its owner and write nothing" },
  json: { type: "boolean", description: "Print the result as JSON" },
  "no-git": { type: "boolean", description: "Make no git repositories" },
  "no-install": { type: "boolean", description: "Do not install the dependencies of the app" },
  help: { type: "boolean", short: "h", description: "Show this help" },
  version: { type: "boolean", short: "v", description: "Show the version" },
} as const satisfies Record<string, CommandFlag>;

export type CommandFlagName = keyof typeof commandFlags;

export interface Arguments {
  readonly positionals: readonly string[];
  /** Options of the portfolio as typed: converted to their types, not yet validated. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly flags: Readonly<Partial<Record<CommandFlagName, string | boolean>>>;
}

const optionByFlag = new Map<string, OptionName>(optionNames.flatMap((name) => [[flagOf(name), name] as const, [name, name] as const]));
const flagByShort = new Map(
  Object.entries(commandFlags).flatMap(([name, flag]) => ("short" in flag ? [[flag.short as string, name] as const] : [])),
);

/**
 * Reads the command line.
 *
 * @throws UsageError for an unknown flag, with what may have been meant, or a flag without its value.
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const positionals: string[] = [];
  const options: Record<string, unknown> = {};
  const flags: Record<string, string | boolean> = {};
  const rest = [...argv];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === "--") {
      positionals.push(...rest.splice(0));
    } else if (!argument.startsWith("-") || argument === "-") {
      positionals.push(argument);
    } else {
      const { name, value } = splitFlag(argument);
      const option = optionByFlag.get(name);
      if (option) {
        options[option] = convert(option, value ?? valueAfter(argument, rest));
      } else if (commandFlags[name as CommandFlagName]?.type === "string") {
        flags[name] = value ?? valueAfter(argument, rest);
      } else if (commandFlags[name as CommandFlagName]) {
        if (value !== undefined) throw new UsageError(`--${name} takes no value, but got ${JSON.stringify(value)}`);
        flags[name] = true;
      } else {
        throw unknownFlag(argument, name);
      }
    }
  }
  return { positionals, options, flags };
}

function splitFlag(argument: string): { name: string; value?: string } {
  if (!argument.startsWith("--")) return { name: flagByShort.get(argument.slice(1)) ?? argument.slice(1) };
  const [, name, value] = /^--([^=]*)(?:=(.*))?$/s.exec(argument) as RegExpExecArray;
  return { name, value };
}

function valueAfter(flag: string, rest: string[]): string {
  const value = rest.shift();
  if (value === undefined || /^--?[a-z]/.test(value)) throw new UsageError(`${flag} needs a value: ${flag} <value> or ${flag}=<value>`);
  return value;
}

function unknownFlag(argument: string, name: string): UsageError {
  const guess = closest(name, [...optionNames.map(flagOf), ...Object.keys(commandFlags)]);
  return new UsageError(`${argument} is not a flag${guess ? `; did you mean --${guess}?` : ""} (--help lists them all)`);
}
