/** Whether a person is there to answer. */
export function isInteractive(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY && !isAutomation();
}

/** CI services say so; some of them offer a terminal, where nobody would answer. */
function isAutomation({ CI }: NodeJS.ProcessEnv = process.env): boolean {
  return CI !== undefined && !["", "0", "false"].includes(CI);
}
