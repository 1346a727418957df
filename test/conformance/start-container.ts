import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import type { Contract, Routes, Start } from "./service";
import { untilReady } from "./until-ready";

const execute = promisify(execFile);

/** Under this name a container finds the machine that runs it. */
export const HOST = "host.docker.internal";

/**
 * Runs an image as confined as the chart does: read-only root, no capabilities, no new privileges, and the image's own
 * numeric user. Ending it with SIGKILL removes the container.
 */
export function startContainer(image: string, contract: Contract, routes: Routes, always: Readonly<Record<string, string>> = {}): Start {
  return async (environment) => {
    const variables = Object.entries({ ...always, ...environment }).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
    const confinement = ["--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"];
    const ports = [contract.port, contract.managementPort];
    const publish = ports.map((port) => `--publish=127.0.0.1::${port}`);
    const host = `--add-host=${HOST}:host-gateway`; // as Docker Desktop calls it anyway
    const id = await docker("run", "--detach", host, ...publish, ...confinement, ...variables, image);
    const exitCode = docker("wait", id).then(Number, () => null);
    const address = (port: number) => docker("port", id, `${port}/tcp`).catch(() => "127.0.0.1:1");
    const [web, management] = await Promise.all(ports.map(address));

    const service = {
      url: `http://${web}`,
      managementUrl: `http://${management}`,
      contract,
      routes,
      logs: async () => (await execute("docker", ["logs", id], { maxBuffer: 1e9 })).stdout.split("\n").slice(0, -1),
      signal: (name: "SIGTERM" | "SIGKILL") => {
        const args = name === "SIGKILL" ? ["rm", "--force", "--volumes", id] : ["kill", "--signal", name, id];
        spawn("docker", args, { stdio: "ignore" });
      },
      exitCode,
    };
    return untilReady(service, async () => {
      const { stdout, stderr } = await execute("docker", ["logs", id]);
      await docker("rm", "--force", "--volumes", id);
      return stdout + stderr;
    });
  };
}

async function docker(...args: string[]): Promise<string> {
  return (await execute("docker", args)).stdout.trim();
}
