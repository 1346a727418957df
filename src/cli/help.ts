import { type Command, type Commands, DEFAULT_COMMAND, type Flag } from "./command";
import { flagsOf } from "./flags";

const PROGRAM = "create-devops-portfolio";

const TITLE = "Writes a DevOps portfolio: an app, an infra and a docs repository that fit together.";

/** The help of the program: its commands, and all about the one that needs no word. */
export function helpText(commands: Commands): string {
  const rows = [...commands].map(
    ([name, command]) => [`${PROGRAM} ${usage(name === DEFAULT_COMMAND ? "" : name, command)}`, command.summary] as const,
  );
  const footer = `\nMore on a command: ${PROGRAM} <command> --help\n`;
  return [TITLE, section("Usage", table(rows, 56)), about(commands.get(DEFAULT_COMMAND) as Command), footer].join("\n");
}

/** The help of one command. */
export function commandHelp(name: string, command: Command): string {
  return [`${command.summary}.`, section("Usage", `  ${PROGRAM} ${usage(name, command)}`), about(command), ""].join("\n");
}

function about(command: Command): string {
  const all = Object.entries(flagsOf(command));
  const { examples = [] } = command;
  const options = all.filter(([, flag]) => flag.option);
  const others = all.filter(([, flag]) => !flag.option);
  return [
    options.length > 0 ? section("Options of the portfolio", table(options.map(row))) : undefined,
    section("Flags", table(others.map(row))),
    examples.length > 0 ? section("Examples", examples.map((example) => `  ${PROGRAM} ${example}`).join("\n")) : undefined,
  ]
    .filter((part) => part !== undefined)
    .join("\n");
}

function usage(name: string, { positionals, flags }: Command): string {
  const words = positionals.map(({ name: positional, required, many, values }) => {
    const placeholder = `${values?.join("|") ?? positional}${many ? "..." : ""}`;
    return required ? `<${placeholder}>` : `[${placeholder}]`;
  });
  return [name, ...words, Object.keys(flags).length > 0 ? "[flags]" : ""].filter((part) => part !== "").join(" ");
}

function section(title: string, body: string): string {
  return `\n${title}\n${body}`;
}

function row([name, { short, placeholder, description }]: readonly [string, Flag]): readonly [string, string] {
  return [`${short ? `-${short}, ` : ""}--${name}${placeholder ? ` <${placeholder}>` : ""}`, description];
}

/** Two columns; where the first is too wide for its place, the text goes on the next line. */
function table(rows: readonly (readonly [string, string])[], width = 30): string {
  return rows
    .map(([flag, text]) => (flag.length < width ? `  ${flag.padEnd(width)}${text}` : `  ${flag}\n  ${" ".repeat(width)}${text}`))
    .join("\n");
}
