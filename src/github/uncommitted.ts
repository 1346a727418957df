import { shellWord } from "../shell-word";
import type { DesiredRepository } from "./desired";
import type { Local } from "./local";

/** What is on disk and stays there, as only commits are pushed. */
export function uncommitted({ folder }: DesiredRepository, { changed }: Local): string | false {
  if (changed === 0) return false;
  const git = `git -C ${shellWord(folder)}`;
  const what = changed === 1 ? "1 file has changes that are" : `${changed} files have changes that are`;
  return `${what} in no commit, and not pushed: ${git} add --all && ${git} commit, then run publish again`;
}
