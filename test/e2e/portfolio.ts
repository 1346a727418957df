import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type AppRuntime, runtimes } from "../../src/portfolio/runtimes";
import type { Contract as RuntimeContract } from "../conformance/service";
import type { Outcome, RunOptions, Shell } from "./shell";

const checkout = resolve(__dirname, "../..");

/** What contract.json of the app repository says. */
export interface Contract extends RuntimeContract {
  readonly image: string;
}

/** A generated portfolio, used as its owner uses it: by the command, the scripts and the files. */
export class Portfolio {
  readonly app: string;
  readonly infra: string;
  readonly docs: string;
  readonly namespace: string;
  readonly monitoring = "monitoring";
  readonly prometheus = "monitoring-kube-prometheus-prometheus";

  constructor(
    private readonly shell: Shell,
    readonly root: string,
    readonly runtime: AppRuntime["id"],
    /** The default one; the twin needs another, because a node port belongs to one Service of the cluster. */
    public nodePort = 30005,
    readonly name = `${runtime}-app`,
  ) {
    this.namespace = this.name;
    this.app = join(root, this.name);
    this.infra = join(root, "infra-k8s");
    this.docs = join(root, "devops-portfolio-project");
  }

  get runtimeType(): AppRuntime {
    return runtimes[this.runtime];
  }

  async create(): Promise<void> {
    const options = ["--yes", "--owner", "Octo-Org", "--runtime", this.runtime, "--node-port", String(this.nodePort)];
    await this.command([this.root, ...options]);
  }

  /** `create-devops-portfolio ...` */
  async command(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    return this.shell.run(process.execPath, [join(checkout, "bin/create-devops-portfolio.js"), ...args], { seconds: 300, ...options });
  }

  get contract(): Contract {
    return JSON.parse(readFileSync(join(this.app, "contract.json"), "utf8"));
  }

  /** A task of one of the repositories. The tool's package is fetched without asking. */
  async task(repository: "app" | "infra" | "docs", task: string, options: RunOptions = {}): Promise<Outcome> {
    return this.shell.run("npx", ["--yes", "projen", task], { cwd: this[repository], seconds: 600, ...options });
  }

  /** A script of the infra repository. */
  async script(name: string, args: readonly string[] = [], options: RunOptions = {}): Promise<Outcome> {
    return this.shell.run(join(this.infra, "scripts", `${name}.sh`), args, { cwd: this.infra, seconds: 600, ...options });
  }

  /** Builds an image from a folder and loads it into the cluster. Returns its name. */
  async build(version: string, folder = this.app): Promise<string> {
    const { stdout } = await this.script("image", ["--no-deploy", "--", "--build-arg", `VERSION=${version}`], { env: { APP_DIR: folder } });
    return stdout.trim().split("\n").at(-1) ?? "";
  }

  async deploy(image: string, args: readonly string[] = [], options: RunOptions = {}): Promise<Outcome> {
    return this.script("deploy", args, { ...options, env: { IMAGE: image, ...options.env } });
  }

  /** Where the application answers on this machine. */
  async address(): Promise<string> {
    return `http://${await this.shell.read("minikube", ["ip"])}:${this.nodePort}`;
  }

  /** The record of the deployed image in the infra repository. */
  get record(): string {
    return readFileSync(join(this.infra, "environments/minikube", this.name, "image.yaml"), "utf8");
  }
}
