import type { Commands } from "../command";
import { bash } from "./bash";
import { fish } from "./fish";
import { zsh } from "./zsh";

const shells = { bash, zsh, fish };

export type Shell = keyof typeof shells;

/** A script that completes commands, flags and their values. */
export function completionScript(shell: Shell, commands: Commands): string {
  return shells[shell](commands);
}
