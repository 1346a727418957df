import type { ErrorObject } from "ajv";
import { closest } from "./closest";
import { type OptionName, type OptionSchema, optionNames, optionsSchema } from "./schema";

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
  if (error.keyword === "additionalProperties") return unknownOption(error.params.additionalProperty);
  if (error.keyword === "required") {
    const option = error.params.missingProperty as OptionName;
    return { option, message: `is required: give ${allowed(optionsSchema.properties[option])}` };
  }
  const option = error.instancePath.split("/")[1] as OptionName;
  const value = options[option];
  return { option, value, message: `is not ${allowed(optionsSchema.properties[option])}${suggestion(option, value)}` };
}

export function unknownOption(option: string): Problem {
  const guess = closest(option, optionNames);
  return { option, message: `is not an option${guess ? `; did you mean ${guess}?` : ` (options: ${optionNames.join(", ")})`}` };
}

function suggestion(option: OptionName, value: unknown): string {
  const guess = typeof value === "string" && closest(value, optionsSchema.properties[option].enum ?? []);
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
