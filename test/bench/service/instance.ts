import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { megabytesOf } from "../../conformance/megabytes-of";
import { freePorts, type Program } from "../../conformance/start-process";

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A running service. Its log goes through a pipe, as in a container, and is dropped. */
export class Instance {
  private constructor(
    readonly url: string,
    readonly readyUrl: string,
    /** From the start of the process to the first answer that it is ready. */
    readonly millisecondsToReady: number,
    private readonly child: ChildProcess,
    private readonly exit: Promise<number | null>,
  ) {}

  static async start(program: Program, environment: NodeJS.ProcessEnv = {}): Promise<Instance> {
    const [port, managementPort] = await freePorts(2);
    const { PATH, HOME, TMPDIR = "/tmp" } = process.env;
    const ports = { PORT: String(port), MANAGEMENT_PORT: String(managementPort) };
    const env = { PATH, HOME, TMPDIR, ...ports, ...program.environment, ...environment };
    const began = performance.now();
    const child = spawn(program.command, program.args, { cwd: program.cwd, env, stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.resume();
    running.add(child);
    const exit = once(child, "exit").then(([code]) => {
      running.delete(child);
      return code as number | null;
    });
    const url = `http://127.0.0.1:${port}`;
    const readyUrl = url + program.contract.readyPath;
    while ((await statusOf(readyUrl)) !== 200) {
      if (child.exitCode !== null || performance.now() - began > 20_000)
        throw new Error(`${program.command} ${program.args.join(" ")} is not ready`);
      await sleep(2);
    }
    return new Instance(url, readyUrl, performance.now() - began, child, exit);
  }

  /** As a platform stops it; an error when it does not end well. */
  async stop(): Promise<void> {
    this.child.kill("SIGTERM");
    const code = await this.exit;
    if (code !== 0) throw new Error(`the service ended with ${code}`);
  }

  /** Resident megabytes of the process and its children. */
  memory(): number {
    return megabytesOf(this.child.pid ?? 0);
  }
}

/** Status of a whole answer; nothing when there was none. */
export function statusOf(url: string, agent?: Agent): Promise<number | undefined> {
  return new Promise((resolve) => {
    const fail = () => resolve(undefined);
    const request = get(url, { agent: agent ?? false, timeout: 10_000 }, (response) => {
      response
        .on("error", fail)
        .on("end", () => resolve(response.statusCode))
        .resume();
    });
    request.on("error", fail).on("timeout", () => request.destroy());
  });
}
