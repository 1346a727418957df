import { parse } from "yaml";

/** Where the options stand in a `.projenrc.ts`: from the brace to behind the last one. */
export interface Literal {
  readonly start: number;
  readonly end: number;
}

/** Finds the options that a repository is made with: as an object in its call, or as a constant that is given to it. */
export function findOptions(source: string): Literal | undefined {
  const { code } = blankOut(source);
  const call =
    /\b(?:new\s+(?:[\w$]+\s*\.\s*)?(?:App|Infra|Docs)Repository|AppRepository\s*\.\s*forService)\s*\(\s*(?:(\{)|([\w$]+)\s*[,)])/.exec(
      code,
    );
  if (!call) return undefined;
  const [text, brace, name] = call;
  if (brace) return fromBrace(code, call.index + text.length - 1);
  const constant = new RegExp(`\\b(?:const|let|var)\\s+${name.replaceAll("$", "\\$")}\\b[^=;]*=\\s*\\{`).exec(code);
  return constant ? fromBrace(code, constant.index + constant[0].length - 1) : undefined;
}

/** What stands in a literal of plain values; nothing where it is more than that, which only running it tells. */
export function plainValues(literal: string): unknown {
  const { code, uncommented } = blankOut(literal);
  const values = code.replace(/[\w$]+\s*:/g, ":").replace(/\b(?:true|false)\b/g, "");
  if (!/^[\s{}[\],:\d.-]*$/.test(values)) return undefined;
  try {
    return parse(uncommented); // plain values of JavaScript are YAML, too
  } catch {
    return undefined;
  }
}

function fromBrace(code: string, start: number): Literal | undefined {
  let depth = 0;
  for (let at = start; at < code.length; at++) {
    if (code[at] === "{") depth++;
    else if (code[at] === "}" && --depth === 0) return { start, end: at + 1 };
  }
  return undefined;
}

const COMMENT = /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)/y;
const TEXT = /"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?/y;
const REGEXP = /\/(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
/** From the backquote, or from the brace behind code within it, to the end or the next code within it. */
const TEMPLATE = /[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{|$)/y;

interface Blanked {
  /** With blanks for everything that is no code: comments, texts, regular expressions. */
  readonly code: string;
  /** With blanks for comments only. */
  readonly uncommented: string;
}

/** The source, as long as it is, with blanks in it. */
export function blankOut(source: string): Blanked {
  let code = "";
  let uncommented = "";
  /** For each template that is open: how many braces are, in the code within it. */
  const templates: number[] = [];
  while (code.length < source.length) {
    const at = code.length;
    const character = source[at];
    const innermost = templates.length - 1;
    const comment = match(COMMENT, source, at);
    const text = match(TEXT, source, at) ?? (startsRegExp(code) ? match(REGEXP, source, at) : undefined);
    const continues = character === "}" && templates[innermost] === 0;
    if (comment) {
      code += blanks(comment);
    } else if (text) {
      code += blanks(text, "0"); // a value: a slash behind it divides
    } else if (character === "`" || continues) {
      const template = match(TEMPLATE, source, at) as string;
      if (continues) templates.pop();
      if (template.endsWith("${")) templates.push(0);
      code += template.endsWith("${") ? blanks(template, "(") : blanks(template, "0");
    } else {
      if (innermost >= 0 && character === "{") templates[innermost]++;
      if (innermost >= 0 && character === "}") templates[innermost]--;
      code += character;
    }
    uncommented += comment ? blanks(comment) : source.slice(at, code.length);
  }
  return { code, uncommented };
}

function blanks(text: string, last = " "): string {
  return text.slice(0, -1).replace(/[^\n]/g, " ") + last;
}

/** Whether a slash behind this code begins a regular expression, and divides nothing. */
function startsRegExp(code: string): boolean {
  const before = code.trimEnd();
  return !/[\w$)\]]$/.test(before) || /\b(?:return|typeof|case|in|of|delete|void|throw|new|await|yield|else|do)$/.test(before);
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}
