import { type Ending, runShell } from "../child-process";
import type { Service } from "../portfolio/model";

/** Installs the dependencies of the app. A failure, such as no network, is said and ends nothing: the portfolio is complete. */
export async function installDependencies({ runtime }: Service, folder: string, quiet: boolean): Promise<Ending> {
  process.stderr.write(`Installing the app's dependencies (${runtime.commands.install}) …\n`);
  const ending = await runShell(folder, runtime.commands.install, quiet);
  if (ending === "failure")
    process.stderr.write(`That did not work. The portfolio is complete all the same: run it again in ${folder} later.\n`);
  if (ending === "interruption") {
    process.stderr.write(
      `The installation was interrupted and is incomplete: run ${runtime.commands.install} again in ${folder}. The portfolio is complete.\n`,
    );
  }
  return ending;
}
