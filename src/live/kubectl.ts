import { execFile } from "node:child_process";
import { cleanEnvironment } from "../child-process";
import { Failure } from "../usage-error";

export interface Outcome {
  readonly ok: boolean;
  readonly stdout: string;
  /** The first line of what went wrong. */
  readonly error: string;
  /** All of it: kubectl reports each kind that it may not list in a line of its own. */
  readonly stderr: string;
}

/** The program kubectl with one context, for reading: it asks with a timeout, and never as somebody else than the user. */
export class Kubectl {
  /** @param context the current one, if none is given */
  constructor(readonly context?: string) {}

  run(args: readonly string[]): Promise<Outcome> {
    const all = [...(this.context ? ["--context", this.context] : []), ...args];
    const options = { env: cleanEnvironment(), timeout: 60_000, maxBuffer: 256 * 1024 * 1024 };
    return new Promise((resolve, reject) => {
      execFile("kubectl", all, options, (error, stdout, stderr) => {
        if ((error as NodeJS.ErrnoException | null)?.code === "ENOENT")
          return reject(new Failure("kubectl is not installed: https://kubernetes.io/docs/tasks/tools/"));
        const said = error?.killed ? "no answer within 60 seconds" : (stderr.trim().split("\n")[0] ?? "");
        resolve({ ok: !error, stdout, stderr, error: error ? said || error.message : "" });
      }).stdin?.end();
    });
  }

  get(args: readonly string[]): Promise<Outcome> {
    return this.run(["get", ...args, "--request-timeout=20s"]);
  }

  raw(path: string): Promise<Outcome> {
    return this.get(["--raw", path]);
  }
}
