import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { nobody } from "../support/nobody";
import { type Generated, generateFresh, temporaryFolder } from "../support/portfolio";
import { runScript, type ScriptResult } from "../support/scripts";
import { toolsPath } from "../support/tools";

export interface Image {
  readonly tag: string;
  readonly digest: string;
  readonly revision: string;
}

export const imageOf = (revision: string, digest = `sha256:${revision.slice(0, 32).repeat(2)}`): Image => ({
  tag: `sha-${revision}`,
  digest,
  revision,
});
/** Images of commits that nobody made. */
export const [first, second, third] = ["1", "2", "3"].map((digit) => imageOf(digit.repeat(40)));

export const SERVICE = "orders";
export const [STAGING, QA, PRODUCTION] = ["staging", "qa", "production"];

/** The infra repository of one service in three environments, cloned from a bare one, and what a person and the workflows do there. */
export class Delivery {
  readonly generated: Generated;
  readonly infra: string;
  private readonly env: NodeJS.ProcessEnv;

  /** @param origin where the bare repository will lie, and what git calls it. */
  constructor(
    readonly origin = join(temporaryFolder(), "origin.git"),
    address = origin,
    env: NodeJS.ProcessEnv = nobody(temporaryFolder()),
  ) {
    const names = [STAGING, QA, PRODUCTION].map((name) => ({ name }));
    this.generated = generateFresh({ services: [{ name: SERVICE }], environments: names });
    this.infra = this.generated.infra;
    const by = { NAME: "bot", EMAIL: "bot@example.org" };
    const author = Object.entries(by).flatMap(([key, value]) => ["AUTHOR", "COMMITTER"].map((who) => [`GIT_${who}_${key}`, value]));
    this.env = { PATH: toolsPath, ...env, ...Object.fromEntries(author) };
    mkdirSync(dirname(origin), { recursive: true });
    if (!existsSync(origin)) execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", origin]);
    for (const args of [
      ["init", "--quiet", "--initial-branch=main"],
      ["add", "."],
      ["commit", "--quiet", "-m", "Start"],
    ])
      this.git(...args);
    this.git("remote", "add", "origin", address);
    this.git("push", "--quiet", "--set-upstream", "origin", "main");
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.infra, encoding: "utf8", stdio: "pipe", env: this.env }).trim();
  }

  script(name: string, args: readonly string[], environment: string, env: NodeJS.ProcessEnv = {}): Promise<ScriptResult> {
    return runScript(this.infra, name, args, { ...this.env, PORTFOLIO_ENVIRONMENT: environment, ...env });
  }

  path(environment: string, file = "image.yaml"): string {
    return `environments/${environment}/${SERVICE}/${file}`;
  }

  /** What is on main, where it is there. */
  // biome-ignore lint/suspicious/noExplicitAny: a parsed file.
  read(environment: string, file = "image.yaml"): any {
    const path = join(this.infra, this.path(environment, file));
    return existsSync(path) ? parse(readFileSync(path, "utf8")) : undefined;
  }

  commit(message: string, files: Readonly<Record<string, string>>): string {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(this.infra, path), text);
    this.git("add", ...Object.keys(files));
    this.git("commit", "--quiet", "-m", message);
    this.git("push", "--quiet", "origin", "main");
    return this.git("rev-parse", "HEAD");
  }

  /** As the workflow does, once the image is proven; `hours` ago. */
  async recorded(environment: string, { tag, digest, revision }: Image, hours = 0): Promise<void> {
    const env = { IMAGE_TAG: tag, IMAGE_DIGEST: digest, IMAGE_REVISION: revision };
    const { status, stderr } = await this.script("record-image", ["--commit"], environment, env);
    if (status !== 0) throw new Error(stderr);
    if (hours === 0) return;
    const file = this.path(environment, environment === STAGING ? "image.yaml" : "verified.yaml");
    const time = new Date(Date.now() - hours * 3_600_000).toISOString().replace(/\.\d+Z$/, "Z");
    this.commit("Some time ago", { [file]: readFileSync(join(this.infra, file), "utf8").replace(/time: ".*"/, `time: "${time}"`) });
  }

  /** As the workflow does, once it has found something wrong. */
  refused(environment: string, { tag, digest }: Image, reason = "smoke: /ready answered 503"): Promise<ScriptResult> {
    return this.script("record-image", ["--refused", reason, "--commit"], environment, { IMAGE_TAG: tag, IMAGE_DIGEST: digest });
  }

  /** What the merge of a pull request leaves on main. */
  promoted(environment: string, { tag, digest, revision }: Image): string {
    const text = `# A comment of somebody's.\nimage:\n  tag: "${tag}"\n  digest: "${digest}"\n  revision: "${revision}"\n`;
    return this.commit(`Promote to ${environment}`, { [this.path(environment)]: text });
  }

  /** Of the newest commit that changed the record, as the README says. */
  reverted(environment: string): void {
    this.git("revert", "--no-edit", this.git("log", "-1", "--format=%h", "--", this.path(environment)));
    this.git("push", "--quiet", "origin", "main");
  }
}
