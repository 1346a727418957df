import { parseArgs } from "node:util";
import { closest } from "../portfolio/closest";
import { convert } from "../portfolio/option-text";
import { UsageError } from "../usage-error";
import { type Arguments, type Command, type Commands, DEFAULT_COMMAND, type Flag } from "./command";
import { type commonFlags, flagsOf } from "./flags";

export interface CommandLine {
  /** The command that was typed; none where the line starts with the directory of a new portfolio. */
  readonly word?: string;
  readonly args: Arguments<typeof commonFlags>;
}

/** What may stand in the place of a command, and is none. */
const NOT_COMMANDS = new Map([
  ["help", "--help"],
  ["version", "--version"],
]);

/**
 * Reads the command line: which command, and what it is given.
 *
 * @throws UsageError that says what is wrong and what may have been meant.
 */
export function parse(argv: readonly string[], commands: Commands): CommandLine {
  const spellings = spellingsOf(commands);
  const { tokens } = parseArgs({
    args: withValues(argv, spellings),
    options: Object.fromEntries([...spellings].map(([spelling, { flag }]) => [spelling, { type: flag.type, ...shortOf(spelling, flag) }])),
    strict: false,
    tokens: true,
  });
  const words: string[] = [];
  const typed: Typed[] = [];
  let isCommand = true;
  let word: string | undefined;
  for (const token of tokens) {
    if (token.kind === "option-terminator") isCommand = false;
    else if (token.kind === "option") typed.push(token);
    else if (isCommand && words.length === 0 && !word && commands.has(token.value)) word = token.value;
    else {
      if (isCommand && words.length === 0 && !word) refuseNearMiss(token.value, commands);
      words.push(token.value);
    }
  }
  const name = word ?? DEFAULT_COMMAND;
  const command = commands.get(name) as Command;
  const args = argumentsOf(typed, name, commands, spellings);
  if (!args.flags.help && !args.flags.version) checkPositionals(words, name, command);
  return { word, args: { ...args, positionals: words } };
}

/** A flag that may stand alone gets its value before the next flag would be taken for it. */
function withValues(argv: readonly string[], spellings: ReadonlyMap<string, Spelling>): string[] {
  const end = argv.indexOf("--");
  return argv.map((word, at) => {
    const alone = word.startsWith("--") ? spellings.get(word.slice(2))?.flag.alone : undefined;
    const next = argv[at + 1];
    return alone !== undefined && (end < 0 || at < end) && (next === undefined || next.startsWith("-")) ? `${word}=${alone}` : word;
  });
}

interface Typed {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string;
  readonly inlineValue?: boolean;
}

interface Spelling {
  readonly name: string;
  readonly flag: Flag;
}

/** Every flag of any command by what may be typed for it: an option in the spelling of `--config`, too. */
function spellingsOf(commands: Commands): Map<string, Spelling> {
  const spellings = new Map<string, Spelling>();
  for (const command of commands.values()) {
    for (const [name, flag] of Object.entries(flagsOf(command))) {
      spellings.set(name, { name, flag });
      if (flag.option) spellings.set(flag.option, { name, flag });
    }
  }
  return spellings;
}

function shortOf(spelling: string, { short, option }: Flag): { short?: string } {
  return short && spelling !== option ? { short } : {};
}

function argumentsOf(typed: readonly Typed[], command: string, commands: Commands, spellings: ReadonlyMap<string, Spelling>) {
  const own = flagsOf(commands.get(command) as Command);
  const values = new Map<string, string | true>();
  const options: Record<string, unknown> = {};
  for (const token of typed) {
    const found = spellings.get(token.name);
    if (!found) throw unknownFlag(token, command, Object.keys(own));
    const { name, flag } = found;
    if (!Object.hasOwn(own, name)) throw misplacedFlag(token, name, command, commands);
    const value = givenValue(token, flag);
    const before = values.get(name);
    if (before !== undefined && before !== value) {
      throw new UsageError(`${token.rawName} is given twice, as ${JSON.stringify(before)} and ${JSON.stringify(value)}: give it once`);
    }
    values.set(name, value);
    if (flag.option) options[flag.option] = convert(flag.option, String(value));
  }
  const flags = Object.fromEntries([...values].filter(([name]) => !spellings.get(name)?.flag.option));
  return { options, flags: flags as Arguments<typeof commonFlags>["flags"] };
}

function givenValue({ rawName, value, inlineValue }: Typed, { type }: Flag): string | true {
  if (type === "boolean") {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value, but got ${JSON.stringify(value)}`);
    return true;
  }
  // `--port --yes`: the value was forgotten. One that starts with a hyphen is given with an equals sign.
  if (value === undefined || (!inlineValue && /^--?[a-z]/i.test(value))) {
    throw new UsageError(`${rawName} needs a value: ${rawName} <value> or ${rawName}=<value>`);
  }
  return value;
}

function unknownFlag({ name, rawName }: Typed, command: string, known: readonly string[]): UsageError {
  const guess = name.length > 1 && closest(name, known);
  return new UsageError(
    `${rawName} is not a flag of ${command}${guess ? `; did you mean --${guess}?` : ""} (${command} --help lists them)`,
  );
}

function misplacedFlag({ rawName }: Typed, flag: string, command: string, commands: Commands): UsageError {
  const owners = [...commands].filter(([, other]) => Object.hasOwn(flagsOf(other), flag)).map(([name]) => name);
  return new UsageError(
    `${rawName} is not a flag of ${command}, but of ${owners.join(", ").replace(/, ([^,]+)$/, " and $1")} (${command} --help lists its own)`,
  );
}

/** A typing error in a command must not become the directory of a new portfolio. */
function refuseNearMiss(word: string, commands: Commands): void {
  const guess = NOT_COMMANDS.get(word) ?? closest(word, [...commands.keys()]);
  if (guess) throw new UsageError(`${word} is not a command; did you mean ${guess}? For a directory of that name, give ./${word}`);
}

function checkPositionals(words: readonly string[], name: string, { positionals }: Command): void {
  const extra = positionals.at(-1)?.many ? [] : words.slice(positionals.length);
  if (extra.length > 0) {
    const allowed =
      positionals.length === 0 ? "takes no argument" : `takes one ${positionals.map((positional) => positional.name).join(" and one ")}`;
    throw new UsageError(`${name} ${allowed}, but got ${words.map((word) => JSON.stringify(word)).join(", ")}`);
  }
  for (const [index, { name: positional, required, values }] of positionals.entries()) {
    const word = words[index];
    if (word === undefined && !required) continue;
    if (word === "") throw new UsageError(`the ${positional} is empty`);
    if (word === undefined && !values) throw new UsageError(`${name} needs a ${positional} (${name} --help)`);
    if (values && !values.includes(word)) {
      const guess = word && closest(word, values);
      const got = word === undefined ? `needs a ${positional}` : `knows no ${positional} ${JSON.stringify(word)}`;
      throw new UsageError(`${name} ${got}: give one of ${values.join(", ")}${guess ? `; did you mean ${guess}?` : ""}`);
    }
  }
}
