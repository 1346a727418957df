import { gitArguments, gitOfPerson } from "../child-process";
import { shellWord } from "../shell-word";
import { Failure } from "../usage-error";
import type { DesiredRepository } from "./desired";
import type { Local } from "./local";

/** With gh's login, whatever git would ask or remember. */
const CREDENTIALS = ["-c", "credential.helper=", "-c", "credential.helper=!gh auth git-credential"];

/** What git is told, one command after the other. GitHub refuses what is not a continuation of its own `main`. */
export function pushCommands({ url }: DesiredRepository, { origin }: Local): string[][] {
  const remote = `${url}.git`;
  const target = ["", url, remote].includes(origin) ? ["--set-upstream", "origin"] : [remote];
  return [
    ...(origin === "" ? [["remote", "add", "origin", remote]] : []),
    [...CREDENTIALS, "push", "--quiet", ...target, "refs/heads/main:refs/heads/main"],
  ];
}

/** The same as a person would type it. */
export function asTyped(folder: string, commands: readonly (readonly string[])[]): string {
  return commands.map((args) => ["git", ...gitArguments(folder, args)].map(shellWord).join(" ")).join("\n");
}

export async function push({ folder, name }: DesiredRepository, commands: readonly (readonly string[])[]): Promise<void> {
  try {
    for (const args of commands) await gitOfPerson(folder, args, { GIT_TERMINAL_PROMPT: "0" });
  } catch (error) {
    throw new Failure(`${name} could not be pushed. ${adviceFor((error as { stderr?: string }).stderr ?? String(error))}`);
  }
}

function adviceFor(text: string): string {
  const lines = text.trim().split("\n");
  const reason = lines.filter((line) => /error|fatal|remote:|rejected|refus/i.test(line)).join("\n");
  // Of the login of a person, or of a token for some repositories only.
  if (/without .?workflow.? scope/i.test(text)) return `The login may not push workflows: gh auth refresh --scopes workflow\n${reason}`;
  if (/without .?workflows.? permission/i.test(text))
    return `The token may not push workflows: give it the permission Workflows\n${reason}`;
  return `Run this again to go on.\n${reason || text}`;
}
