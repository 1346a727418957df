import { type Command, type Commands, DEFAULT_COMMAND, type Flag, type Positional } from "../command";
import { flagsOf } from "../flags";

/** bash gives the words to a function, which fills COMPREPLY. */
export function bash(commands: Commands): string {
  const names = [...commands.keys()].join(" ");
  return `# Completion of create-devops-portfolio for bash.
_create_devops_portfolio() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command=${DEFAULT_COMMAND} flags words=
  # bash splits at the equals sign: --runtime = fl
  if [[ $current == = ]]; then current=; elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  COMPREPLY=()
  case $previous in
${valueCases(commands)}
  esac
  [[ " ${names} " == *" \${COMP_WORDS[1]} "* ]] && command=\${COMP_WORDS[1]}
  case $command in
${[...commands].map(([name, command]) => commandCase(name, command)).join("\n")}
  esac
  ((COMP_CWORD == 1)) && words+=" ${names}"
  if [[ $current == -* ]]; then words=$flags; fi
  mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _create_devops_portfolio create-devops-portfolio
`;
}

function valueCases(commands: Commands): string {
  const flags = new Map([...commands.values()].flatMap((command) => Object.entries(flagsOf(command))));
  const valued = [...flags].filter(([, { type }]) => type === "string");
  return valued.map(([name, flag]) => `    --${name}) ${valuesOf(flag)}return ;;`).join("\n");
}

function valuesOf({ values, file }: Flag): string {
  if (values) return `mapfile -t COMPREPLY < <(compgen -W '${values.join(" ")}' -- "$current"); `;
  return file ? `compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current"); ` : "";
}

function commandCase(name: string, command: Command): string {
  const flags = Object.entries(flagsOf(command)).flatMap(([flag, { short }]) => [`--${flag}`, ...(short ? [`-${short}`] : [])]);
  return `    ${name}) flags='${flags.join(" ")}'${command.positionals.map(wordsOf).join("")} ;;`;
}

function wordsOf({ values, isName }: Positional): string {
  if (isName) return "";
  if (values) return ` words='${values.join(" ")}'`;
  return `; compopt -o filenames 2>/dev/null; [[ $current == -* ]] || mapfile -t COMPREPLY < <(compgen -d -- "$current")`;
}
