import { remembered } from "./remembered";
import type { Place } from "./yaml";

/** One command of a script, of a workflow's step or of a document's block. */
export interface ShellCommand {
  readonly words: readonly string[];
  readonly place: Place;
  /** Where it runs, below the repository, as far as `cd` tells. */
  readonly folder: string;
  readonly origin: "script" | "workflow" | "document";
  readonly text: string;
  /** Its failure is expected: it is a condition, or something else follows instead. */
  readonly mayFail: boolean;
}

export interface ShellText {
  readonly text: string;
  readonly place: (line: number) => Place;
  readonly folder: string;
  readonly origin: ShellCommand["origin"];
}

/** Longer lines are data. */
const MAX_LINE = 20_000;

/** Where a `cd` to what only the run knows leads. */
export const UNKNOWN_FOLDER = "$unknown";

/** A backslash at the end of a line, a backtick as PowerShell has it, a caret as Windows' own shell has it. */
const CONTINUES = /(?:\\|\s[`^])\s*$/;

const HEREDOC = /<<-?\s*["'\\]?([A-Za-z_]\w*)["']?/;

/** The commands of a shell text: lines joined at a backslash, split at `;`, `&&`, `||` and `|`; what a here-document holds is none. */
export function commandsIn({ text, place, folder, origin }: ShellText): ShellCommand[] {
  const commands: ShellCommand[] = [];
  const left: string[] = [];
  let current = folder;
  for (const { line, source } of logicalLines(text)) {
    const parts = splitCommands(source);
    for (const [at, { part, words, or }] of parts.entries()) {
      if (words.length === 0) continue;
      const mayFail = /^\s*(if|elif|while|until)\s/.test(part) || (or && !ENDS.test(parts[at + 1]?.part ?? ""));
      if (words[0] === "pushd") left.push(current);
      if (words[0] === "popd") current = left.pop() ?? UNKNOWN_FOLDER;
      if (/^(cd|pushd)$/.test(words[0]!) && words[1]) current = /[$~`]|^-$/.test(words[1]) ? UNKNOWN_FOLDER : join(current, words[1]);
      commands.push({ words, place: place(line), folder: current, origin, text: part.trim(), mayFail });
    }
  }
  return commands;
}

function* logicalLines(text: string): Generator<{ line: number; source: string }> {
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = at + 1;
    let source = lines[at]!.replace(/^\s*[$>]\s+/, "");
    if (/^\s*#/.test(source)) continue;
    while (CONTINUES.test(source) && at + 1 < lines.length) source = `${source.replace(CONTINUES, " ")}${lines[++at]!.trim()}`;
    const end = HEREDOC.exec(source)?.[1];
    if (end) while (at + 1 < lines.length && lines[++at]!.trim() !== end);
    if (source.length <= MAX_LINE) yield { line, source };
  }
}

/** What follows `||` and stops all the same. */
const ENDS = /^\s*\{?\s*(exit|return|die|fail\w*|abort|error\w*|false)\b/;

interface ShellPart {
  readonly part: string;
  readonly words: readonly string[];
  readonly or: boolean;
}

const splitCommands = remembered(500_000, (source): readonly ShellPart[] => {
  const parts: { part: string; or: boolean }[] = [];
  let part = "";
  for (const [token] of source.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'|\$\{\{.*?\}\}|&&|\|\||[;|]|\s#.*$|\\.|[^"'$\\;|&\s]+|./gs)) {
    if (token === "&&" || token === "||" || token === ";" || token === "|") {
      parts.push({ part, or: token === "||" });
      part = "";
    } else if (!/^\s#/.test(token)) part += token;
  }
  return [...parts, { part, or: false }].map((each) => ({ ...each, words: wordsOf(each.part) }));
});

const LEADING = new Set(["sudo", "then", "do", "else", "if", "while", "!", "time", "exec", "env", "@", "-", "run:"]);

export function wordsOf(part: string): string[] {
  const words = [...part.matchAll(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\$\{\{.*?\}\}|\$\([^)]*\)|\\.|[^\s"'])+/gs)].map(([word]) =>
    word.replace(/"((?:[^"\\]|\\.)*)"/gs, (_, inner: string) => inner.replace(/\\(["\\$`])/g, "$1")).replace(/'([^']*)'/gs, "$1"),
  );
  while (words.length > 0 && (LEADING.has(words[0]!) || /^[A-Za-z_]\w*=/.test(words[0]!))) words.shift();
  if (words[0]) words[0] = words[0].replace(/^[@(]+/, "");
  return words.filter((word, at) => at > 0 || word !== "");
}

function join(folder: string, path: string): string {
  const parts = path.startsWith("/") ? [] : folder.split("/").filter(Boolean);
  for (const step of path.split("/")) {
    if (step === "..") parts.pop();
    else if (step && step !== ".") parts.push(step);
  }
  return parts.join("/");
}

/** The value of the first of these options: `-f x`, `-fx`, `--file x`, `--file=x`. */
export const option = (words: readonly string[], ...names: string[]): string | undefined => options(words, ...names)[0];

export function options(words: readonly string[], ...names: string[]): string[] {
  return words.flatMap((word, at) => {
    for (const name of names) {
      if (word === name && words[at + 1] !== undefined) return [words[at + 1]!];
      if (word.startsWith(`${name}=`)) return [word.slice(name.length + 1)];
      if (/^-[a-zA-Z]$/.test(name) && word.startsWith(name) && word.length > 2 && !word.startsWith("--")) return [word.slice(2)];
    }
    return [];
  });
}

/** What is no option and no option's value. `flags` take no value. */
export function positionals(words: readonly string[], flags: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (!word.startsWith("-")) found.push(word);
    else if (!word.includes("=") && !flags.has(word) && !(words[at + 1] ?? "-").startsWith("-")) at++;
  }
  return found;
}

/** The same command with options that stand before its verb behind it: `kubectl -n shop set image` as `kubectl set image -n shop`. */
export function verbFirst(words: readonly string[]): readonly string[] {
  let at = 1;
  while (words[at]?.startsWith("-")) at += words[at]!.includes("=") ? 1 : 2;
  return at === 1 ? words : [words[0]!, ...words.slice(at), ...words.slice(1, at)];
}
