import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { ask, sleep } from "./client";
import type { Contract, Start, StoppableService } from "./service";

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Runs the service as a process on a free port of the loopback interface. */
export function startProcess({ command, args, cwd, environment: always = {} }: Command, contract: Contract): Start {
  return async (environment) => {
    const port = await freePort();
    // Nothing of our own environment but what a program needs, so that no setting leaks in.
    const { PATH = "", HOME = "", TMPDIR = "/tmp" } = process.env;
    const env = { PATH, HOME, TMPDIR, HOST: "127.0.0.1", PORT: String(port), ...always, ...environment };
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);

    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      stderr += chunk;
    });
    let ended = false;
    const exitCode = once(child, "close").then(([code]) => {
      ended = true;
      running.delete(child);
      return code as number | null;
    });

    const service: StoppableService = {
      url: `http://127.0.0.1:${port}`,
      contract,
      logs: async () => stdout.split("\n").slice(0, -1),
      signal: (name) => child.kill(name),
      exitCode,
    };
    for (const deadline = Date.now() + 20_000; ; await sleep(20)) {
      if (ended) throw new Error(`the service ended with ${await exitCode}:\n${stdout}${stderr}`);
      const answer = await ask(service.url, contract.readyPath).catch(() => undefined);
      if (answer?.status === 200) return service;
      if (Date.now() > deadline) throw new Error(`not ready after 20 s:\n${stdout}${stderr}`);
    }
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
