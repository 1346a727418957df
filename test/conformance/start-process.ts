import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { Contract, Start } from "./service";
import { untilReady } from "./until-ready";

/** A program that is the service, and the contract that it follows. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly contract: Contract;
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Runs the service as a process on a free port of the loopback interface. */
export function startProcess({ command, args, cwd, environment: always = {}, contract }: Program): Start {
  return async (environment) => {
    const port = await freePort();
    // Nothing of our own environment but what a program needs, so that no setting leaks in.
    const { PATH = "", HOME = "", TMPDIR = "/tmp" } = process.env;
    const env = { PATH, HOME, TMPDIR, HOST: "127.0.0.1", PORT: String(port), ...always, ...environment };
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);

    const written = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (chunk) => {
        written[stream] += chunk;
      });
    }
    const exitCode = once(child, "close").then(([code]) => {
      running.delete(child);
      return code as number | null;
    });

    const service = {
      url: `http://127.0.0.1:${port}`,
      contract,
      logs: async () => written.stdout.split("\n").slice(0, -1),
      signal: (name: "SIGTERM" | "SIGKILL") => {
        child.kill(name);
      },
      exitCode,
    };
    return untilReady(service, async () => written.stdout + written.stderr);
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
