import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import type { Contract, Start } from "./service";
import { untilReady } from "./until-ready";

const execute = promisify(execFile);

/**
 * Runs an image as confined as the chart does: read-only root, no capabilities, no new privileges, and the image's own
 * numeric user. Ending it with SIGKILL removes the container.
 */
export function startContainer(image: string, contract: Contract): Start {
  return async (environment) => {
    const variables = Object.entries(environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
    const confinement = ["--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"];
    const ports = [contract.port, contract.managementPort];
    const publish = ports.map((port) => `--publish=127.0.0.1::${port}`);
    const id = await docker("run", "--detach", ...publish, ...confinement, ...variables, image);
    const exitCode = docker("wait", id).then(Number, () => null);
    const address = (port: number) => docker("port", id, `${port}/tcp`).catch(() => "127.0.0.1:1");
    const [web, management] = await Promise.all(ports.map(address));

    const service = {
      url: `http://${web}`,
      managementUrl: `http://${management}`,
      contract,
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
