import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { withoutFailure } from "../load";
import { author, Origin } from "../origin";
import { Portfolio } from "../portfolio";
import { type Image, Registry } from "../registry";
import { type Proof, Scene } from "../scene";
import { eventually, must } from "../shell";

const NAME = "pulled";

/** A portfolio that Argo CD delivers, beside the one of the scene: what is committed runs, and nothing else does. */
export const argocd: Proof = {
  name: "argocd",
  async run({ story, shell, surroundings, portfolio }) {
    const folder = join(dirname(portfolio.root), "argocd");
    const pulled = new Pulled(new Scene(story, shell, surroundings, new Portfolio(shell, folder, portfolio.runtime, 30095, NAME)));
    const proof = (name: string, action: () => Promise<unknown>) => story.proof(`argocd: ${name}`, action);
    try {
      if (!(await proof("create the portfolio, and publish its first image", () => pulled.create()))) return;
      if (!(await proof("scripts/up.sh installs Argo CD, which deploys the record", () => pulled.up()))) return;
      await proof("scripts/smoke.sh and scripts/verify.sh", () => pulled.verified());
      await proof("a commit of the record rolls out without a failed request", () => pulled.newImage());
      await proof("a revert brings the image before back without a failed request", () => pulled.reverted());
      await proof("a commit is noticed without being told", () => pulled.polled());
      await proof("Argo CD, the Git server and the registry restarted in the middle of a sync, without a failed request", () =>
        pulled.restarted(),
      );
      await proof("what is scaled or deleted by hand comes back", () => pulled.drift());
      await proof("a commit that does not render leaves what runs alone, and verify.sh names it", () => pulled.broken());
      await proof("scripts/deploy.sh and scripts/image.sh refuse", () => pulled.refused());
      await proof("to Helm and back to Argo CD without a failed request", () => pulled.handedOver());
    } finally {
      await proof("scripts/down.sh --app leaves nothing behind", () => pulled.gone());
      await pulled.origin.end();
    }
  },
};

class Pulled {
  readonly origin: Origin;
  private env: Record<string, string> = {};
  private images: Image[] = [];

  constructor(private readonly scene: Scene) {
    this.origin = new Origin(scene);
  }

  private script(name: string, args: readonly string[] = [], env: Record<string, string> = {}, mayFail = false) {
    return this.scene.portfolio.script(name, args, { seconds: 900, env: { ...this.env, ...env }, mayFail });
  }

  private async running(): Promise<string> {
    const pods = await this.scene.kube.pods(NAME);
    return [...new Set(pods.map(({ spec }) => spec.containers[0].image))].join();
  }

  private async runs({ digest }: { digest: string }): Promise<void> {
    const image = await this.running();
    must(image.endsWith(digest) && !image.includes(","), `runs ${image} and not ${digest}`);
  }

  async create(): Promise<void> {
    const { portfolio } = this.scene;
    const options = ["--owner", "Octo-Org", "--runtime", portfolio.runtime, "--app-name", NAME, "--node-port", String(portfolio.nodePort)];
    await portfolio.command([portfolio.root, "--yes", "--delivery", "argocd", ...options]);
    await this.origin.create();
    this.images = await (await Registry.of(this.scene)).publish(...["1", "2", "3"].map((digit) => digit.repeat(40)));
    this.env = await this.origin.serve();
    await this.record(0);
  }

  private async record(which: number): Promise<void> {
    const { tag, digest, revision } = this.images[which];
    await this.script("record-image", ["--commit"], { IMAGE_TAG: tag, IMAGE_DIGEST: digest, IMAGE_REVISION: revision, ...author });
  }

  /** The commit is in the cluster: as soon as Argo CD is told to look. */
  private async applied(which: number): Promise<void> {
    const start = Date.now();
    await this.script("verify", ["--no-rules", "--no-dashboard"]);
    await this.runs(this.images[which]);
    this.scene.story.fact(`argocd: commit to verified, image ${which + 1}`, `${Math.round((Date.now() - start) / 1000)} s`);
  }

  async up(): Promise<void> {
    const start = Date.now();
    await this.script("up", ["--no-monitoring", "--no-traffic"]);
    this.scene.story.fact("argocd: scripts/up.sh, with Argo CD from nothing", `${Math.round((Date.now() - start) / 1000)} s`);
    await this.runs(this.images[0]);
    const releases = await this.scene.shell.read("helm", ["list", "-n", NAME, "-q"]);
    must(releases === "", `Helm has a release ${releases}`);
  }

  async verified(): Promise<void> {
    await this.script("smoke");
    await this.script("verify");
    const { seconds } = await eventually(180, async () => {
      const groups = await this.scene.prometheus.groups();
      const rule = groups.flatMap(({ name, rules }) => (name === "argocd" ? rules : [])).find(({ query }) => query.includes(`${NAME}-`));
      must(rule?.health === "ok" && rule.state === "inactive", `AppNotDelivered: ${rule?.health} ${rule?.state}`);
      must((await this.scene.prometheus.value(`count(argocd_app_info{name=~"${NAME}-.*"})`)) === 1, "Argo CD is not scraped");
    });
    this.scene.story.fact("argocd: Prometheus has what Argo CD says after", `${Math.round(seconds)} s`);
  }

  async newImage(): Promise<void> {
    await withoutFailure(this.scene.portfolio, async () => {
      await this.record(1);
      await this.applied(1);
    });
  }

  async reverted(): Promise<void> {
    await withoutFailure(this.scene.portfolio, async () => {
      await this.revert();
      await this.applied(0);
    });
  }

