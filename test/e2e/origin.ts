import { join } from "node:path";
import { GitServer } from "./git-server";
import { Kube } from "./kube";
import type { Scene } from "./scene";

/** Whose commits those of the suite are. */
export const author = { GIT_AUTHOR_NAME: "e2e", GIT_AUTHOR_EMAIL: "e@x.org", GIT_COMMITTER_NAME: "e2e", GIT_COMMITTER_EMAIL: "e@x.org" };

/** The infra repository in the place of GitHub's: people and workflows push to a folder, Argo CD reads it over HTTP. */
export class Origin {
  readonly server: GitServer;
  private readonly folder: string;
  private readonly argo: Kube;

  constructor(private readonly scene: Scene) {
    this.folder = join(scene.portfolio.root, "origin");
    this.server = new GitServer(this.folder);
    this.argo = new Kube(scene.shell, "argocd");
  }

  async create(): Promise<void> {
    const { shell, portfolio } = this.scene;
    const bare = join(this.folder, "Octo-Org/infra-k8s.git");
    await shell.run("git", ["clone", "--quiet", "--bare", portfolio.infra, bare]);
    await this.git("remote", "add", "origin", bare).catch(() => this.git("remote", "set-url", "origin", bare));
    await this.git("fetch", "--quiet", "origin");
  }

  /** In a person's clone. */
  git(...args: string[]): Promise<string> {
    return this.scene.shell.read("git", args, { cwd: this.scene.portfolio.infra, env: author });
  }

  /** For an Argo CD that is still to be installed; returns what its installation needs to know. */
  async serve(): Promise<Record<string, string>> {
    const { surroundings } = this.scene;
    const env = await surroundings.argocd();
    const url = `http://${surroundings.host}:${await this.server.start()}/Octo-Org/infra-k8s.git`;
    await this.argo.run("create", "namespace", "argocd");
    await this.argo.run("create", "secret", "generic", "repository", "--from-literal=type=git", `--from-literal=url=${url}`);
    await this.argo.run("label", "secret", "repository", "argocd.argoproj.io/secret-type=repository");
    return env;
  }

  /** Whatever became of it; the Argo CD that read it goes as well. */
  async end(): Promise<void> {
    await this.argo.run("delete", "namespace", "argocd", "--timeout=120s").catch(() => undefined);
    this.server.stop();
  }
}
