import type { Scene } from "./scene";

export type Architecture = "amd64" | "arm64";

/** As the record names it. */
export interface Image {
  readonly tag: string;
  readonly digest: string;
  readonly revision: string;
}

/** Publishes images of the application as its CI does, into the registry that the cluster asks for ghcr.io. */
export class Registry {
  private constructor(
    private readonly scene: Scene,
    readonly address: string,
  ) {}

  static async of(scene: Scene): Promise<Registry> {
    return new Registry(scene, await scene.surroundings.registry());
  }

  /** Where this machine reaches it: there alone Docker's client asks without TLS. */
  get local(): string {
    return `localhost:${this.address.split(":").at(-1)}`;
  }

  /** The name in this registry of what the cluster calls `ghcr.io/...:tag`. */
  private name(tag: string): string {
    const { image } = this.scene.portfolio.contract;
    return `${this.address}${image.slice(image.indexOf("/"))}:${tag}`;
  }

  private crane(...args: string[]): Promise<string> {
    const [program, ...prefix] = this.scene.surroundings.crane;
    return this.scene.shell.read(program, [...prefix, "--insecure", ...args]);
  }

  /** What CI publishes of each commit, for this machine. */
  async publish(...revisions: string[]): Promise<Image[]> {
    const images: Image[] = [];
    for (const revision of revisions) {
      const tag = `sha-${revision}`;
      await this.pushBuild(revision, "amd64");
      images.push({ tag, revision, digest: await this.index(tag, revision, "amd64") });
    }
    return images;
  }

  /** Builds the app's Dockerfile for an architecture, with the labels that CI gives, and pushes it under a tag for that architecture. */
  async pushBuild(revision: string, architecture: Architecture): Promise<void> {
    const { shell, portfolio } = this.scene;
    const labels = {
      "org.opencontainers.image.source": portfolio.contract.repositories.app,
      "org.opencontainers.image.revision": revision,
    };
    const options = {
      platform: [`linux/${architecture}`],
      tag: [this.name(`${architecture}-${revision}`)],
      "build-arg": ["VERSION=ci", `REVISION=${revision}`],
      label: Object.entries(labels).map((label) => label.join("=")),
    };
    const args = Object.entries(options).flatMap(([option, values]) => values.flatMap((value) => [`--${option}`, value]));
    // Attestations would make an index of it already.
    const env = { BUILDX_NO_DEFAULT_ATTESTATIONS: "1" };
    await shell.run("docker", ["build", "--push", ...args, portfolio.app], { env });
  }

  /** An index of a revision's images under a tag; returns its digest. */
  async index(tag: string, revision: string, ...architectures: Architecture[]): Promise<string> {
    const manifests = architectures.flatMap((architecture) => ["--manifest", this.name(`${architecture}-${revision}`)]);
    await this.crane("index", "append", ...manifests, "--tag", this.name(tag));
    return this.crane("digest", this.name(tag));
  }
}
