import type { OptionName } from "../portfolio/schema";

/** A flag of a command. Flags of one name have one type in every command, so that a line can be read before its command is known. */
export interface Flag {
  readonly type: "boolean" | "string";
  readonly description: string;
  readonly short?: string;
  /** What stands for the value in the help. */
  readonly placeholder?: string;
  /** What the value may be, for completion. */
  readonly values?: readonly string[];
  /** The value that the flag has when it stands alone. */
  readonly alone?: string;
  /** The value is a path, for completion. */
  readonly file?: boolean;
  /** The option of the portfolio that the flag sets. */
  readonly option?: OptionName;
}

export type Flags = Readonly<Record<string, Flag>>;

export interface Positional {
  readonly name: string;
  readonly required?: boolean;
  /** There may be several: only the last one. */
  readonly many?: boolean;
  /** What it may be; a path where nothing is said. */
  readonly values?: readonly string[];
  /** It is a name that the user gives, and no path. */
  readonly isName?: boolean;
}

/** What was typed for a command: checked against its flags and positionals, its options converted but not yet validated. */
export interface Arguments<F extends Flags = Flags> {
  readonly positionals: readonly string[];
  readonly flags: { readonly [Name in keyof F]?: F[Name]["type"] extends "boolean" ? true : string };
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * A command owns its flags: parsing, help, completion and what is said of a typing error follow from this object. What it
 * needs to run is loaded when it runs, so that the help is instant.
 */
export interface Command<F extends Flags = Flags> {
  readonly summary: string;
  readonly positionals: readonly Positional[];
  readonly flags: F;
  /** Whether every option of the portfolio is a flag of it, too; or those that are. */
  readonly takesOptions?: boolean | readonly OptionName[];
  readonly examples?: readonly string[];
  /** @param commands all there are, for a command that speaks of them */
  run(args: Arguments<F>, commands: Commands): Promise<void>;
}

/** The command of a line that names none. */
export const DEFAULT_COMMAND = "create";

/** By name. A map, since a word that is typed must not find what every object inherits, such as `constructor`. */
export type Commands = ReadonlyMap<string, Command>;
