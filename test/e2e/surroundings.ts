import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../support/free-port";
import { Lock } from "./lock";
import type { Shell } from "./shell";

/** Where the suite runs: what has to be there before `scripts/up.sh`, and how an image is published. */
export interface Surroundings {
  readonly name: "ordinary" | "offline";
  /** Takes away what an earlier run left and returns the environment in which everything is to run. */
  prepare(): Promise<Record<string, string>>;
  /** Ends and removes everything; must succeed whatever state it finds. */
  remove(): Promise<void>;
  /** Address of a registry that the cluster asks instead of ghcr.io. */
  registry(): Promise<string>;
  /** Does something while that registry is away. Afterwards it is back, with what it had. */
  withoutRegistry(action: () => Promise<void>): Promise<void>;
  /** Address at which pods reach a server on this machine. */
  readonly host: string;
  /** Makes Argo CD's images available, and says what its installation needs to know. */
  argocd(): Promise<Record<string, string>>;
  /** Restarts the container runtime of the node. */
  restartRuntime(): Promise<void>;
  /** The services of the app's compose.yaml whose images are to be had; none named means all. */
  readonly composeServices: readonly string[];
  /** How to call crane, which edits images in registries. */
  readonly crane: readonly string[];
}

/** Docker, Minikube, kubectl and Helm of the user, and the public registries. */
export class Ordinary implements Surroundings {
  readonly name = "ordinary";
  readonly host = "host.minikube.internal";
  readonly composeServices = [];
  readonly crane = ["docker", "run", "--rm", "--network=host", "gcr.io/go-containerregistry/crane:v0.20.6"];
  private readonly profile = "portfolio-e2e"; // never the user's own cluster, and never the user's kubeconfig
  private readonly container = "portfolio-e2e-registry";
  private readonly folder = join(tmpdir(), "portfolio-e2e-kubeconfig");
  private address?: string;

  constructor(private readonly shell: Shell) {}

  async prepare(): Promise<Record<string, string>> {
    await this.remove();
    return {
      KUBECONFIG: join(this.folder, "config"),
      MINIKUBE_PROFILE: this.profile,
      MINIKUBE_DRIVER: "docker",
      MINIKUBE_CONTAINER_RUNTIME: "containerd", // it takes a mirror for ghcr.io, which the hand-over needs
    };
  }

  async remove(): Promise<void> {
    await this.shell.run("minikube", ["delete", "-p", this.profile], { mayFail: true, always: true });
    await this.shell.run("docker", ["rm", "--force", this.container], { mayFail: true, always: true });
    rmSync(this.folder, { recursive: true, force: true });
  }

  async registry(): Promise<string> {
    this.address ??= await this.startRegistry();
    return this.address;
  }

  private async startRegistry(): Promise<string> {
    const port = await freePort(); // one that Docker chooses would be another after a restart
    await this.shell.run("docker", ["run", "--detach", "--name", this.container, "--publish", `${port}:5000`, "registry:3"]);
    const mirror = `http://host.minikube.internal:${port}`;
    const hosts = `server = "${mirror}"\n[host."${mirror}"]\n  capabilities = ["pull", "resolve"]\n`;
    const folder = "/etc/containerd/certs.d/ghcr.io"; // read at each pull
    await this.onNode(`mkdir -p ${folder} && echo ${Buffer.from(hosts).toString("base64")} | base64 -d > ${folder}/hosts.toml`);
    return `localhost:${port}`;
  }

  async withoutRegistry(action: () => Promise<void>): Promise<void> {
    await this.shell.run("docker", ["stop", this.container]);
    await action().finally(() => this.shell.run("docker", ["start", this.container]));
  }

  async argocd(): Promise<Record<string, string>> {
    return {};
  }

  async restartRuntime(): Promise<void> {
    await this.onNode("systemctl restart containerd");
  }

  private async onNode(command: string): Promise<void> {
    await this.shell.run("minikube", ["ssh", "-p", this.profile, "--", `sudo sh -c '${command}'`]);
  }
}

/** Everything built from package registries; see offline/README.md. */
export class Offline implements Surroundings {
  readonly name = "offline";
  readonly host = "192.168.49.1"; // the bridge of offline/lib.sh
  readonly composeServices = ["app", "traffic", "prometheus"]; // Grafana cannot be built from packages
  readonly crane = ["crane"];
  private readonly folder = join(__dirname, "offline");
  private readonly lock = new Lock("/run/portfolio-e2e.lock");
  private environment: Record<string, string> = {};
  private argocdInstallation?: Record<string, string>;

  constructor(private readonly shell: Shell) {}

  async prepare(): Promise<Record<string, string>> {
    this.lock.take();
    this.environment = variables(await this.shell.read(join(this.folder, "up.sh"), [], { seconds: 3600 }));
    return this.environment;
  }

  async remove(): Promise<void> {
    if (!this.lock.held) return; // another run's cluster is not ours to take down
    await this.shell.run(join(this.folder, "down.sh"), [], { seconds: 300, always: true });
    this.lock.release();
  }

  async registry(): Promise<string> {
    return this.environment.E2E_REGISTRY;
  }

  async withoutRegistry(action: () => Promise<void>): Promise<void> {
    const script = join(this.folder, "registry.sh");
    await this.shell.run(script, ["stop"]);
    await action().finally(() => this.shell.run(script, ["start"]));
  }

  async argocd(): Promise<Record<string, string>> {
    this.argocdInstallation ??= variables(await this.shell.read(join(this.folder, "argocd.sh"), [], { seconds: 3600 }));
    return this.argocdInstallation;
  }

  async restartRuntime(): Promise<void> {
    await this.shell.run("nsenter", [`--net=${this.environment.E2E_NODE}`, "service", "containerd", "restart"]);
  }
}

/** Lines NAME=value. */
function variables(output: string): Record<string, string> {
  return Object.fromEntries(output.split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

/** Offline unless the registries answer and Docker and Minikube are there. */
export async function probe(shell: Shell): Promise<Surroundings> {
  const answers = (url: string) =>
    fetch(url, { signal: AbortSignal.timeout(5000) }).then(
      (response) => response.status < 500,
      () => false,
    );
  const works = (program: string, ...args: string[]) =>
    shell.run(program, args, { mayFail: true, seconds: 20 }).then(
      ({ code }) => code === 0,
      () => false,
    );
  const online = (
    await Promise.all([
      answers("https://ghcr.io/v2/"),
      answers("https://registry-1.docker.io/v2/"),
      works("docker", "info"),
      works("minikube", "version"),
    ])
  ).every(Boolean);
  return online ? new Ordinary(shell) : new Offline(shell);
}
