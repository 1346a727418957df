/** Where comments start, and the strings that may run over several lines, by the end of a file's name. */
const SYNTAX: readonly { readonly files: RegExp; readonly tokens: RegExp }[] = [
  { files: /\.py$/, tokens: /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g },
  {
    files: /\.([mc]?[jt]sx?|java|kt|go|gradle|kts)$/,
    tokens: /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
  },
];

/** Of the sources of Node. */
export const JAVASCRIPT = /\.[mc]?[jt]s$/;

/** A source text in which comments, and Python's long strings, are blank: nothing that they show is run. Every offset stays. */
export function withoutComments(name: string, text: string): string {
  const syntax = SYNTAX.find(({ files }) => files.test(name));
  if (!syntax) return text;
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: token, index } of text.matchAll(syntax.tokens)) {
    if (!isShownOnly(token)) continue;
    pieces.push(text.slice(from, index), token.includes("\n") ? token.replace(/[^\n]/g, " ") : " ".repeat(token.length));
    from = index + token.length;
  }
  return pieces.length === 0 ? text : pieces.join("") + text.slice(from);
}

/** A comment or a long string of Python: what else the patterns take are other strings, and most are. */
function isShownOnly(token: string): boolean {
  const first = token[0];
  if (first === "/" || first === "#") return true;
  return token.length > 2 && first !== "`" && token[1] === first && token[2] === first;
}

/** Longer arguments are data. */
const MAX_ARGUMENTS = 2000;

/** The arguments of a call, as they are written, by the match of a pattern that ends with its parenthesis. */
export function argumentsOf(code: string, { index, 0: call }: RegExpExecArray): string {
  const open = index + call.length - 1;
  const end = endOf(code, open, MAX_ARGUMENTS);
  return code[end] === ")" ? code.slice(open + 1, end) : "";
}

/** The offset of the parenthesis that closes the one at an offset; strings are passed over. */
export function endOf(code: string, open: number, limit = code.length): number {
  const end = Math.min(code.length, open + limit);
  let depth = 0;
  for (let at = open; at < end; at++) {
    const character = code[at]!;
    if (character === '"' || character === "'" || character === "`") at = endOfString(code, at);
    else if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return at;
  }
  return end;
}

function endOfString(code: string, open: number): number {
  for (let at = open + 1; at < code.length; at++) {
    if (code[at] === "\\") at++;
    else if (code[at] === code[open]) return at;
    else if (code[at] === "\n" && code[open] !== "`") return at;
  }
  return code.length;
}

/** Arguments as they are written, split at the commas between them. */
export function splitArguments(text: string): string[] {
  const found: string[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (/["'`]/.test(character)) at = endOfString(text, at);
    else if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    else if (character === "," && depth === 0) {
      found.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...found, text.slice(from).trim()].filter((part) => part !== "");
}

/** The text of a plain string literal, and nothing for every other expression. */
export function literal(expression: string | undefined): string | undefined {
  return /^(?:"([^"\\]*)"|'([^'\\]*)'|`([^`\\$]*)`)$/
    .exec(expression?.trim() ?? "")
    ?.slice(1)
    .find((text) => text !== undefined);
}

/** A named argument of Python, as it is written. */
export function named(list: readonly string[], ...names: readonly string[]): string | undefined {
  for (const argument of list) {
    const [, name, value] = /^(\w+)\s*=(?!=)\s*([\s\S]*)$/.exec(argument) ?? [];
    if (name !== undefined && names.includes(name)) return value;
  }
  return undefined;
}
