import { type OptionName, type OptionSchema, optionsSchema } from "./schema";

/** `nodePort` is `--node-port`. */
export function flagOf(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Text to the option's type; what cannot be converted stays text, for the validation to name. */
export function convert(option: OptionName, value: string): unknown {
  const { type } = optionsSchema.properties[option];
  if (type === "array") return value.split(",").map((item) => item.trim());
  if (type === "boolean") return value === "true" || (value === "false" ? false : value);
  if (type === "string" || value.trim() === "" || Number.isNaN(Number(value))) return value;
  return Number(value);
}

/** The default of an option in words, for help and tables. */
export function defaultOf(schema: OptionSchema): string {
  if (schema.derivedDefault) return `default: ${schema.derivedDefault.replaceAll("`", "")}`;
  if (schema.default === undefined) return "required";
  return `default: ${Array.isArray(schema.default) ? schema.default.join(",") : String(schema.default)}`;
}