  private async revert(): Promise<void> {
    await this.origin.git("revert", "--no-edit", "HEAD");
    await this.origin.git("push", "--quiet", "origin", "HEAD");
  }

  async polled(): Promise<void> {
    await this.record(1);
    const { seconds } = await eventually(90, () => this.runs(this.images[1]));
    this.scene.story.fact("argocd: commit to rolled out, by polling", `${Math.round(seconds)} s`);
  }

  /** In its middle: the new pods are there, and wait for an image that the node has not pulled yet. */
  async restarted(): Promise<void> {
    const { shell, portfolio, surroundings, kube, story } = this.scene;
    const { server } = this.origin;
    const argo = (...args: string[]) => shell.run("kubectl", ["-n", "argocd", ...args]);
    await withoutFailure(portfolio, async () => {
      await surroundings.withoutRegistry(async () => {
        await this.record(2);
        await argo("annotate", "--overwrite", "applications.argoproj.io", `${NAME}-minikube`, "argocd.argoproj.io/refresh=normal");
        await eventually(90, async () => {
          const containers = (await kube.pods(NAME)).flatMap(({ status }) => status.containerStatuses ?? []);
          const waits = containers.some(({ state }) => /^(ErrImagePull|ImagePullBackOff)$/.test(state?.waiting?.reason));
          must(waits, "no pod waits for the image");
        });
        server.stop();
        await argo("delete", "pods", "--all", "--wait=false");
        await server.start();
      });
      const { seconds } = await eventually(180, () => this.applied(2));
      story.fact("argocd: restarted in the middle of a sync, verified after", `${Math.round(seconds)} s`);
      await this.record(1);
      await this.applied(1);
    });
  }

  async drift(): Promise<void> {
    const { kube, story } = this.scene;
    await kube.run("scale", "deployment", NAME, "--replicas=5");
    const scaled = await eventually(60, async () => must((await kube.get("deployment", NAME)).spec.replicas === 2, "still scaled"));
    await kube.run("delete", "service", NAME);
    const deleted = await eventually(60, () => kube.get("service", NAME));
    story.fact("argocd: scaled and deleted by hand, corrected after", `${scaled.seconds.toFixed(1)} s and ${deleted.seconds.toFixed(1)} s`);
  }

  async broken(): Promise<void> {
    const { portfolio, kube, prometheus } = this.scene;
    const before = (await kube.pods(NAME)).map(({ metadata }) => metadata.uid).sort();
    const values = join(portfolio.infra, "environments/minikube", NAME, "values.yaml");
    const text = readFileSync(values, "utf8");
    writeFileSync(values, "replicas: many\n");
    await this.origin.git("commit", "--quiet", "-am", "Break the settings");
    await this.origin.git("push", "--quiet", "origin", "HEAD");
    try {
      const { code, stdout } = await this.script("verify", ["--timeout", "30"], {}, true);
      must(code !== 0 && /^BROKEN: argocd: .*replicas/m.test(stdout), `verify.sh: ${code}, ${stdout}`);
      await eventually(180, async () => {
        const alert = await prometheus.value(`count(ALERTS{alertname="AppNotDelivered",namespace="${NAME}",service="${NAME}"})`);
        must(alert === 1, "no alert is on its way");
      });
      const after = (await kube.pods(NAME)).map(({ metadata }) => metadata.uid).sort();
      must(after.join() === before.join(), "a pod was replaced");
    } finally {
      await this.revert();
    }
    must(readFileSync(values, "utf8") === text, "the settings are not back");
    await this.applied(1);
  }

  async refused(): Promise<void> {
    for (const [name, ...args] of [["deploy"], ["deploy", "--undo"], ["image"]]) {
      const { code, stderr } = await this.script(name, args, {}, true);
      must(code !== 0 && stderr.includes("Argo CD deploys"), `${name} ${args}: ${code}, ${stderr}`);
    }
  }

  /** As the README of the infra repository says it. */
  async handedOver(): Promise<void> {
    const { shell, portfolio, kube } = this.scene;
    const id = "octo-org-infra-k8s";
    const { tag, digest } = this.images[1];
    await withoutFailure(portfolio, async () => {
      await shell.run("kubectl", ["-n", "argocd", "delete", "applicationset", id]);
      await eventually(60, async () => {
        const left = await shell.read("kubectl", ["-n", "argocd", "get", "applications.argoproj.io", "-o", "name"]);
        must(left === "", `still there: ${left}`);
      });
      await this.script("deploy", ["--", "--take-ownership"], { IMAGE_TAG: tag, IMAGE_DIGEST: digest });
      const managers = async () =>
        (await kube.run("get", "deployment", NAME, "--show-managed-fields", "-o", "json")).includes('"manager": "helm"');
      must(await managers(), "Helm did not take the Deployment over");
      await this.script("smoke");
      await this.script("argocd");
      must(!(await managers()), "Helm still owns fields");
      must((await shell.read("helm", ["list", "-n", NAME, "-q"])) === "", "Helm still has the release");
      await this.applied(1);
    });
  }

  async gone(): Promise<void> {
    const { kube, monitoring } = this.scene;
    await this.script("down", ["--app"]);
    const left = [
      ...(await kube.list("deployments,services,configmaps")).filter((object) => object.metadata.name !== "kube-root-ca.crt"),
      ...(await monitoring.list("servicemonitors,prometheusrules,configmaps", `app.kubernetes.io/instance=${NAME}`)),
    ];
    must(left.length === 0, `still there: ${left.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join(" ")}`);
  }
}
