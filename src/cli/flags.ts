import { defaultOf, flagOf } from "../portfolio/option-text";
import { flatOptionNames, type OptionSchema, optionsSchema } from "../portfolio/schema";
import type { Command, Flag, Flags } from "./command";

/** What every command knows. */
export const commonFlags = {
  help: { type: "boolean", short: "h", description: "Show this help" },
  version: { type: "boolean", short: "v", description: "Show the version" },
} as const satisfies Flags;

/** What the commands share that write portfolios. */
export const writingFlags = {
  "dry-run": { type: "boolean", description: "Show what would be written and write nothing" },
  json: { type: "boolean", description: "Print the result as JSON" },
  "no-git": { type: "boolean", description: "Make no git repositories" },
} as const satisfies Flags;

/** What the commands share that change repositories. */
export const changingFlags = {
  "dry-run": { type: "boolean", description: "Say what would change and write nothing" },
  json: { type: "boolean", description: "Print the result as JSON" },
  commit: { type: "boolean", description: "Commit the result: one commit a repository" },
} as const satisfies Flags;

/** A flag for each option of the portfolio. */
const optionFlags: Flags = Object.fromEntries(
  flatOptionNames.map((name): [string, Flag] => {
    const schema = optionsSchema.properties[name];
    const [sentence] = schema.description.split(/(?<=\.) /);
    const description = `${sentence.replace(/\.$/, "")} (${defaultOf(schema)})`;
    return [flagOf(name), { type: "string", option: name, description, placeholder: placeholderOf(schema), values: namesOf(schema) }];
  }),
);

/** Every flag of a command. */
export function flagsOf({ flags, takesOptions }: Command): Flags {
  return { ...optionFlagsOf(takesOptions), ...flags, ...commonFlags };
}

function optionFlagsOf(taken: Command["takesOptions"]): Flags {
  if (!taken || taken === true) return taken ? optionFlags : {};
  return Object.fromEntries(Object.entries(optionFlags).filter(([, { option }]) => option && taken.includes(option)));
}

/** A value that may be more than a name is told by its name on the command line. */
function namesOf(schema: OptionSchema): readonly string[] | undefined {
  return schema.enum ?? schema.anyOf?.[0].enum;
}

function placeholderOf(schema: OptionSchema): string {
  const names = namesOf(schema);
  if (names) return names.join("|");
  if (schema.items?.enum) return schema.items.enum.join(",");
  return { string: "text", array: "text,text", boolean: "true|false", integer: "number", number: "number" }[schema.type];
}
