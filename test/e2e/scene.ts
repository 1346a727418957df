import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Kube } from "./kube";
import type { Portfolio } from "./portfolio";
import { Prometheus } from "./prometheus";
import type { Receiver } from "./receiver";
import type { Shell } from "./shell";
import { type Story, slug } from "./steps";
import type { Surroundings } from "./surroundings";

/** What a proof works with. */
export class Scene {
  readonly kube: Kube;
  readonly monitoring: Kube;
  readonly prometheus: Prometheus;
  /** Where the alerts of the portfolio go, once it has a receiver. */
  receiver?: Receiver;

  constructor(
    readonly story: Story,
    readonly shell: Shell,
    readonly surroundings: Surroundings,
    readonly portfolio: Portfolio,
  ) {
    this.kube = new Kube(shell, portfolio.namespace);
    this.monitoring = new Kube(shell, portfolio.monitoring);
    this.prometheus = Prometheus.inCluster(shell, portfolio.monitoring, portfolio.prometheus);
  }

  /** Why a step failed: what the cluster and Prometheus say at that time. */
  async keepEvidence(step: string): Promise<void> {
    const folder = join(this.story.folder, "evidence", slug(step));
    mkdirSync(folder, { recursive: true });
    const { name, namespace } = this.portfolio;
    const sources: Record<string, string[]> = {
      "objects.txt": ["kubectl", "get", "all,servicemonitors,prometheusrules", "-A", "-o", "wide"],
      "events.txt": ["kubectl", "get", "events", "-A", "--sort-by=.lastTimestamp"],
      "pods.txt": ["kubectl", "-n", namespace, "describe", "pods"],
      "logs.txt": ["kubectl", "-n", namespace, "logs", "-l", `app.kubernetes.io/name=${name}`, "--prefix", "--tail=200"],
      "manifest.yaml": ["helm", "-n", namespace, "get", "manifest", name],
      "history.txt": ["helm", "-n", namespace, "history", name],
    };
    for (const [file, [program, ...args]] of Object.entries(sources)) {
      const { stdout, stderr } = await this.shell.run(program, args, { mayFail: true, seconds: 30 });
      writeFileSync(join(folder, file), stdout + stderr);
    }
    const targets = await this.prometheus.targets().catch(String);
    writeFileSync(join(folder, "targets.json"), JSON.stringify(targets, null, 2));
  }
}

export interface Proof {
  readonly name: string;
  run(scene: Scene): Promise<void>;
}
