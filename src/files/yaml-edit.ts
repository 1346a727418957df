import type * as Yaml from "yaml";
import { editJson } from "./json-edit";
import { type Edit, type Key, type Range, yaml } from "./yaml-library";

/** @throws Error that says where the path ends, and what is there. */
export function editText(file: string, text: string, edit: Edit): string {
  const document = yaml().parseDocument(text);
  if (document.errors.length > 0) throw new Error(`${file} is no plain YAML or JSON: use replaceText`);
  const keys = resolvePath(file, document, edit);
  if (file.endsWith(".json")) return editJson(text, document, keys, edit);
  const wanted = changed(document, keys, edit);
  const spliced = splice(text, document, keys, edit);
  // Where cutting and pasting text does not give the value that is wanted, the library writes the whole file.
  const same = spliced !== undefined && JSON.stringify(yaml().parseDocument(spliced).toJS()) === JSON.stringify(wanted.toJS());
  return same ? spliced : wanted.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function changed(document: Yaml.Document, keys: readonly Key[], { kind, value }: Edit): Yaml.Document {
  const copy = document.clone();
  if (kind === "set") copy.setIn(keys, copy.createNode(value));
  else if (kind === "remove") copy.deleteIn(keys);
  else {
    const list = copy.getIn(keys.slice(0, -1)) as Yaml.YAMLSeq;
    list.items.splice(keys.at(-1) as number, 0, copy.createNode(value));
  }
  return copy;
}

/** The keys of a path, with positions for names. For `add`, the last one is the position of the new item. */
function resolvePath(file: string, document: Yaml.Document, { path, kind, before }: Edit): Key[] {
  const { isCollection, isMap, isSeq } = yaml();
  const missing = (segment: string, node: unknown) => {
    const there = isMap(node)
      ? node.items.map(({ key }) => String(key))
      : isSeq(node)
        ? node.items.map((item, index) => nameOf(item) ?? index)
        : [];
    return new Error(`${file} has no ${JSON.stringify(segment)} in ${JSON.stringify(path)}; there is ${there.join(", ") || "nothing"}`);
  };
  const keys: Key[] = [];
  let node: unknown = document.contents;
  for (const segment of path.split(/(?<!\\)\./).map((word) => word.replaceAll("\\.", "."))) {
    if (isSeq(node)) keys.push(positionIn(node, segment) ?? raise(missing(segment, node)));
    else if (kind !== "set" && !(isMap(node) && node.has(segment))) throw missing(segment, node);
    else keys.push(segment);
    node = isCollection(node) ? node.get(keys.at(-1), true) : undefined;
  }
  if (kind !== "add") return keys;
  if (!isSeq(node)) throw new Error(`${path} in ${file} is no list: use setValue`);
  return [...keys, before === undefined ? node.items.length : (positionIn(node, before) ?? raise(missing(before, node)))];
}

function raise(error: Error): never {
  throw error;
}

function positionIn(list: Yaml.YAMLSeq, segment: string): number | undefined {
  const index = /^\d+$/.test(segment) ? Number(segment) : list.items.findIndex((item) => nameOf(item) === segment);
  return index >= 0 && index < list.items.length ? index : undefined;
}

function nameOf(item: unknown): string | undefined {
  if (!yaml().isMap(item)) return undefined;
  const name = ["name", "id", "alert", "record"].map((key) => item.get(key)).find((value) => value !== undefined);
  return name === undefined ? undefined : String(name);
}

/** The changed text; nothing where lines cannot simply be put in or taken out. */
function splice(text: string, document: Yaml.Document, keys: readonly Key[], { kind, value }: Edit): string | undefined {
  const { isMap, isScalar, isSeq } = yaml();
  const parent = keys.length > 1 ? document.getIn(keys.slice(0, -1), true) : document.contents;
  const key = keys.at(-1) as Key;
  if (!(isMap(parent) || isSeq(parent)) || parent.flow || parent.items.length === 0) return undefined;
  const entries = parent.items.map((item) => rangeOf(text, item));
  const at = isMap(parent) ? parent.items.findIndex((pair) => String(pair.key) === key) : (key as number);
  const indent = " ".repeat(columnOf(text, entries[0][0]) - (isSeq(parent) ? 2 : 0));
  const block = (item: unknown) => indented(yaml().stringify(item, { lineWidth: 0 }).trimEnd(), indent);

  if (kind === "add") {
    const item = block([value]);
    if (key === entries.length) return put(text, [lineEnd(text, entries[entries.length - 1][1]), undefined], `\n${item}`);
    const start = lineStart(text, entries[key as number][0]);
    return put(text, [start, start], `${item}\n`);
  }
  if (kind === "remove") {
    if (entries.length === 1) return undefined;
    return put(text, [commentStart(text, lineStart(text, entries[at][0])), lineEnd(text, entries[at][1]) + 1], "");
  }
  if (at < 0 || at >= entries.length)
    return put(text, [lineEnd(text, entries[entries.length - 1][1]), undefined], `\n${block({ [key]: value })}`);
  const old = parent.get(key, true);
  const isLine = isScalar(old) && old.range && !old.type?.startsWith("BLOCK") && typeof value !== "object";
  if (isLine) return put(text, old.range as unknown as Range, yaml().stringify(value, { lineWidth: 0 }).trimEnd());
  return put(text, [lineStart(text, entries[at][0]), entries[at][1]], block(isMap(parent) ? { [key]: value } : [value]));
}

/** From where an entry of a collection starts to where its last character is. */
function rangeOf(text: string, item: unknown): Range {
  const { isNode, isPair } = yaml();
  const first = isPair(item) ? item.key : item;
  const last = isPair(item) && isNode(item.value) ? item.value : first;
  const start = (first as Yaml.Node).range?.[0] ?? 0;
  const end = (last as Yaml.Node).range?.[1] ?? start;
  return [start, start + text.slice(start, end).trimEnd().length];
}

function put(text: string, [start, end = start]: readonly [start: number, end?: number, ...rest: unknown[]], replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

function lineStart(text: string, position: number): number {
  return text.lastIndexOf("\n", position - 1) + 1;
}

/** Where the comment right above a line starts: it is about what is removed. */
function commentStart(text: string, line: number): number {
  const above = lineStart(text, Math.max(0, line - 1));
  return line > 0 && /^[ \t]*#/.test(text.slice(above, line)) ? commentStart(text, above) : line;
}

function lineEnd(text: string, position: number): number {
  const end = text.indexOf("\n", position);
  return end < 0 ? text.length : end;
}

function columnOf(text: string, position: number): number {
  return position - lineStart(text, position);
}

function indented(text: string, indent: string): string {
  return text.replace(/^(?=.)/gm, indent);
}
