import { spawnSync } from "node:child_process";
import type { Portfolio } from "../portfolio/portfolio";

/**
 * Installs the dependencies of the app. A failure, such as no network, is said and ends nothing: the portfolio is complete.
 *
 * @returns whether it worked.
 */
export function installDependencies({ stack }: Portfolio, folder: string, quiet: boolean): boolean {
  process.stderr.write(`Installing the app's dependencies (${stack.install}) …\n`);
  const { status } = spawnSync(stack.install, { cwd: folder, shell: true, stdio: ["ignore", quiet ? "ignore" : 2, 2] });
  if (status !== 0) process.stderr.write(`That did not work. The portfolio is complete all the same: run it again in ${folder} later.\n`);
  return status === 0;
}
