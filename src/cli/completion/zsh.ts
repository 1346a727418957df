import { type Command, type Commands, DEFAULT_COMMAND, type Flag, type Positional } from "../command";
import { flagsOf } from "../flags";

/** zsh describes arguments in a language of its own: `_arguments '--name=[what it is]:message:(values)'`. */
export function zsh(commands: Commands): string {
  const others = [...commands].filter(([name]) => name !== DEFAULT_COMMAND);
  return `#compdef create-devops-portfolio
# Completion of create-devops-portfolio for zsh.
_create-devops-portfolio() {
  local -a commands=(
${[...commands].map(([name, { summary }]) => `    ${quoted(`${name}:${summary}`)}`).join("\n")}
  )
  (( CURRENT == 2 )) && _describe command commands
  (( \${commands[(I)$words[2]:*]} )) && (( CURRENT > 2 )) && { local command=$words[2]; shift words; (( CURRENT-- )); }
  case $command in
${others.map(([name, command]) => `    ${name}) ${argumentsOf(command)} ;;`).join("\n")}
    *) ${argumentsOf(commands.get(DEFAULT_COMMAND) as Command)} ;;
  esac
}
if [[ $funcstack[1] == _create-devops-portfolio ]]; then
  _create-devops-portfolio "$@"
else
  compdef _create-devops-portfolio create-devops-portfolio
fi
`;
}

function argumentsOf(command: Command): string {
  const specs = [...Object.entries(flagsOf(command)).flatMap(flagSpecs), ...command.positionals.map(positionalSpec)];
  return `_arguments ${specs.map((spec) => `\\\n      ${quoted(spec)}`).join(" ")}`;
}

function flagSpecs([name, flag]: [string, Flag]): string[] {
  const text = `[${flag.description.replace(/[[\]\\:]/g, "\\$&")}]`;
  if (flag.type === "string")
    return [`--${name}=${text}:${flag.placeholder && !flag.values ? flag.placeholder.replace(/:/g, "") : name}:${action(flag)}`];
  return [`--${name}${text}`, ...(flag.short ? [`-${flag.short}${text}`] : [])];
}

/** Of several, each one further is of the last kind. */
function positionalSpec({ name, required, many, values, isName }: Positional, index: number): string {
  const words = values ? `(${values.join(" ")})` : isName ? " " : "_files -/";
  return `${many ? "*:" : `${index + 1}:${required ? "" : ":"}`}${name}:${words}`;
}

function action({ values, file }: Flag): string {
  if (values) return `(${values.join(" ")})`;
  return file ? "_files" : " ";
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
