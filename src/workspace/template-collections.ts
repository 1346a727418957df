import { type Dict, dict, isTrue, kindOf, list, number, Refused, same, type Template, toText, whole } from "./template-values";

function merge(into: Dict, from: Dict, overwrite: boolean): Dict {
  for (const [key, value] of Object.entries(from)) {
    const known = into[key];
    if (kindOf(known) === "map" && kindOf(value) === "map") into[key] = merge({ ...dict(known) }, dict(value), overwrite);
    else if (overwrite || !isTrue(known)) into[key] = value;
  }
  return into;
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

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  return kindOf(value) === "map" ? Object.fromEntries(Object.entries(dict(value)).map(([key, inner]) => [key, copy(inner)])) : value;
}

const math =
  (combine: (a: number, b: number) => number, integer = true): Template =>
  (args) =>
    args.map((value) => (integer ? whole(value) : number(value))).reduce(combine);

export const numbers: Record<string, Template> = {
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

export const collections: Record<string, Template> = {
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
