import type { Shell } from "./shell";

// biome-ignore lint/suspicious/noExplicitAny: objects of the Kubernetes API, of which only a few fields are read
export type Resource = any;

/** kubectl in one namespace. */
export class Kube {
  constructor(
    private readonly shell: Shell,
    readonly namespace: string,
  ) {}

  run = (...args: string[]): Promise<string> => this.shell.read("kubectl", ["-n", this.namespace, ...args], { seconds: 180 });

  async get(kind: string, name: string): Promise<Resource> {
    return JSON.parse(await this.run("get", kind, name, "-o", "json"));
  }

  async list(kind: string, selector?: string): Promise<Resource[]> {
    const select = selector ? ["-l", selector] : [];
    return JSON.parse(await this.run("get", kind, ...select, "-o", "json")).items;
  }

  /** RFC 6902 operations. */
  async patch(kind: string, name: string, ...operations: object[]): Promise<void> {
    await this.run("patch", kind, name, "--type=json", "-p", JSON.stringify(operations));
  }

  async apply(manifest: object): Promise<void> {
    await this.shell.run("kubectl", ["-n", this.namespace, "apply", "-f", "-"], { input: JSON.stringify(manifest) });
  }

  async rollout(deployment: string, seconds = 120): Promise<void> {
    await this.run("rollout", "status", `deployment/${deployment}`, `--timeout=${seconds}s`);
  }

  /** The pods of an application that are not on their way out. */
  async pods(app: string): Promise<Resource[]> {
    const pods = await this.list("pods", `app.kubernetes.io/name=${app}`);
    return pods.filter((pod) => !pod.metadata.deletionTimestamp && !pod.metadata.annotations?.["helm.sh/hook"]);
  }
}

export const isReady = (pod: Resource): boolean =>
  pod.status.conditions?.some((condition: Resource) => condition.type === "Ready" && condition.status === "True") ?? false;
