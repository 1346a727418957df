import { createHash } from "node:crypto";
import { parse, stringify } from "yaml";
import { collections, numbers } from "./template-collections";
import { dict, isTrue, kindOf, less, lines, list, number, same, type Template, toText, Unsupported, whole } from "./template-values";

const hash =
  (algorithm: string) =>
  ([text]: unknown[]) =>
    createHash(algorithm).update(toText(text)).digest("hex");

function toYaml(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, sortMapEntries: true }).trimEnd();
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
