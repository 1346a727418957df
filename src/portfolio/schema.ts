import type { PortfolioOptions } from "./options";
import schema from "./options.schema.json";

export type OptionName = keyof PortfolioOptions;

/** What the JSON Schema says of one option. */
export interface OptionSchema {
  readonly type: "string" | "integer" | "number" | "array" | "boolean";
  readonly description: string;
  readonly enum?: readonly string[];
  /** Where a name is allowed, or an object: the names first. */
  readonly anyOf?: readonly OptionSchema[];
  readonly items?: { readonly enum?: readonly string[]; readonly properties?: Readonly<Record<string, OptionSchema>> };
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  /** The default in words, where the model computes it. */
  readonly derivedDefault?: string;
  /** What is allowed in words, where a pattern says it. */
  readonly allowed?: string;
  /** The question to ask on a terminal; options without one are flags only. */
  readonly prompt?: string;
}

/** The JSON Schema of {@link PortfolioOptions}, made from the interface by `npm run build`. */
export const optionsSchema = schema as unknown as {
  readonly properties: Readonly<Record<OptionName, OptionSchema>>;
};

export const optionNames = Object.keys(schema.properties) as readonly OptionName[];

/** Those that are said in one word, as flags and answers are; lists of services and environments are for files. */
export const flatOptionNames = optionNames.filter((name) => !optionsSchema.properties[name].items?.properties);
