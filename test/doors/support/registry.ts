import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../support/free-port";
import { temporaryFolder } from "../../support/portfolio";
import { unpack } from "./packages";
import { modules } from "./tools";

/**
 * A local npm registry on loopback: our packages come from here alone, all others through the configured registry. Each has
 * a folder of its own, so that several may run at once.
 */
export class LocalRegistry {
  private server?: ChildProcess;
  url = "";

  async start(): Promise<void> {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}/`;
    const folder = temporaryFolder();
    writeFileSync(join(folder, "config.yaml"), configuration(folder));
    const program = join(modules, "verdaccio/bin/verdaccio");
    this.server = spawn(process.execPath, [program, "--config", join(folder, "config.yaml"), "--listen", `127.0.0.1:${port}`], {
      stdio: "ignore",
    });
    while (
      !(await fetch(`${this.url}-/ping`).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      if (this.server.exitCode !== null) throw new Error(`Verdaccio ended with ${this.server.exitCode}`);
      await sleep(100);
    }
  }

  async stop(): Promise<void> {
    if (this.server?.exitCode === null && this.server.kill()) await once(this.server, "exit");
  }

  /** Publishes the contents of a tarball, as another version so that no cache knows it. */
  publish(tarball: string, version: string, folder: string): void {
    unpack(tarball, folder);
    const file = join(folder, "package.json");
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    manifest.version = version;
    if (manifest.dependencies?.["create-devops-portfolio"]) manifest.dependencies["create-devops-portfolio"] = version;
    writeFileSync(file, JSON.stringify(manifest));
    const token = `--${this.url.slice("http:".length)}:_authToken=anybody`;
    execFileSync("npm", ["publish", "--registry", this.url, token, "--tag=latest", "--ignore-scripts", "--loglevel=error"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
}

function configuration(folder: string): string {
  const upstream = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8", cwd: "/" }).trim();
  return JSON.stringify({
    storage: join(folder, "storage"),
    uplinks: { upstream: { url: upstream, maxage: "7d", timeout: "60s" } },
    packages: {
      "{create,generator}-devops-portfolio": { access: "$all", publish: "$all" },
      "**": { access: "$all", proxy: "upstream" },
    },
    web: { enable: false },
    log: { type: "stdout", level: "fatal" },
  });
}
