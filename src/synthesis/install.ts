import { type Ending, runShell } from "../child-process";
import type { Service } from "../portfolio/model";

/** Installs the dependencies of the app. A failure, such as no network, ends nothing: the portfolio is complete. */
export async function installDependencies({ runtime }: Service, folder: string, quiet: boolean): Promise<Ending> {
  const { install } = runtime.commands;
  if (install === undefined) return "success";
  process.stderr.write(`Installing the app's dependencies (${install}) …\n`);
  const ending = await runShell(folder, install, quiet ? "errors" : "shown");
  if (ending !== "success") process.stderr.write(`${notInstalled(install, folder, ending)}\n`);
  return ending;
}

/** What is to be done after an installation that was no success. */
export function notInstalled(command: string, folder: string, ending: Ending): string {
  if (ending === "failure") return `That did not work. The portfolio is complete all the same: run ${command} again in ${folder} later.`;
  return `The installation was interrupted and is incomplete: run ${command} again in ${folder}. The portfolio is complete.`;
}
