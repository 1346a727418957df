import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Kube } from "../kube";
import { withoutFailure } from "../load";
import { Portfolio } from "../portfolio";
import { Registry } from "../registry";
import { Scene } from "../scene";
import { must } from "../shell";

interface Image {
  readonly tag: string;
  readonly digest: string;
  readonly revision: string;
}

const author = { GIT_AUTHOR_NAME: "e2e", GIT_AUTHOR_EMAIL: "e@x.org", GIT_COMMITTER_NAME: "e2e", GIT_COMMITTER_EMAIL: "e@x.org" };

/** Two images on their way from one environment to the next: the branch that a pull request would have is merged in a local Git. */
export class Promotion {
  private readonly there: Scene;
  private readonly origin: string;
  private readonly programs: string;
  private images: Image[] = [];
  private env: Record<string, string> = {};

  /** @param nodePort of the service in the later environment */
  constructor(
    scene: Scene,
    root: string,
    private readonly service: string,
    private readonly before: string,
    private readonly after: string,
    nodePort: number,
  ) {
    const portfolio = new Portfolio(scene.shell, root, "express", nodePort, service);
    this.there = new Scene(scene.story, scene.shell, scene.surroundings, portfolio);
    this.origin = join(root, "origin.git");
    this.programs = join(root, "programs");
  }

  /** A bare repository in the place of GitHub's, and a `gh` that knows of no pull request and lets one be opened. */
  async prepare(): Promise<void> {
    const { shell, portfolio } = this.there;
    mkdirSync(this.programs, { recursive: true });
    const gh = join(this.programs, "gh");
    writeFileSync(gh, `#!/bin/sh\ncase "$*" in *"/pulls?"*) echo "[]" ;; *POST*) echo '{"html_url": "opened"}' ;; *) exit 1 ;; esac\n`);
    chmodSync(gh, 0o755);
    await shell.run("git", ["clone", "--quiet", "--bare", portfolio.infra, this.origin]);
    await this.git("remote", "add", "origin", this.origin).catch(() => this.git("remote", "set-url", "origin", this.origin));
    const registry = await Registry.of(this.there);
    this.env = { ...author, REGISTRY_URL: registry.local, PATH: [this.programs, process.env.PATH].join(delimiter) };
    for (const digit of ["1", "2"]) {
      const revision = digit.repeat(40);
      await registry.pushBuild(revision, "amd64");
      this.images.push({ tag: `sha-${revision}`, revision, digest: await registry.index(`sha-${revision}`, revision, "amd64") });
    }
    await this.arrives(0);
    await this.merged(0);
  }

  private git(...args: string[]): Promise<string> {
    return this.there.shell.read("git", args, { cwd: this.there.portfolio.infra, env: author });
  }

  private script(name: string, environment: string, args: readonly string[] = [], env: Record<string, string> = {}) {
    return this.there.portfolio.script(name, [...args, "--environment", environment], { env: { ...this.env, ...env } });
  }

  /** Which pods run in an environment, and of which digest. */
  private async running(environment: string): Promise<{ pods: string; image: string }> {
    const pods = await new Kube(this.there.shell, `${this.service}-${environment}`).pods(this.service);
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

  /** In the first environment, as from CI: deployed, proven, recorded. */
  private async arrives(which: number): Promise<void> {
    const { tag, digest } = this.images[which];
    await this.script("deploy", this.before, [], { IMAGE_TAG: tag, IMAGE_DIGEST: digest });
    await this.script("smoke", this.before);
    await this.recorded(this.before, which);
  }

  /** What the workflow does with a push that changed the record. */
  private async deployed(which: number): Promise<void> {
    const { stdout } = await this.script("resolve-image", this.after, ["record"]);
    const says = Object.fromEntries(stdout.split("\n").map((line) => line.split(/=(.*)/s).slice(0, 2)));
    must(says.deploy === "true" && says.changed === "true" && says.digest === this.images[which].digest, `resolve-image: ${stdout}`);
    await this.script("deploy", this.after, [], { IMAGE_TAG: says.tag, IMAGE_DIGEST: says.digest });
    await this.script("smoke", this.after);
    await this.script("verify", this.after);
    await this.recorded(this.after, which);
    await this.runs(this.after, which);
  }

  private async merged(which: number): Promise<void> {
    const branch = `promote/${this.after}/${this.service}`;
    const main = await this.git("rev-parse", "HEAD");
    await this.script("promote", this.after);
    must((await this.git("rev-parse", "HEAD", "main")) === `${main}\n${main}`, "the branch that was checked out moved");
    await this.git("fetch", "--quiet", "origin");
    const changed = await this.git("diff", "--name-only", `HEAD...origin/${branch}`);
    must(changed === `environments/${this.after}/${this.service}/image.yaml`, `the branch changes ${changed}`);
    await this.git("merge", "--quiet", "--no-ff", "-m", `Merge ${branch}`, `origin/${branch}`);
    await this.git("push", "--quiet", "origin", "main");
    await this.deployed(which);
  }

  /** Under load on the later environment; the one before keeps its pods. */
  private async undisturbed(action: () => Promise<unknown>): Promise<void> {
    const { pods } = await this.running(this.before);
    const { requests } = await withoutFailure(this.there.portfolio, action);
    this.there.story.fact(`environments: requests to ${this.after} meanwhile`, `${requests}, 0 failed`);
    must((await this.running(this.before)).pods === pods, `a pod of ${this.before} was replaced`);
  }

  async moved(): Promise<void> {
    const { pods } = await this.running(this.after);
    await this.arrives(1);
    must((await this.running(this.after)).pods === pods, `a pod of ${this.after} was replaced by what ${this.before} got`);
    await this.undisturbed(() => this.merged(1));
  }

  async reverted(): Promise<void> {
    await this.undisturbed(async () => {
      const record = `environments/${this.after}/${this.service}/image.yaml`;
      await this.git("revert", "--no-edit", await this.git("log", "-1", "--format=%h", "--", record));
      await this.git("push", "--quiet", "origin", "main");
      await this.deployed(0);
    });
    await this.runs(this.before, 1);
    const { stderr } = await this.script("promote", this.after);
    must(stderr.includes("is proposed again by hand only"), `promote: ${stderr}`);
  }
}
