import { blankOut } from "./options-literal";

/** From the first character to behind the last one. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The first object or list within a range of a literal, with its brackets. */
export function groupOf(literal: string, { start, end }: Range): Range {
  const { code } = blankOut(literal);
  const opens = start + code.slice(start, end).search(/[[{]/);
  let depth = 0;
  for (let at = opens; at < end; at++) {
    if (/[[{]/.test(code[at])) depth++;
    else if (/[\]}]/.test(code[at]) && --depth === 0) return { start: opens, end: at + 1 };
  }
  return { start: opens, end };
}

/** The elements of an object or a list, without the commas and comments around them. */
export function elementsOf(literal: string, group: Range): Range[] {
  const { code, uncommented } = blankOut(literal);
  const ends: number[] = [];
  let depth = 0;
  for (let at = group.start; at < group.end; at++) {
    if (/[[{]/.test(code[at])) depth++;
    else if (/[\]}]/.test(code[at])) depth--;
    if ((depth === 1 && code[at] === ",") || depth === 0) ends.push(at);
  }
  return ends.flatMap((end, index) => {
    const start = index === 0 ? group.start + 1 : ends[index - 1] + 1;
    const text = uncommented.slice(start, end);
    if (text.trim() === "") return []; // behind the last comma
    return [{ start: start + text.length - text.trimStart().length, end: end - (text.length - text.trimEnd().length) }];
  });
}

/** The property of an object by its name, with its value. */
export function propertyOf(literal: string, name: string): Range | undefined {
  const isNamed = ({ start, end }: Range) => new RegExp(`^["']?${name}["']?\\s*:`).test(literal.slice(start, end));
  return elementsOf(literal, { start: 0, end: literal.length }).find(isNamed);
}

export function replaceRange(text: string, { start, end }: Range, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** Takes an element out, with its comma and, where nothing else stands there, its line. */
export function cut(literal: string, { start, end }: Range): string {
  const { code } = blankOut(literal);
  const comma = /^\s*,/.exec(code.slice(end))?.[0].length ?? 0;
  const [before, after] = [literal.slice(0, start), literal.slice(end + comma)];
  const isLine = /(^|\n)[ \t]*$/.test(before) && /^[ \t]*\n/.test(after);
  return isLine ? before.replace(/[ \t]*$/, "") + after.replace(/^[ \t]*\n/, "") : before + after.replace(/^[ \t]+/, "");
}

/** Adds an element at the end of an object or a list, laid out like those that are there. */
export function append(literal: string, group: Range, element: string): string {
  const { uncommented } = blankOut(literal);
  const inside = uncommented.slice(group.start, group.end - 1).trimEnd();
  const last = group.start + inside.length;
  const comma = /[[{,]$/.test(inside) ? "" : ",";
  const isOneLine = !literal.slice(group.start, group.end).includes("\n");
  if (isOneLine) {
    const space = literal[group.end - 1] === "}" ? " " : "";
    return `${literal.slice(0, last)}${comma} ${element}${space}${literal.slice(group.end - 1)}`;
  }
  // Behind the comment that belongs to the element before.
  const rest = /^[^\n]*/.exec(literal.slice(last, group.end - 1))?.[0] ?? "";
  const tail = last + rest.length;
  const indent = indentOf(literal, group);
  const lines = element.replaceAll("\n", `\n${indent.slice(2)}`);
  const closing = tail === group.end - 1 ? `\n${indent.slice(2)}` : "";
  return `${literal.slice(0, last)}${comma}${rest}\n${indent}${lines},${closing}${literal.slice(tail)}`;
}

/** Of the elements of a group. */
function indentOf(literal: string, group: Range): string {
  const [first] = elementsOf(literal, group);
  const line = /(?:^|\n)([ \t]*)[^\n]*$/.exec(literal.slice(0, first?.start ?? group.start));
  const own = line?.[1] ?? "";
  const startsLine = first && /\n[ \t]*$/.test(literal.slice(0, first.start));
  return startsLine ? own : `${own}  `;
}
