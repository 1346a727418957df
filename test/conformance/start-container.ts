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
    const id = await docker("run", "--detach", `--publish=127.0.0.1::${contract.port}`, ...confinement, ...variables, image);
    const exitCode = docker("wait", id).then(Number, () => null);
    const address = await docker("port", id, `${contract.port}/tcp`).catch(() => "127.0.0.1:1");

    const service = {
      url: `http://${address}`,
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
