import { createRequire } from "node:module";
import type * as Yaml from "yaml";

/** projen carries this library; the command, which never edits, does not need it at its start. */
export const yaml = (): typeof Yaml => createRequire(require.resolve("projen/package.json"))("yaml");

export type Key = string | number;

/** From its first character to behind its last. */
export type Range = readonly [start: number, end: number];

/** Changes one value in the text of a YAML or JSON file and leaves every other line as it was written. */
export interface Edit {
  /** Keys down to the value. In a list: a position, or the `name`, `id`, `alert` or `record` of an item. */
  readonly path: string;
  readonly kind: "set" | "remove" | "add";
  readonly value?: unknown;
  /** For `add`: the item to stand before, like in a path. @default - at the end */
  readonly before?: string;
}
