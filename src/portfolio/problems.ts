import type { ErrorObject } from "ajv";
import { closest } from "./closest";
import { type OptionSchema, optionsSchema } from "./schema";

/** One thing that is wrong with the options: which, its value, what is allowed. */
export interface Problem {
  readonly option: string;
  readonly value?: unknown;
  readonly message: string;
}

/** Everything that is wrong with the options, at once. */
export class PortfolioError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.name = "PortfolioError";
  }
}

export function formatProblem({ option, value, message }: Problem): string {
  return value === undefined ? `${option}: ${message}` : `${option}: ${JSON.stringify(value)} ${message}`;
}

/** Turns the validator's errors into problems, one an option. */
export function toProblems(options: Record<string, unknown>, errors: readonly ErrorObject[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of errors) {
    const problem = toProblem(options, error);
    if (!problems.has(problem.option)) problems.set(problem.option, problem);
  }
  return [...problems.values()];
}

function toProblem(options: Record<string, unknown>, error: ErrorObject): Problem {
  const place = placeOf(options, error.instancePath);
  const { option, value, schema } = place;
  // What is wrong within a value of several forms is said of the value.
  if (schema?.anyOf) return { option, value, message: `is not ${allowed(schema)}${suggestion(schema.anyOf[0], value)}` };
  if (error.keyword === "additionalProperties") return unknownMember(place, error.params.additionalProperty);
  if (error.keyword === "required") {
    const name = error.params.missingProperty as string;
    return { option: memberOf(place, name), message: `is required: give ${allowed(place.members[name])}` };
  }
  return { option, value, message: `is not ${allowed(schema)}${suggestion(schema, value)}` };
}

/** What an error is about: an option, or a member of an item of a list such as `services[1].port`. */
interface Place {
  readonly option: string;
  readonly value: unknown;
  readonly schema: OptionSchema;
  /** What may stand there, where it is an object. */
  readonly members: Readonly<Record<string, OptionSchema>>;
}

function placeOf(options: Record<string, unknown>, instancePath: string): Place {
  const [, name, index, member] = instancePath.split("/");
  const { properties } = optionsSchema as { properties: Readonly<Record<string, OptionSchema>> };
  const schema = properties[name];
  const members = schema?.items?.properties;
  if (name === undefined) return { option: "", value: options, schema, members: properties };
  if (!members || index === undefined) return { option: name, value: options[name], schema, members: {} };
  const item = (options[name] as Record<string, unknown>[])[Number(index)];
  const option = `${name}[${index}]`;
  if (member === undefined) return { option, value: item, schema: ITEM, members };
  return { option: `${option}.${member}`, value: item[member], schema: members[member], members: {} };
}

const ITEM: OptionSchema = { type: "array", description: "", allowed: "an object with a `name` and what else is said of it" };

function memberOf({ option }: Place, name: string): string {
  return option === "" ? name : `${option}.${name}`;
}

function unknownMember(place: Place, name: string): Problem {
  const names = Object.keys(place.members);
  const guess = closest(name, names);
  const hint = guess ? `; did you mean ${guess}?` : ` (options: ${names.join(", ")})`;
  return { option: memberOf(place, name), message: `is not an option${hint}` };
}

export function unknownOption(option: string): Problem {
  return unknownMember(placeOf({}, ""), option);
}

function suggestion(schema: OptionSchema, value: unknown): string {
  const guess = typeof value === "string" && closest(value, schema.enum ?? []);
  return guess ? `; did you mean ${guess}?` : "";
}

/** What an option allows, in words. */
export function allowed(schema: OptionSchema): string {
  if (schema.allowed) return schema.allowed;
  if (schema.enum) return `one of ${schema.enum.join(", ")}`;
  if (schema.items?.enum) return `a list of one or more of ${schema.items.enum.join(", ")}, each once`;
  if (schema.minimum !== undefined) {
    return `${schema.type === "integer" ? "a whole number" : "a number"} from ${schema.minimum} to ${schema.maximum}`;
  }
  return `a ${schema.type}`;
}
