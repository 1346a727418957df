import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Kube } from "../kube";
import { withoutFailure } from "../load";
import { author, Origin } from "../origin";
import { Portfolio } from "../portfolio";
import { type Image, Registry } from "../registry";
import { Scene } from "../scene";
import { must } from "../shell";

/** From one environment to the next, in a portfolio that is there. */
export interface Way {
  /** What the proofs of it are called. */
  readonly title: string;
  readonly root: string;
  readonly service: string;
  readonly before: string;
  readonly after: string;
  /** Of the service in the later environment. */
  readonly nodePort: number;
  /** Argo CD deploys what is recorded; without it the workflow does, and records it afterwards. */
  readonly pulls: boolean;
}

/** Two images on their way from one environment to the next: the branch that a pull request would have is merged in a local Git. */
export class Promotion {
  readonly origin: Origin;
  private readonly there: Scene;
  private images: Image[] = [];
  private env: Record<string, string> = {};

  constructor(
    scene: Scene,
    private readonly way: Way,
  ) {
    const portfolio = new Portfolio(scene.shell, way.root, "express", way.nodePort, way.service);
    this.there = new Scene(scene.story, scene.shell, scene.surroundings, portfolio);
    this.origin = new Origin(this.there);
  }

  /** A repository in the place of GitHub's, a `gh` that knows of no pull request and lets one be opened, and two images. */
  async prepare(): Promise<void> {
    const programs = join(this.way.root, "programs");
    mkdirSync(programs, { recursive: true });
    const gh = join(programs, "gh");
    writeFileSync(gh, `#!/bin/sh\ncase "$*" in *"/pulls?"*) echo "[]" ;; *POST*) echo '{"html_url": "opened"}' ;; *) exit 1 ;; esac\n`);
    chmodSync(gh, 0o755);
    await this.origin.create();
    const registry = await Registry.of(this.there);
    this.env = { ...author, REGISTRY_URL: registry.local, PATH: [programs, process.env.PATH].join(delimiter) };
    this.images = await registry.publish("1".repeat(40), "2".repeat(40));
  }

  /** Argo CD for both environments, of which none has an image yet. */
  async up(): Promise<void> {
    Object.assign(this.env, await this.origin.serve());
    await this.there.portfolio.script("up", ["--no-monitoring", "--no-traffic"], { env: this.env, seconds: 900 });
  }

  async down(): Promise<void> {
    await this.there.portfolio.script("down", ["--app"], { env: this.env });
  }

  /** In the first environment, and promoted to the later one. */
  async begun(): Promise<void> {
    await this.arrives(0);
    await this.merged(0);
  }

  private script(name: string, environment: string, args: readonly string[] = [], env: Record<string, string> = {}) {
    return this.there.portfolio.script(name, [...args, "--environment", environment], { env: { ...this.env, ...env } });
  }

  /** Which pods run in an environment, and of which digest. */
  private async running(environment: string): Promise<{ pods: string; image: string }> {
    const pods = await new Kube(this.there.shell, `${this.way.service}-${environment}`).pods(this.way.service);
    const all = (values: string[]) => [...new Set(values)].sort().join();
    return { pods: all(pods.map(({ metadata }) => metadata.uid)), image: all(pods.map(({ spec }) => spec.containers[0].image)) };
  }

  private async runs(environment: string, which: number): Promise<void> {
    const { image } = await this.running(environment);
    must(image.endsWith(`@${this.images[which].digest}`) && !image.includes(","), `${environment} runs ${image}`);
  }

  private async recorded(environment: string, which: number): Promise<void> {
    const { tag, digest, revision } = this.images[which];
    await this.script("record-image", environment, ["--commit"], { IMAGE_TAG: tag, IMAGE_DIGEST: digest, IMAGE_REVISION: revision });
  }

  /** In the first environment, as from CI: deployed, proven, recorded; or recorded after the rehearsal, which deploys it. */
  private async arrives(which: number): Promise<void> {
    const { before, pulls } = this.way;
    const { tag, digest } = this.images[which];
    if (pulls) {
      await this.recorded(before, which);
      await this.script("verify", before, ["--no-rules", "--no-dashboard"]);
    } else await this.script("deploy", before, [], { IMAGE_TAG: tag, IMAGE_DIGEST: digest });
    await this.script("smoke", before);
    if (!pulls) await this.recorded(before, which);
    await this.runs(before, which);
  }

  /** What the workflow does with a push that changed the record. Argo CD has the commit already; its rehearsal is that of any image. */
  private async deployed(which: number): Promise<void> {
    const { after, pulls } = this.way;
    const { stdout } = await this.script("resolve-image", after, ["record"]);
    const says = Object.fromEntries(stdout.split("\n").map((line) => line.split(/=(.*)/s).slice(0, 2)));
    must(says.deploy === "true" && says.changed === "true" && says.digest === this.images[which].digest, `resolve-image: ${stdout}`);
    if (!pulls) await this.script("deploy", after, [], { IMAGE_TAG: says.tag, IMAGE_DIGEST: says.digest });
    await this.script("verify", after);
    await this.script("smoke", after);
    await this.recorded(after, which);
    await this.runs(after, which);
  }

  private async merged(which: number): Promise<void> {
    const { service, after } = this.way;
    const { origin } = this;
    const branch = `promote/${after}/${service}`;
    const main = await origin.git("rev-parse", "HEAD");
    await this.script("promote", after);
    must((await origin.git("rev-parse", "HEAD", "main")) === `${main}\n${main}`, "the branch that was checked out moved");
    await origin.git("fetch", "--quiet", "origin");
    const changed = await origin.git("diff", "--name-only", `HEAD...origin/${branch}`);
    must(changed === `environments/${after}/${service}/image.yaml`, `the branch changes ${changed}`);
    await origin.git("merge", "--quiet", "--no-ff", "-m", `Merge ${branch}`, `origin/${branch}`);
    await origin.git("push", "--quiet", "origin", "main");
    await this.deployed(which);
  }

  /** Under load on the later environment; the one before keeps its pods. */
  private async undisturbed(action: () => Promise<unknown>): Promise<void> {
    const { title, before, after } = this.way;
    const { pods } = await this.running(before);
    const { requests } = await withoutFailure(this.there.portfolio, action);
    this.there.story.fact(`${title}: requests to ${after} meanwhile`, `${requests}, 0 failed`);
    must((await this.running(before)).pods === pods, `a pod of ${before} was replaced`);
  }

  async moved(): Promise<void> {
    const { before, after } = this.way;
    const { pods } = await this.running(after);
    await this.arrives(1);
    must((await this.running(after)).pods === pods, `a pod of ${after} was replaced by what ${before} got`);
    await this.undisturbed(() => this.merged(1));
  }

  /** As the button of the pull request does it. */
  async reverted(): Promise<void> {
    const { before, after } = this.way;
    await this.undisturbed(async () => {
      await this.origin.git("revert", "--no-edit", "--mainline", "1", await this.origin.git("log", "-1", "--merges", "--format=%h"));
      await this.origin.git("push", "--quiet", "origin", "main");
      await this.deployed(0);
    });
    await this.runs(before, 1);
    const { stderr } = await this.script("promote", after);
    must(stderr.includes("is proposed again by hand only"), `promote: ${stderr}`);
  }
}
