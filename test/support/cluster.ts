import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { Kubectl } from "../../src/live/kubectl";
import type { Snapshot } from "../../src/live/snapshot";
import { type CommandResult, command, repositoryRoot } from "./command";
import { answer, type Cluster } from "./fake-kubectl";
import { inProcess } from "./in-process";
import { temporaryFolder } from "./portfolio";

const RESOURCES: Readonly<Record<string, string>> = {
  Service: "services",
  Pod: "pods",
  Event: "events",
  Deployment: "deployments.apps",
  EndpointSlice: "endpointslices.discovery.k8s.io",
  ServiceMonitor: "servicemonitors.monitoring.coreos.com",
  PrometheusRule: "prometheusrules.monitoring.coreos.com",
  Prometheus: "prometheuses.monitoring.coreos.com",
  ConfigMap: "configmaps",
  Namespace: "namespaces",
  Secret: "secrets",
};

/** A cluster that answers kubectl as a snapshot says. */
export function clusterOf({ objects, resources, logs, prometheus, scope }: Snapshot): Cluster {
  const [key = "", state] = Object.entries(prometheus)[0] ?? [];
  const [namespace, name] = key.split("/");
  const answers = (service: string) => {
    const api = `/api/v1/namespaces/${namespace}/services/${service}:9090/proxy/api/v1`;
    return {
      [`${api}/targets?state=active`]: { data: { activeTargets: state?.targets } },
      [`${api}/rules`]: { data: { groups: state?.groups } },
      [`${api}/alertmanagers`]: { data: { activeAlertmanagers: [{}] } },
      // No counter jumps back.
      [`${api}/query?query=resets(`]: { data: { resultType: "vector", result: [] } },
      [`${api}/query?`]: { data: { resultType: "vector", result: [{ metric: {}, value: [1, "0.5"] }] } },
    };
  };
  const kinds = Object.entries(RESOURCES).map(([kind, resource]) => [resource, objects.filter((one) => one.kind === kind)]);
  return {
    namespace: scope.namespace,
    resources: Object.fromEntries(kinds),
    logs,
    raw: {
      "/apis/monitoring.coreos.com/v1": { resources: resources.map((one) => ({ name: one })) },
      ...answers("prometheus-operated"),
      ...answers(name ?? ""),
    },
  };
}

/** A folder with a kubectl for the PATH that is that cluster, its environment, and what it was asked. */
export function kubectlOf(cluster: Cluster): { folder: string; env: NodeJS.ProcessEnv; asked: () => string[][] } {
  const root = temporaryFolder();
  const [file, folder] = [join(root, "cluster.json"), join(root, "bin")];
  writeFileSync(file, JSON.stringify(cluster));
  mkdirSync(folder);
  const source = readFileSync(join(__dirname, "fake-kubectl.ts"), "utf8");
  writeFileSync(join(folder, "kubectl.mjs"), `${transformSync(source, { loader: "ts", format: "esm" }).code}\nprogram();\n`);
  writeFileSync(join(folder, "kubectl"), `#!/bin/sh\nexec "${process.execPath}" "${folder}/kubectl.mjs" "$@"\n`);
  chmodSync(join(folder, "kubectl"), 0o755);
  const asked = () => (existsSync(`${file}.asked`) ? readFileSync(`${file}.asked`, "utf8").trim().split("\n") : []);
  return { folder, env: { WORLD: file }, asked: () => asked().map((line) => JSON.parse(line)) };
}

type Asked = CommandResult & { asked: string[][] };

/** Runs the command as a user would, where the program kubectl is that cluster: a process for each question. */
export function commandInCluster(cluster: Cluster, args: readonly string[]): Asked {
  const { folder, env, asked } = kubectlOf(cluster);
  const result = command(args, { cwd: repositoryRoot, env: { PATH: `${folder}:${process.env.PATH}`, ...env } });
  return { ...result, asked: asked() };
}

/** The same in this process, where only the program itself is stood in for: as quick as a function. */
export async function inCluster(cluster: Cluster, args: readonly string[]): Promise<Asked> {
  const asked: string[][] = [];
  const kubectl = jest.spyOn(Kubectl.prototype, "run").mockImplementation(async function (this: Kubectl, given) {
    const all = [...(this.context ? ["--context", this.context] : []), ...given];
    asked.push(all);
    const { status, stdout, stderr } = answer(cluster, all);
    return { ok: status === 0, stdout, stderr, error: status === 0 ? "" : stderr.split("\n")[0] };
  });
  try {
    return { ...(await inProcess(args, repositoryRoot)), asked };
  } finally {
    kubectl.mockRestore();
  }
}
