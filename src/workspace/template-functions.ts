import { createHash } from "node:crypto";
import { parse, stringify } from "yaml";

/** What this reader of templates does not know: the chart is then not judged. */
export class Unsupported extends Error {}

export interface Invoke {
  include(template: string, data: unknown): string;
  tpl(text: string, data: unknown): string;
  /** The chart itself refuses what it was given. */
  refuse(message: string): void;
}

/** What Go's templates or Helm refuse. */
export class Refused extends Error {}

type Dict = Record<string, unknown>;
type Template = (args: unknown[], invoke: Invoke) => unknown;

export function isTrue(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === "object" ? Object.keys(value).length > 0 : true;
}

/** As Go prints it. */
export function toText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return `[${value.map(toText).join(" ")}]`;
  if (typeof value === "object") {
    const parts = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${parts.map(([key, inner]) => `${key}:${inner === null ? "<nil>" : toText(inner)}`).join(" ")}]`;
  }
  return String(value);
}

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return "invalid";
  if (Array.isArray(value)) return "slice";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float64";
  return { boolean: "bool", string: "string", object: "map" }[typeof value as string] ?? "invalid";
};

const dict = (value: unknown): Dict => (value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Dict) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const number = (value: unknown): number => Number(toText(value)) || 0;
const whole = (value: unknown): number => Math.trunc(number(value));
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const lines = (text: string, spaces: number) =>
  text
    .split("\n")
    .map((line) => " ".repeat(spaces) + line)
    .join("\n");
const less = (a: unknown, b: unknown): boolean => (typeof a === "string" ? a < toText(b) : number(a) < number(b));
const hash =
  (algorithm: string) =>
  ([text]: unknown[]) =>
    createHash(algorithm).update(toText(text)).digest("hex");

function toYaml(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, sortMapEntries: true }).trimEnd();
}

function merge(into: Dict, from: Dict, overwrite: boolean): Dict {
  for (const [key, value] of Object.entries(from)) {
    const known = into[key];
    if (kindOf(known) === "map" && kindOf(value) === "map") into[key] = merge({ ...dict(known) }, dict(value), overwrite);
    else if (overwrite || !isTrue(known)) into[key] = value;
  }
  return into;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  return kindOf(value) === "map" ? Object.fromEntries(Object.entries(dict(value)).map(([key, inner]) => [key, copy(inner)])) : value;
}

function printf([format, ...args]: unknown[]): string {
  let next = 0;
  return toText(format).replace(
    /%([-+# 0]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g,
    (_, flags: string, width: string, precision: string, verb: string) => {
      if (verb === "%") return "%";
      const value = args[next++];
      let text = toText(value);
      if (verb === "q") text = JSON.stringify(text);
      if (verb === "f") text = number(value).toFixed(precision ? Number(precision) : 6);
      if (verb === "x") text = whole(value).toString(16);
      if (verb === "T") text = kindOf(value);
      if (verb === "s" && precision) text = text.slice(0, Number(precision));
      const pad = flags.includes("0") ? "0" : " ";
      return flags.includes("-") ? text.padEnd(Number(width)) : text.padStart(Number(width), pad);
    },
  );
}

function dig(args: unknown[]): unknown {
  let found = args.at(-1);
  for (const key of args.slice(0, -2)) {
    if (!Object.hasOwn(dict(found), toText(key))) return args.at(-2);
    found = dict(found)[toText(key)];
  }
  return found;
}

function index([value, ...keys]: unknown[]): unknown {
  let found = value;
  for (const key of keys) {
    if (found === null || found === undefined) throw new Refused("index of untyped nil");
    found = Array.isArray(found) ? found[whole(key)] : dict(found)[toText(key)];
  }
  return found ?? null;
}

function regex(source: unknown, flags = ""): RegExp {
  try {
    return new RegExp(
      toText(source)
        .replace(/\(\?[ims]+\)/, "")
        .replaceAll("(?P<", "(?<"),
      flags,
    );
  } catch {
    throw new Unsupported(`the pattern ${toText(source)}`);
  }
}

function semverMatches(constraint: string, version: string): boolean {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  const compare = (a: number[], b: number[]) =>
    [0, 1, 2].map((at) => (a[at] ?? 0) - (b[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
  const satisfied = (part: string) => {
    const [, sign = "="] = /^([<>=!~^]*)/.exec(part.trim()) ?? [];
    const order = compare(numbers(version), numbers(part));
    if (sign === ">=" || sign === "^" || sign === "~") return order >= 0;
    if (sign === "<=") return order <= 0;
    return sign === ">" ? order > 0 : sign === "<" ? order < 0 : sign === "!=" ? order !== 0 : order === 0;
  };
  return constraint.split("||").some((group) =>
    group
      .split(/[,\s]+(?=[<>=!~^\d])/)
      .filter(Boolean)
      .every(satisfied),
  );
}

const text1 =
  (change: (text: string) => unknown): Template =>
  (args) =>
    change(toText(args[0]));
const math =
  (combine: (a: number, b: number) => number, integer = true): Template =>
  (args) =>
    args.map((value) => (integer ? whole(value) : number(value))).reduce(combine);

const logic: Record<string, Template> = {
  not: ([value]) => !isTrue(value),
  and: (args) => args.find((value) => !isTrue(value)) ?? args.at(-1),
  or: (args) => args.find(isTrue) ?? args.at(-1),
  eq: ([value, ...others]) => others.some((other) => same(value, other)),
  ne: ([a, b]) => !same(a, b),
  lt: ([a, b]) => less(a, b),
  le: ([a, b]) => !less(b, a),
  gt: ([a, b]) => less(b, a),
  ge: ([a, b]) => !less(a, b),
  default: (args) => (args.length > 1 && isTrue(args.at(-1)) ? args.at(-1) : args[0]),
  empty: ([value]) => !isTrue(value),
  coalesce: (args) => args.find(isTrue) ?? null,
  all: (args) => args.every(isTrue),
  any: (args) => args.some(isTrue),
  ternary: ([yes, no, test]) => (isTrue(test) ? yes : no),
  kindOf: ([value]) => kindOf(value),
  kindIs: ([kind, value]) => kindOf(value) === kind || (kind === "float64" && typeof value === "number"),
  typeOf: ([value]) => ({ map: "map[string]interface {}", slice: "[]interface {}" })[kindOf(value)] ?? kindOf(value),
  typeIs: ([kind, value]) => kindOf(value) === kind || (kind === "float64" && typeof value === "number"),
  required: ([message, value], invoke) => {
    if (value !== null && value !== undefined && value !== "") return value;
    invoke.refuse(toText(message));
    return "required";
  },
  fail: ([message], invoke) => {
    invoke.refuse(toText(message));
    return "";
  },
  lookup: () => ({}),
  semverCompare: ([constraint, version]) => semverMatches(toText(constraint), toText(version)),
};

const texts: Record<string, Template> = {
  quote: (args) =>
    args
      .filter((value) => value !== null && value !== undefined)
      .map((value) => JSON.stringify(toText(value)))
      .join(" "),
  squote: (args) =>
    args
      .filter((value) => value !== null && value !== undefined)
      .map((value) => `'${toText(value)}'`)
      .join(" "),
  trim: text1((text) => text.trim()),
  trimAll: ([cut, text]) => toText(text).replace(new RegExp(`^[${toText(cut)}]+|[${toText(cut)}]+$`, "g"), ""),
  trimSuffix: ([end, text]) =>
    toText(text).endsWith(toText(end)) ? toText(text).slice(0, toText(text).length - toText(end).length) : toText(text),
  trimPrefix: ([start, text]) => (toText(text).startsWith(toText(start)) ? toText(text).slice(toText(start).length) : toText(text)),
  upper: text1((text) => text.toUpperCase()),
  lower: text1((text) => text.toLowerCase()),
  title: text1((text) => text.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())),
  replace: ([from, to, text]) => toText(text).replaceAll(toText(from), toText(to)),
  contains: ([part, text]) => toText(text).includes(toText(part)),
  hasPrefix: ([part, text]) => toText(text).startsWith(toText(part)),
  hasSuffix: ([part, text]) => toText(text).endsWith(toText(part)),
  trunc: ([length, text]) => (whole(length) < 0 ? toText(text).slice(whole(length)) : toText(text).slice(0, whole(length))),
  repeat: ([times, text]) => toText(text).repeat(Math.min(whole(times), 1000)),
  indent: ([spaces, text]) => lines(toText(text), whole(spaces)),
  nindent: ([spaces, text]) => `\n${lines(toText(text), whole(spaces))}`,
  nospace: text1((text) => text.replace(/\s/g, "")),
  kebabcase: text1((text) =>
    text
      .replace(/([a-z])([A-Z])/g, "$1-$2")
      .replace(/[\s_]+/g, "-")
      .toLowerCase(),
  ),
  cat: (args) => args.map(toText).join(" "),
  print: (args) => args.map(toText).join(""),
  println: (args) => `${args.map(toText).join(" ")}\n`,
  printf,
  html: text1((text) => text),
  split: ([sign, text]) =>
    Object.fromEntries(
      toText(text)
        .split(toText(sign))
        .map((part, at) => [`_${at}`, part]),
    ),
  splitList: ([sign, text]) => toText(text).split(toText(sign)),
  join: ([sign, items]) => list(items).map(toText).join(toText(sign)),
  toString: text1((text) => text),
  substr: ([from, to, text]) => toText(text).slice(whole(from), whole(to) < 0 ? undefined : whole(to)),
  regexMatch: ([pattern, text]) => regex(pattern).test(toText(text)),
  regexFind: ([pattern, text]) => regex(pattern).exec(toText(text))?.[0] ?? "",
  regexReplaceAll: ([pattern, text, to]) => toText(text).replace(regex(pattern, "g"), toText(to).replace(/\$\{(\d+)\}/g, "$$$1")),
  regexReplaceAllLiteral: ([pattern, text, to]) => toText(text).replace(regex(pattern, "g"), () => toText(to)),
  b64enc: text1((text) => Buffer.from(text).toString("base64")),
  b64dec: text1((text) => Buffer.from(text, "base64").toString()),
  sha256sum: hash("sha256"),
  sha1sum: hash("sha1"),
  adler32sum: hash("md5"),
  toYaml: ([value]) => toYaml(value),
  toJson: ([value]) => JSON.stringify(value ?? null),
  toPrettyJson: ([value]) => JSON.stringify(value ?? null, null, 2),
  fromYaml: text1((text) => dict(parse(text))),
  fromYamlArray: text1((text) => list(parse(text))),
  fromJson: text1((text) => JSON.parse(text)),
  fromJsonArray: text1((text) => list(JSON.parse(text))),
  toStrings: ([items]) => list(items).map(toText),
};

const numbers: Record<string, Template> = {
  int: ([value]) => whole(value),
  int64: ([value]) => whole(value),
  atoi: ([value]) => whole(value),
  float64: ([value]) => number(value),
  add: math((a, b) => a + b),
  add1: ([value]) => whole(value) + 1,
  sub: math((a, b) => a - b),
  mul: math((a, b) => a * b),
  div: math((a, b) => Math.trunc(a / (b || 1))),
  mod: math((a, b) => a % (b || 1)),
  max: math((a, b) => Math.max(a, b)),
  min: math((a, b) => Math.min(a, b)),
  addf: math((a, b) => a + b, false),
  mulf: math((a, b) => a * b, false),
  divf: math((a, b) => a / b, false),
  floor: ([value]) => Math.floor(number(value)),
  ceil: ([value]) => Math.ceil(number(value)),
  round: ([value, digits]) => Number(number(value).toFixed(whole(digits))),
  until: ([end]) => Array.from({ length: Math.min(whole(end), 1000) }, (_, at) => at),
  untilStep: ([start, end, step]) =>
    Array.from(
      { length: Math.min(1000, Math.max(0, Math.ceil((whole(end) - whole(start)) / (whole(step) || 1)))) },
      (_, at) => whole(start) + at * whole(step),
    ),
  len: ([value]) => (typeof value === "string" ? value.length : Array.isArray(value) ? value.length : Object.keys(dict(value)).length),
  randAlphaNum: ([length]) => "x".repeat(Math.min(whole(length), 1000)),
  randAlpha: ([length]) => "x".repeat(Math.min(whole(length), 1000)),
  randNumeric: ([length]) => "1".repeat(Math.min(whole(length), 1000)),
  uuidv4: () => "00000000-0000-4000-8000-000000000000",
  now: () => "2026-01-01T00:00:00Z",
  date: () => "2026-01-01",
  unixEpoch: () => "1767225600",
};

const collections: Record<string, Template> = {
  list: (args) => args,
  tuple: (args) => args,
  dict: (args) =>
    Object.fromEntries(Array.from({ length: Math.ceil(args.length / 2) }, (_, at) => [toText(args[2 * at]), args[2 * at + 1] ?? ""])),
  get: ([from, key]) => dict(from)[toText(key)] ?? "",
  set: ([into, key, value]) => Object.assign(dict(into), { [toText(key)]: value }),
  unset: ([from, key]) => {
    delete dict(from)[toText(key)];
    return from;
  },
  hasKey: ([from, key]) => Object.hasOwn(dict(from), toText(key)),
  keys: (args) => args.flatMap((value) => Object.keys(dict(value))),
  values: ([from]) => Object.values(dict(from)),
  pick: ([from, ...keys]) => Object.fromEntries(Object.entries(dict(from)).filter(([key]) => keys.includes(key))),
  omit: ([from, ...keys]) => Object.fromEntries(Object.entries(dict(from)).filter(([key]) => !keys.includes(key))),
  pluck: ([key, ...from]) => from.filter((value) => Object.hasOwn(dict(value), toText(key))).map((value) => dict(value)[toText(key)]),
  merge: ([into, ...from]) => from.reduce<Dict>((result, value) => merge(result, dict(value), false), dict(into)),
  mergeOverwrite: ([into, ...from]) => from.reduce<Dict>((result, value) => merge(result, dict(value), true), dict(into)),
  mustMerge: ([into, ...from]) => from.reduce<Dict>((result, value) => merge(result, dict(value), false), dict(into)),
  mustMergeOverwrite: ([into, ...from]) => from.reduce<Dict>((result, value) => merge(result, dict(value), true), dict(into)),
  deepCopy: ([value]) => copy(value),
  dig,
  index,
  slice: ([value, from, to]) =>
    (typeof value === "string" ? value : list(value)).slice(whole(from), to === undefined ? undefined : whole(to)),
  first: ([items]) => list(items)[0] ?? null,
  last: ([items]) => list(items).at(-1) ?? null,
  rest: ([items]) => list(items).slice(1),
  initial: ([items]) => list(items).slice(0, -1),
  append: ([items, item]) => [...list(items), item],
  prepend: ([items, item]) => [item, ...list(items)],
  concat: (args) => args.flatMap(list),
  reverse: ([items]) => [...list(items)].reverse(),
  uniq: ([items]) => list(items).filter((item, at, every) => every.findIndex((other) => same(item, other)) === at),
  without: ([items, ...others]) => list(items).filter((item) => !others.some((other) => same(item, other))),
  has: ([item, items]) => list(items).some((other) => same(item, other)),
  compact: ([items]) => list(items).filter(isTrue),
  sortAlpha: ([items]) => list(items).map(toText).sort(),
};

const nested: Record<string, Template> = {
  include: ([name, data], invoke) => invoke.include(toText(name), data),
  tpl: ([text, data], invoke) => invoke.tpl(toText(text), data),
};

const known: Readonly<Record<string, Template>> = { ...logic, ...texts, ...numbers, ...collections, ...nested };

/** Those of Go's templates, of sprig and of Helm that charts use; `must…` are the same. */
export const functions: Readonly<Record<string, Template>> = {
  ...Object.fromEntries(Object.entries(known).map(([name, run]) => [`must${name[0]!.toUpperCase()}${name.slice(1)}`, run])),
  ...known,
};
