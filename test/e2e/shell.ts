import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** Aborted by Ctrl-C: what runs then ends, and nothing but the cleaning up begins. */
export const interruption = new AbortController();

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly input?: string;
  readonly seconds?: number;
  /** Return a failure instead of throwing it. */
  readonly mayFail?: boolean;
  /** Run after an interruption too. */
  readonly always?: boolean;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs programs; everything that they print goes to the log of the step. */
export class Shell {
  constructor(private readonly logFile: () => string) {}

  async run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    const line = [program, ...args].join(" ");
    if (!options.always) interruption.signal.throwIfAborted();
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      detached: true, // a process group of its own, so that its children end with it
      stdio: ["pipe", "pipe", "pipe"],
    });
    child.stdin.on("error", () => undefined); // a program may end without reading its input
    child.stdin.end(options.input ?? "");
    const outcome = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        outcome[stream] += text;
      });
    }
    let late = false;
    const timer = setTimeout(
      () => {
        late = true;
        end(child);
      },
      (options.seconds ?? 300) * 1000,
    );
    const interrupt = () => end(child);
    if (!options.always) interruption.signal.addEventListener("abort", interrupt);
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status) => resolve(status ?? 1));
    }).finally(() => {
      clearTimeout(timer);
      interruption.signal.removeEventListener("abort", interrupt);
    });
    appendFileSync(this.logFile(), `$ ${line}\n${outcome.stdout}${outcome.stderr}[${late ? "timeout, " : ""}exit ${code}]\n\n`);
    if (code !== 0 && !options.mayFail) {
      const reason = late ? `did not end within ${options.seconds ?? 300} s` : `exit code ${code}`;
      throw new Error(`${line}: ${reason}\n${tail(outcome.stderr || outcome.stdout)}`);
    }
    return { code, ...outcome };
  }

  /** Standard output of a program that must succeed. */
  async read(program: string, args: readonly string[], options?: RunOptions): Promise<string> {
    return (await this.run(program, args, options)).stdout.trim();
  }
}

function end(child: ChildProcess): void {
  try {
    if (child.pid) process.kill(-child.pid, "SIGTERM");
  } catch {
    // it ended in the meantime
  }
}

const tail = (text: string): string => text.trim().split("\n").slice(-15).join("\n");

export const sleep = (milliseconds: number): Promise<void> => delay(milliseconds, undefined, { signal: interruption.signal });

/** Repeats a check until it stops throwing; tells the seconds that it took. */
export async function eventually<T>(seconds: number, check: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const start = Date.now();
  for (;;) {
    try {
      const value = await check();
      return { value, seconds: (Date.now() - start) / 1000 };
    } catch (error) {
      interruption.signal.throwIfAborted();
      if (Date.now() - start > seconds * 1000) {
        throw new Error(`not within ${seconds} s: ${error instanceof Error ? error.message : error}`);
      }
      await sleep(1000);
    }
  }
}

export function must(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** A promise that is kept in time, or broken. */
export function within<Result>(minutes: number, result: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not done within ${minutes} minutes`)), minutes * 60_000);
    result.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}
