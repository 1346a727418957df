import type { Scene } from "./scene";

/** Publishes images of the application as its CI does, into the registry that the cluster asks for ghcr.io. */
export class Registry {
  private constructor(
    private readonly scene: Scene,
    readonly address: string,
  ) {}

  static async of(scene: Scene): Promise<Registry> {
    return new Registry(scene, await scene.surroundings.registry());
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

  /** Builds the app's Dockerfile with the labels that CI gives, and pushes it under a tag for its architecture. */
  async pushBuild(revision: string): Promise<void> {
    const { shell, portfolio } = this.scene;
    const labels = [
      `org.opencontainers.image.source=${portfolio.contract.repositories.app}`,
      `org.opencontainers.image.revision=${revision}`,
    ];
    const args = [
      "build",
      "--push",
      "--tag",
      this.name(`amd64-${revision}`),
      "--build-arg",
      "VERSION=ci",
      "--build-arg",
      `REVISION=${revision}`,
    ];
    // Attestations would make an index of it already.
    const env = { BUILDX_NO_DEFAULT_ATTESTATIONS: "1" };
    await shell.run("docker", [...args, ...labels.flatMap((label) => ["--label", label]), portfolio.app], { env });
  }

  /**
   * The same image with another platform in its configuration: building it for real would need an emulator. The
   * deploy logic reads the index and the configurations, and only the node's own architecture is ever run.
   */
  async relabel(revision: string): Promise<void> {
    await this.crane("mutate", this.name(`amd64-${revision}`), "--tag", this.name(`arm64-${revision}`), "--set-platform", "linux/arm64");
  }

  /** An index of a revision's images under a tag; returns its digest. */
  async index(tag: string, revision: string, ...architectures: string[]): Promise<string> {
    const manifests = architectures.flatMap((architecture) => ["--manifest", this.name(`${architecture}-${revision}`)]);
    await this.crane("index", "append", ...manifests, "--tag", this.name(tag));
    return this.crane("digest", this.name(tag));
  }
}
