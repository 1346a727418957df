import { type Command, type Commands, DEFAULT_COMMAND, type Flag } from "../command";
import { flagsOf } from "../flags";

const COMPLETE = "complete -c create-devops-portfolio";

/** fish takes a line for each thing that may come, with the condition under which it may. */
export function fish(commands: Commands): string {
  const others = [...commands.keys()].filter((name) => name !== DEFAULT_COMMAND);
  const lines = [...commands].flatMap(([name, command]) => {
    const condition =
      name === DEFAULT_COMMAND ? `not __fish_seen_subcommand_from ${others.join(" ")}` : `__fish_seen_subcommand_from ${name}`;
    return [
      `${COMPLETE} -n __fish_use_subcommand -a ${name} -d ${quoted(command.summary)}`,
      ...linesOf(command).map((line) => `${COMPLETE} -n ${quoted(condition)} ${line}`),
    ];
  });
  return ["# Completion of create-devops-portfolio for fish.", `${COMPLETE} -f`, ...lines, ""].join("\n");
}

function linesOf(command: Command): string[] {
  const completed = command.positionals.filter(({ isName }) => !isName);
  const positionals = completed.map(({ values }) => `-a ${values ? quoted(values.join(" ")) : "'(__fish_complete_directories)'"}`);
  return [...positionals, ...Object.entries(flagsOf(command)).map(flagLine)];
}

function flagLine([name, { type, short, description, values, file }]: [string, Flag]): string {
  const value = values ? ` -x -a ${quoted(values.join(" "))}` : file ? " -r -F" : type === "string" ? " -x" : "";
  return `-l ${name}${short ? ` -s ${short}` : ""}${value} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
