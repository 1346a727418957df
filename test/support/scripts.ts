import { execFile } from "node:child_process";
import { join } from "node:path";
import { toolsPath } from "./tools";

export interface ScriptResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script of a generated infra repository, with nothing of this machine's environment but the PATH. */
export function runScript(infra: string, name: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<ScriptResult> {
  return new Promise((resolve) => {
    const options = { env: { PATH: toolsPath, HOME: "/nonexistent", ...env } };
    execFile(join(infra, "scripts", `${name}.sh`), args, options, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}
