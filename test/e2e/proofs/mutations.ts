import type { Resource } from "../kube";
import { Registry } from "../registry";
import type { Proof, Scene } from "../scene";
import { must } from "../shell";

/** One thing broken, the name by which `verify` must call it, and the way back. */
interface Mutation {
  readonly name: string;
  readonly link: string;
  /** Seconds for what may heal by itself; the rest is reported at once. */
  readonly patience?: number;
  break(scene: Scene): Promise<() => Promise<unknown>>;
}

/** 6: `verify` is red for every defect, names the broken link, and is green again without it. */
export const mutations: Proof = {
  name: "6 mutations",
  async run(scene) {
    const { story, portfolio } = scene;
    for (const mutation of all) {
      await story.proof(`6 ${mutation.name}: verify names ${mutation.link}`, async () => {
        const undo = await mutation.break(scene);
        try {
          const { code, stdout } = await portfolio.script("verify", ["--timeout", String(mutation.patience ?? 30)], { mayFail: true });
          must(code !== 0, "verify is green");
          must(stdout.includes(`BROKEN: ${mutation.link}: `), `verify says ${stdout}`);
        } finally {
          await undo();
        }
        await portfolio.script("verify", ["--timeout", "150", "--no-rules", "--no-dashboard"]);
      });
    }
    await story.proof("6 everything undone: verify is green", () => portfolio.script("verify"));
  },
};

const pointer = (path: string) =>
  path
    .split("/")
    .slice(1)
    .map((part) => part.replace(/~1/g, "/"));

/** Changes one field of an object, or removes it, and puts the old value back. */
async function edit(kube: Scene["kube"], kind: string, name: string, path: string, value?: unknown): Promise<() => Promise<void>> {
  const old = pointer(path).reduce((node: Resource, key) => node[key], await kube.get(kind, name));
  await kube.patch(kind, name, value === undefined ? { op: "remove", path } : { op: "replace", path, value });
  return () => kube.patch(kind, name, { op: "add", path, value: old });
}

const service = (name: string, link: string, path: string, value: unknown): Mutation => ({
  name,
  link,
  break: ({ kube, portfolio }) => edit(kube, "service", portfolio.name, path, value),
});

const monitor = (name: string, link: string, path: string, value?: unknown, patience?: number): Mutation => ({
  name,
  link,
  patience,
  break: ({ monitoring, portfolio }) => edit(monitoring, "servicemonitor", `${portfolio.namespace}.${portfolio.name}`, path, value),
});

const deployment = (name: string, link: string, path: string, value: (scene: Scene) => Promise<unknown>): Mutation => ({
  name,
  link,
  patience: 30,
  async break(scene) {
    const { kube, portfolio } = scene;
    const undo = await edit(kube, "deployment", portfolio.name, path, await value(scene));
    return async () => {
      await undo();
      await kube.rollout(portfolio.name);
    };
  },
});

const all: readonly Mutation[] = [
  service("renamed Service port", "service-port-name", "/spec/ports/0/name", "http"),
  service("broken labels of the Service", "service-labels", "/metadata/labels/app.kubernetes.io~1name", "another"),
  monitor("dropped release label", "servicemonitor-labels", "/metadata/labels/release"),
  monitor("dropped namespaceSelector", "namespace-selector", "/spec/namespaceSelector"),
  monitor("changed metrics path", "metrics-path", "/spec/endpoints/0/path", "/no-metrics", 40),
  monitor("text/html instead of metrics", "metrics-content-type", "/spec/endpoints/0/path", "/", 40),
  {
    name: "duplicated Service",
    link: "service-duplicate",
    async break({ kube, portfolio }) {
      const { metadata, spec } = await kube.get("service", portfolio.name);
      const name = `${portfolio.name}-copy`;
      const ports = [{ name: spec.ports[0].name, port: spec.ports[0].port, targetPort: spec.ports[0].targetPort }];
      await kube.apply({
        apiVersion: "v1",
        kind: "Service",
        metadata: { name, labels: metadata.labels },
        spec: { selector: spec.selector, ports },
      });
      return () => kube.run("delete", "service", name);
    },
  },
  {
    name: "ServiceMonitor switched off",
    link: "servicemonitor",
    async break({ kube, portfolio }) {
      const { image } = (await kube.get("deployment", portfolio.name)).spec.template.spec.containers[0];
      await portfolio.deploy(image, ["--", "--set", "serviceMonitor.enabled=false"]);
      return () => portfolio.deploy(image);
    },
  },
  deployment(
    "probe that is never ready",
    "pod-probe",
    "/spec/template/spec/containers/0/readinessProbe/httpGet/path",
    async () => "/never",
  ),
  deployment("image of the wrong architecture", "pod-image-architecture", "/spec/template/spec/containers/0/image", async (scene) => {
    const registry = await Registry.of(scene);
    const revision = "a".repeat(40);
    const [node] = await scene.kube.list("nodes");
    const foreign = node.status.nodeInfo.architecture === "amd64" ? "arm64" : "amd64";
    await registry.pushBuild(revision, foreign);
    return `${scene.portfolio.contract.image}@${await registry.index("foreign", revision, foreign)}`;
  }),
];
