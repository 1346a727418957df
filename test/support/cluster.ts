import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KubeObject } from "../../src/live/kube";
import type { Snapshot } from "../../src/live/snapshot";
import { type CommandResult, command, repositoryRoot } from "./command";
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

/** What a test changes of a cluster that answers. */
export interface Cluster {
  down?: boolean;
  namespace?: string;
  refused?: string[];
  resources: Record<string, (KubeObject & Record<string, unknown>)[]>;
  logs: Record<string, string>;
  raw: Record<string, unknown>;
}

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
  copyFileSync(join(__dirname, "fake-kubectl.mjs"), join(folder, "kubectl.mjs"));
  writeFileSync(join(folder, "kubectl"), `#!/bin/sh\nexec "${process.execPath}" "${folder}/kubectl.mjs" "$@"\n`);
  chmodSync(join(folder, "kubectl"), 0o755);
  const asked = () => (existsSync(`${file}.asked`) ? readFileSync(`${file}.asked`, "utf8").trim().split("\n") : []);
  return { folder, env: { WORLD: file }, asked: () => asked().map((line) => JSON.parse(line)) };
}

/** Runs the command where kubectl is that cluster. */
export function inCluster(cluster: Cluster, args: readonly string[]): CommandResult & { asked: string[][] } {
  const { folder, env, asked } = kubectlOf(cluster);
  const result = command(args, { cwd: repositoryRoot, env: { PATH: `${folder}:${process.env.PATH}`, ...env } });
  return { ...result, asked: asked() };
}
