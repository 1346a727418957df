import type * as Yaml from "yaml";
import { type Edit, type Key, type Range, yaml } from "./yaml-library";

/** The text of a JSON file with one value changed. @param keys for `add`, the last one is the position of the new item */
export function editJson(text: string, { contents }: Yaml.Document, keys: readonly Key[], { kind, value }: Edit): string {
  const { isMap, isSeq } = yaml();
  let parent = contents as Yaml.YAMLMap | Yaml.YAMLSeq;
  let depth = 0;
  for (let next: unknown = parent; depth < keys.length && (isMap(next) || isSeq(next)); depth++) {
    parent = next;
    next = next.get(keys[depth], true);
  }
  const key = keys[depth - 1];
  const whole = isMap(parent)
    ? parent.items.map((pair) => [rangeOf(pair.key)[0], rangeOf(pair.value)[1]] as const)
    : parent.items.map(rangeOf);
  const at = isMap(parent) ? parent.items.findIndex((pair) => String(pair.key) === key) : (key as number);
  if (kind === "remove") return put(text, toRemove(whole, at, parent), "");

  const content = keys.slice(depth).reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  if (kind === "set" && at >= 0 && at < whole.length)
    return put(text, rangeOf(parent.get(key, true)), printed(content, text, whole[at][0]));
  if (whole.length === 0)
    return put(text, rangeOf(parent), printed(isMap(parent) ? { [key]: content } : [content], text, rangeOf(parent)[0]));
  const item = `${isMap(parent) ? `${JSON.stringify(key)}: ` : ""}${printed(content, text, whole[0][0])}`;
  const gap = gapBefore(text, whole[0][0]);
  if (kind === "set" || at === whole.length) return put(text, [whole[whole.length - 1][1], whole[whole.length - 1][1]], `,${gap}${item}`);
  return put(text, [whole[at][0], whole[at][0]], `${item},${gap}`);
}

/** An entry with the comma and the line that it leaves behind. */
function toRemove(whole: readonly Range[], at: number, parent: Yaml.Node): Range {
  const [start, end] = whole[at];
  if (at < whole.length - 1) return [start, whole[at + 1][0]];
  if (at > 0) return [whole[at - 1][1], end];
  const [open, close] = rangeOf(parent);
  return [open + 1, close - 1];
}

/** What stands between entries: a line of its own for each, or a blank. */
function gapBefore(text: string, first: number): string {
  const [gap] = /\s*$/.exec(text.slice(0, first)) as RegExpExecArray;
  return gap.includes("\n") ? gap.slice(gap.lastIndexOf("\n")) : " ";
}

/** A value as it stands in a line that is indented so. */
function printed(value: unknown, text: string, position: number): string {
  const line = text.slice(text.lastIndexOf("\n", position - 1) + 1);
  const [indent] = /^[ \t]*/.exec(line) as RegExpExecArray;
  return JSON.stringify(value, null, 2).replaceAll("\n", `\n${indent}`);
}

function rangeOf(node: unknown): Range {
  const [start, end] = (node as Yaml.Node).range as Yaml.Range;
  return [start, end];
}

function put(text: string, [start, end]: Range, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}
