import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Kube } from "../kube";
import type { Proof, Scene } from "../scene";
import { must } from "../shell";
import { Promotion } from "./promotion";

const SERVICE = "orders";
const NODE_PORT = 30090;
export const [first, second] = ["staging", "production"];

/** A portfolio of one service in two environments of one cluster. */
export async function createPair({ portfolio }: Scene, root: string, name: string, nodePort: number, delivery: string): Promise<void> {
  const config = `${root}.json`;
  const services = [{ name, nodePort, platforms: ["linux/amd64"] }];
  writeFileSync(config, JSON.stringify({ owner: "Octo-Org", delivery, services, environments: [{ name: first }, { name: second }] }));
  await portfolio.command([root, "--yes", "--config", config]);
}

/** Of what is run in a cluster there is nothing left. */
export async function nothingLeft({ shell }: Scene, service: string): Promise<void> {
  for (const environment of [first, second]) {
    const objects = await new Kube(shell, `${service}-${environment}`).list("deployments,services,networkpolicies");
    must(objects.length === 0, `still there: ${objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join(" ")}`);
  }
}

/** One service in two environments of one cluster, beside the portfolio of the scene. */
export const environments: Proof = {
  name: "environments",
  async run(scene) {
    const { story } = scene;
    const shop = new Shop(scene, join(dirname(scene.portfolio.root), "environments"));
    if (!(await story.proof("environments: create the portfolio", () => shop.create()))) return;
    if (await story.proof("environments: scripts/up.sh deploys to both", () => shop.script("up", ["--no-monitoring"], 900))) {
      await story.proof("environments: scripts/smoke.sh", () => shop.script("smoke"));
      for (const environment of [first, second])
        await story.proof(`environments: ${environment} is verified`, () => shop.script("verify", ["--environment", environment]));
      await story.proof(`environments: a new image and a rollback in ${first} leave ${second} untouched`, () => shop.newImage());
      const way = { title: "environments", root: shop.root, service: SERVICE, before: first, after: second, nodePort: NODE_PORT + 100 };
      const promotion = new Promotion(scene, { ...way, pulls: false });
      const begin = () => promotion.prepare().then(() => promotion.begun());
      if (await story.proof(`environments: what ${first} has verified is promoted to ${second}`, begin)) {
        await story.proof(`environments: a merge moves exactly the digest, without a failed request`, () => promotion.moved());
        await story.proof(`environments: its revert brings the image before back, and ${first} is untouched`, () => promotion.reverted());
      }
      await story.proof(`environments: removing ${second} leaves ${first} untouched`, () => shop.removed());
    }
    await story.proof("environments: scripts/down.sh --app leaves nothing behind", () => shop.gone());
  },
};

class Shop {
  private readonly infra: string;

  constructor(
    private readonly scene: Scene,
    readonly root: string,
  ) {
    this.infra = join(root, "infra-k8s");
  }

  create(): Promise<void> {
    return createPair(this.scene, this.root, SERVICE, NODE_PORT, "helm");
  }

  async script(name: string, args: readonly string[] = [], seconds = 600, env: Record<string, string> = {}): Promise<string> {
    const { stdout } = await this.scene.shell.run(join(this.infra, "scripts", `${name}.sh`), args, { cwd: this.infra, seconds, env });
    return stdout.trim();
  }

  private kube(environment: string): Kube {
    return new Kube(this.scene.shell, `${SERVICE}-${environment}`);
  }

  /** Which pods run in an environment, and what they run. */
  private async running(environment: string): Promise<{ pods: string; images: string }> {
    const pods = await this.kube(environment).pods(SERVICE);
    must(pods.length > 0, `no pod in ${environment}`);
    const join = (values: string[]) => [...new Set(values)].sort().join();
    return { pods: join(pods.map(({ metadata }) => metadata.uid)), images: join(pods.map(({ spec }) => spec.containers[0].image)) };
  }

  async newImage(): Promise<void> {
    const before = { first: await this.running(first), second: await this.running(second) };
    const chosen = ["--environment", first];
    const IMAGE = (await this.script("image", [...chosen, "--no-deploy", "--", "--build-arg", "VERSION=v2"])).split("\n").at(-1) ?? "";
    await this.script("deploy", chosen, 600, { IMAGE });
    must((await this.running(first)).images === IMAGE, `${first} does not run ${IMAGE}`);
    await this.script("deploy", [...chosen, "--undo"]);
    must((await this.running(first)).images === before.first.images, `${first} was not rolled back`);
    must((await this.running(second)).pods === before.second.pods, `a pod of ${second} was replaced`);
  }

  async removed(): Promise<void> {
    const before = await this.running(first);
    await this.script("down", ["--app", "--environment", second]);
    await this.scene.portfolio.command(["remove", "environment", second], { cwd: this.infra });
    must((await this.running(first)).pods === before.pods, `a pod of ${first} was replaced`);
    await this.script("smoke");
    await this.script("verify");
    await this.scene.shell.run("npx", ["--yes", "projen", "check"], { cwd: join(this.root, "devops-portfolio-project") });
  }

  async gone(): Promise<void> {
    await this.script("down", ["--app"]);
    await nothingLeft(this.scene, SERVICE);
  }
}
