import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { megabytesOf } from "./megabytes-of";
import type { Contract, ProcessService, Routes, StartProcess } from "./service";
import { untilReady } from "./until-ready";

/** A program that is the service, and the contract that it follows. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly contract: Contract;
  readonly routes: Routes;
  /** Arguments of the command that are the image's health check. */
  readonly healthCheck: readonly string[];
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Runs the service as a process on two free ports. */
export function startProcess({ command, args, cwd, environment: always = {}, contract, routes, healthCheck }: Program): StartProcess {
  return async (environment) => {
    const [port, managementPort] = await freePorts(2);
    // Nothing of our own environment but what a program needs, so that no setting leaks in.
    const { PATH = "", HOME = "", TMPDIR = "/tmp" } = process.env;
    const ports = { PORT: String(port), MANAGEMENT_PORT: String(managementPort) };
    const env = { PATH, HOME, TMPDIR, ...ports, ...always, ...environment };
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

    const service: ProcessService = {
      url: `http://127.0.0.1:${port}`,
      managementUrl: `http://127.0.0.1:${managementPort}`,
      contract,
      routes,
      logs: async () => written.stdout.split("\n").slice(0, -1),
      signal: (name) => {
        if (name === "SIGKILL") child.stdout.resume(); // or its end would never be read
        child.kill(name);
      },
      exitCode,
      stallLog: () => {
        child.stdout.pause();
      },
      resumeLog: () => {
        child.stdout.resume();
      },
      megabytes: () => megabytesOf(child.pid ?? 0),
      healthCheck: async (more = {}) => {
        const check = spawn(command, healthCheck, { cwd, env: { ...env, ...more }, stdio: "ignore", timeout: 10_000 });
        const [code] = await once(check, "exit");
        return code as number | null;
      },
    };
    return untilReady(service, async () => written.stdout + written.stderr);
  };
}

/** Different ones, as they are taken together. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}
