import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { optionsFile } from "../../support/several-fixture";
import { Kube, type Resource } from "../kube";
import type { Proof, Scene } from "../scene";
import { must } from "../shell";
import { openPage } from "./browser";

const [api, catalog, front] = ["shop-api", "catalog", "storefront"];
const services = [api, catalog, front];
const NODE_PORT = 30080;

/** An API, a service that it calls and a front end: one portfolio, one environment, beside the portfolio of the scene. */
export const several: Proof = {
  name: "several",
  async run(scene) {
    const { story, portfolio } = scene;
    const shop = new Shop(scene, join(dirname(portfolio.root), "several"));
    const created = await story.proof("several: create the portfolio", () =>
      portfolio.command([shop.root, "--yes", "--config", optionsFile]),
    );
    if (!created) return;
    const runs = await story.proof("several: scripts/up.sh builds and deploys each", () => shop.script("up", ["--no-monitoring"], 1500));
    if (runs) {
      await story.proof("several: scripts/smoke.sh", () => shop.script("smoke"));
      for (const service of services)
        await story.proof(`several: ${service} is verified`, () => shop.script("verify", ["--service", service]));
      await story.proof("several: the page of the front end shows in Chromium what the API answered", () => shop.pageShowsAnswer());
      await story.proof("several: the NetworkPolicies in the cluster have an edge for each call, and no other", () => shop.edges());
      await story.proof("several: removing the front end leaves the others untouched", () => shop.removed());
    }
    await story.proof("several: scripts/down.sh --app leaves nothing behind", () => shop.gone());
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

  async script(name: string, args: readonly string[] = [], seconds = 600): Promise<void> {
    await this.scene.shell.run(join(this.infra, "scripts", `${name}.sh`), args, { cwd: this.infra, seconds });
  }

  /** In the namespace of a service, which is called like it. */
  private kube(service: string): Kube {
    return new Kube(this.scene.shell, service);
  }

  /** What the API answers is asked of it directly; the page has it from the front end, which asks the Service of the API. */
  async pageShowsAnswer(): Promise<void> {
    const { shell } = this.scene;
    const answer = JSON.parse(await this.kube(api).run("get", "--raw", `/api/v1/namespaces/${api}/services/${api}:web/proxy/api/info`));
    const { dom, messages } = await openPage(shell, `http://${await shell.read("minikube", ["ip"])}:${NODE_PORT}/`);
    must(messages.length === 0, `the console says:\n${messages.join("\n")}`);
    must(answer.name === api, `the API answers ${JSON.stringify(answer)}`);
    const [, shown = ""] = /<dl id="answer">([\s\S]*?)<\/dl>/.exec(dom) ?? [];
    // The pod and its uptime are another one's.
    for (const fact of ["name", "version", "revision", "runtime"]) {
      must(
        shown.includes(`<dt>${fact}</dt><dd>${answer[fact]}</dd>`),
        `${fact} ${answer[fact]} is not in the answer on the page: ${shown}`,
      );
    }
  }

  async edges(): Promise<void> {
    const calls = [
      [front, api],
      [api, catalog],
    ]
      .map(([caller, called]) => `${caller} -> ${called}`)
      .sort();
    const seen = { out: [] as string[], into: [] as string[] };
    for (const service of services) {
      const { spec } = await this.kube(service).get("networkpolicy", service);
      seen.out.push(...others(spec.egress, "to").map((other) => `${service} -> ${other}`));
      seen.into.push(...others(spec.ingress, "from").map((other) => `${other} -> ${service}`));
    }
    for (const [side, edges] of Object.entries(seen)) must(edges.sort().join() === calls.join(), `${side}: ${edges.join(", ") || "none"}`);
  }

  async removed(): Promise<void> {
    const left = [api, catalog];
    const pods = async () => (await Promise.all(left.map((service) => this.kube(service).pods(service)))).flat().map(uid).sort();
    const files = () =>
      [...left, "infra-k8s/helm/catalog", "infra-k8s/environments/minikube/catalog"].map((folder) => ownFiles(join(this.root, folder)));
    const before = { pods: await pods(), files: files() };
    await this.script("down", ["--app", "--service", front]);
    await this.scene.portfolio.command(["remove", "service", front], { cwd: this.infra });
    must(!readdirSync(join(this.infra, "helm")).includes(front), "its chart is still there");
    must(readdirSync(join(this.root, front)).includes("Dockerfile"), "its repository is gone from the disk");
    must(JSON.stringify(files()) === JSON.stringify(before.files), "a file of another service has changed");
    must((await pods()).join() === before.pods.join(), "a pod of another service was replaced");
    await this.script("smoke");
    await this.script("verify", ["--service", api]);
    await this.scene.shell.run("npx", ["--yes", "projen", "check"], { cwd: join(this.root, "devops-portfolio-project") });
  }

  async gone(): Promise<void> {
    await this.script("down", ["--app"]);
    for (const service of services) {
      const objects = await this.kube(service).list("deployments,services,networkpolicies");
      must(objects.length === 0, `still there: ${objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join(" ")}`);
    }
  }
}

const uid = (pod: Resource): string => pod.metadata.uid;

/** Services that a rule of a policy names. */
function others(rules: readonly Resource[], side: "from" | "to"): string[] {
  const peers = rules.flatMap((rule) => rule[side] ?? []);
  return peers.map((peer: Resource) => peer.podSelector?.matchLabels?.["app.kubernetes.io/name"]).filter(Boolean);
}

/** Those of the service itself: what every repository says of the portfolio follows it. */
function ownFiles(folder: string): Record<string, string> {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: folder, encoding: "utf8" });
  const entries = listed
    .split("\0")
    .filter((path) => path !== "" && !/^(\.projen\/|\.projenrc\.ts$|README\.md$|compose\.yaml$)/.test(path))
    .map((path) => [path, readFileSync(join(folder, path), "utf8")]);
  return Object.fromEntries(entries);
}
