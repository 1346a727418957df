import { type Ending, runShell } from "../child-process";
import type { Service } from "../portfolio/model";

/** Installs the dependencies of the app, in one line. A failure, such as no network, ends nothing: the portfolio is complete. */
export async function installDependencies({ name, runtime }: Service, folder: string): Promise<Ending> {
  const { install } = runtime.commands;
  if (install === undefined) return "success";
  process.stderr.write(`Installing the dependencies of ${name} (${install}) …\n`);
  let printed = "";
  const ending = await runShell(folder, install, (text) => {
    printed += text;
  });
  if (ending === "failure") process.stderr.write(lastLines(printed));
  if (ending !== "success") process.stderr.write(`${notInstalled(install, folder, ending)}\n`);
  return ending;
}

/** Of what a program printed that failed: there it says why. */
export function lastLines(printed: string): string {
  const text = printed.trim().split("\n").slice(-20).join("\n");
  return text === "" ? "" : `${text}\n`;
}

/** What is to be done after an installation that was no success. */
export function notInstalled(command: string, folder: string, ending: Ending): string {
  if (ending === "failure") return `That did not work. The portfolio is complete all the same: run ${command} again in ${folder} later.`;
  return `The installation was interrupted and is incomplete: run ${command} again in ${folder}. The portfolio is complete.`;
}
