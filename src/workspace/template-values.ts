/** What this reader of templates does not know: the chart is then not judged. */
export class Unsupported extends Error {}

/** What Go's templates or Helm refuse. */
export class Refused extends Error {}

export type Dict = Record<string, unknown>;

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

export const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return "invalid";
  if (Array.isArray(value)) return "slice";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float64";
  return { boolean: "bool", string: "string", object: "map" }[typeof value as string] ?? "invalid";
};

export const dict = (value: unknown): Dict => (value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Dict) : {});
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const number = (value: unknown): number => Number(toText(value)) || 0;
export const whole = (value: unknown): number => Math.trunc(number(value));
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
export const lines = (text: string, spaces: number) =>
  text
    .split("\n")
    .map((line) => " ".repeat(spaces) + line)
    .join("\n");
export const less = (a: unknown, b: unknown): boolean => (typeof a === "string" ? a < toText(b) : number(a) < number(b));

export interface Invoke {
  include(template: string, data: unknown): string;
  tpl(text: string, data: unknown): string;
  /** The chart itself refuses what it was given. */
  refuse(message: string): void;
}

export type Template = (args: unknown[], invoke: Invoke) => unknown;

/** What Go's parser or a chart refuses, with its line. */
export class TemplateError extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}
