import { type Ending, runShell } from "../child-process";
import type { Portfolio } from "../portfolio/portfolio";

/** Installs the dependencies of the app. A failure, such as no network, is said and ends nothing: the portfolio is complete. */
export async function installDependencies({ runtimeType }: Portfolio, folder: string, quiet: boolean): Promise<Ending> {
  process.stderr.write(`Installing the app's dependencies (${runtimeType.commands.install}) …\n`);
  const ending = await runShell(folder, runtimeType.commands.install, quiet);
  if (ending === "failure")
    process.stderr.write(`That did not work. The portfolio is complete all the same: run it again in ${folder} later.\n`);
  if (ending === "interruption") {
    process.stderr.write(
      `The installation was interrupted and is incomplete: run ${runtimeType.commands.install} again in ${folder}. The portfolio is complete.\n`,
    );
  }
  return ending;
}
