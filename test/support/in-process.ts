import { main } from "../../src/cli/main";
import type { CommandResult } from "./command";

/** Runs the command line in this process, in a folder, with more in its environment: as quick as a function. */
export async function inProcess(argv: readonly string[], cwd = process.cwd(), env: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
  const before = { argv: process.argv, cwd: process.cwd(), exitCode: process.exitCode };
  const variables = Object.keys(env).map((name) => [name, process.env[name]] as const);
  const output = { stdout: "", stderr: "" };
  const listening = (["stdout", "stderr"] as const).map((stream) =>
    jest.spyOn(process[stream], "write").mockImplementation((text) => {
      output[stream] += String(text);
      return true;
    }),
  );
  try {
    process.argv = [process.execPath, "create-devops-portfolio", ...argv];
    process.exitCode = undefined;
    process.chdir(cwd);
    Object.assign(process.env, env);
    await main();
    return { status: Number(process.exitCode ?? 0), ...output };
  } finally {
    for (const spy of listening) spy.mockRestore();
    process.chdir(before.cwd);
    for (const [name, value] of variables) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    Object.assign(process, { argv: before.argv, exitCode: before.exitCode });
  }
}
