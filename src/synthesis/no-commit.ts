import { reasonOf } from "../child-process";

/** What git and the signing programs say where it is no reason. */
const EMPTY = /^(\[GNUPG:\]|error: gpg failed to sign the data|fatal: failed to write commit object|$)/;

/** With it, git says what is read here in its own words. */
export const IN_ENGLISH = { LC_ALL: "C" };

/** Why git made no commit, in a line; of a signature that failed also the way on. */
export function whyNoCommit(error: unknown): string {
  const { stderr = "" } = error as { stderr?: string };
  if (!/failed to sign|signing|failed to write commit object|gpg/i.test(stderr)) return reasonOf(error);
  const said = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => !EMPTY.test(line));
  const reason = said.at(-1) ?? "this git does not pass on why; echo | gpg --clear-sign shows it";
  return `it could not be signed, which commit.gpgSign asks for (${reason}): start the agent that holds your key or unlock it (gpg: export GPG_TTY=$(tty); ssh: ssh-add), or go without here: git config commit.gpgSign false`;
}
