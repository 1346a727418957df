import type { Written } from "./base";
import type { TreeFile } from "./tree";

/** Permissions are the user's, too: whether a file can be executed follows the tool until the user says otherwise. */
export function modeFor({ executable, readOnly }: TreeFile, current: number, written: Written | undefined): number {
  const isExecutable = (current & 0o100) !== 0;
  const byUser = written !== undefined && written.executable !== isExecutable;
  const bits = current & 0o777;
  const wanted = (byUser ? isExecutable : executable) ? bits | (isExecutable ? 0 : (bits & 0o444) >> 2) : bits & ~0o111;
  if (readOnly) return wanted & ~0o222;
  return (wanted & 0o200) === 0 ? wanted | 0o200 : wanted;
}
