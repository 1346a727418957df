import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "./support/portfolio";
import { type Resource, World } from "./support/world";

jest.setTimeout(180_000); // a loaded machine

const generated = generate();
const { appName, appNamespace } = generated.portfolio;

/** What verify.sh says of a world after a change: its exit code and the link that it names. */
async function verdict(change: (world: World) => void, ...args: string[]): Promise<{ status: number; link?: string; stdout: string }> {
  const world = World.of(generated);
  change(world);
  const { status, stdout, stderr } = await world.verify("--timeout", "1", ...args);
  if (status !== 0 && !stdout.includes("BROKEN")) throw new Error(`${stdout}${stderr}`);
  return { status, link: /^BROKEN: ([a-z-]+): .+\n {2}fix: .+$/m.exec(stdout)?.[1], stdout };
}

test("a healthy cluster gives no false alarm, and every query of dashboard and rules is asked", async () => {
  const world = World.of(generated);
  const { status, stdout, asked } = await world.verify("--timeout", "1");
  expect(stdout).toMatch(/^ok {2}targets .*\nok {2}rules .*\nok {2}dashboard .*\n$/);
  expect(status).toBe(0);

  const dashboard = JSON.parse(readFileSync(join(generated.infra, "helm", appName, "files/dashboard.json"), "utf8"));
  const panels = dashboard.panels.flatMap((panel: Resource) => [panel, ...(panel.panels ?? [])]);
  const records = world.rule.spec.groups.flatMap((group: Resource) => group.rules).filter((rule: Resource) => rule.record);
  expect(asked).toHaveLength(panels.flatMap((panel: Resource) => panel.targets ?? []).length + records.length);
  for (const query of asked) {
    expect(query).not.toMatch(/\$/); // each variable has a value
    expect(query).toContain(`namespace=${query.includes('namespace=~"') ? "~" : ""}"${appNamespace}"`);
  }
});

test.each([
  [
    "pods that are scraped although they are not ready any more",
    (w: World) =>
      w.targets.push({
        ...w.targets[0],
        scrapeUrl: "http://10.244.0.99:8080/metrics",
        discoveredLabels: { ...w.targets[0].discoveredLabels, __address__: "10.244.0.99:8080" },
        health: "down",
      }),
  ],
  [
    "a pod that is going away",
    (w: World) =>
      w.pods.push({
        ...w.pods[0],
        metadata: { ...w.pods[0].metadata, name: "old", deletionTimestamp: "2026-11-24T13:00:00Z" },
        status: { phase: "Running" },
      }),
  ],
  ["the pod of a finished test", (w: World) => w.pods.push({ ...w.pods[0], status: { phase: "Succeeded" } })],
  [
    "another application's ServiceMonitor that nobody selects",
    (w: World) =>
      w.monitors.unshift({ kind: "ServiceMonitor", metadata: { name: "other", namespace: "monitoring", labels: {} }, spec: {} }),
  ],
  [
    "a Service without the port beside the right one",
    (w: World) =>
      w.services.push({ ...w.service, metadata: { ...w.service.metadata, name: "grpc" }, spec: { ports: [{ name: "grpc", port: 1 }] } }),
  ],
  [
    "a Prometheus that selects everything",
    (w: World) => {
      w.prometheus.spec.serviceMonitorSelector = {};
      delete w.monitors[0].metadata.labels.release;
    },
  ],
  [
    "a ServiceMonitor for every namespace",
    (w: World) => {
      w.monitors[0].spec.namespaceSelector = { any: true };
    },
  ],
  [
    "a selector with expressions",
    (w: World) => {
      w.prometheus.spec.serviceMonitorSelector = {
        matchExpressions: [
          { key: "release", operator: "In", values: ["monitoring"] },
          { key: "ignored", operator: "DoesNotExist" },
        ],
      };
    },
  ],
] as const)("no false alarm for %s", async (_, change) => {
  expect(await verdict(change, "--no-rules", "--no-dashboard")).toMatchObject({ status: 0 });
});

const target = (lastError: string) => (world: World) => Object.assign(world.targets[0], { health: "down", lastError });

test.each<[string, string, (world: World) => void]>([
  [
    "the custom resources are missing",
    "crds",
    (w) => {
      w.apis = [];
    },
  ],
  [
    "Prometheus is missing",
    "prometheus",
    (w) => {
      w.prometheus.metadata.name = "another";
    },
  ],
  [
    "the ServiceMonitor is switched off",
    "servicemonitor",
    (w) => {
      w.monitors = [];
    },
  ],
  [
    "the release label is dropped",
    "servicemonitor-labels",
    (w) => {
      delete w.monitors[0].metadata.labels.release;
    },
  ],
  [
    "Prometheus selects no ServiceMonitor at all",
    "servicemonitor-labels",
    (w) => {
      delete w.prometheus.spec.serviceMonitorSelector;
    },
  ],
  [
    "Prometheus does not look into the namespace",
    "servicemonitor-namespace",
    (w) => {
      w.prometheus.spec.serviceMonitorNamespaceSelector = { matchLabels: { team: "a" } };
    },
  ],
  [
    "the namespaceSelector is dropped",
    "namespace-selector",
    (w) => {
      delete w.monitors[0].spec.namespaceSelector;
    },
  ],
  [
    "the namespaceSelector names another namespace",
    "namespace-selector",
    (w) => {
      w.monitors[0].spec.namespaceSelector.matchNames = ["default"];
    },
  ],
  [
    "the Service is missing",
    "service",
    (w) => {
      w.services = [];
    },
  ],
  [
    "the labels of the Service are broken",
    "service-labels",
    (w) => {
      w.service.metadata.labels = { app: appName };
    },
  ],
  [
    "the port of the Service is renamed",
    "service-port-name",
    (w) => {
      w.service.spec.ports[0].name = "http";
    },
  ],
  [
    "the port of the Service has no name",
    "service-port-name",
    (w) => {
      delete w.service.spec.ports[0].name;
    },
  ],
  [
    "the Service is duplicated",
    "service-duplicate",
    (w) => {
      w.services.push({ ...w.service, metadata: { ...w.service.metadata, name: "copy" } });
    },
  ],
  [
    "the selector of the Service matches nothing",
    "service-selector",
    (w) => {
      w.service.spec.selector = { app: "x" };
    },
  ],
  [
    "the target port does not exist",
    "service-target-port",
    (w) => {
      w.service.spec.ports[0].targetPort = "http";
    },
  ],
  [
    "the target port is another number",
    "service-target-port",
    (w) => {
      w.service.spec.ports[0].targetPort = 80;
    },
  ],
  [
    "the Deployment is missing",
    "deployment",
    (w) => {
      w.deployment.metadata.name = "x";
    },
  ],
  [
    "the Deployment is scaled to zero",
    "scaled-to-zero",
    (w) => {
      w.deployment.spec.replicas = 0;
    },
  ],
  [
    "Pod Security refuses the pods",
    "pod-admission",
    (w) => {
      w.deployment.status.conditions = [{ type: "ReplicaFailure", status: "True", message: 'violates PodSecurity "restricted:latest"' }];
    },
  ],
  [
    "a rollout hangs",
    "pod-starting",
    (w) => {
      w.deployment.status.updatedReplicas = 1;
    },
  ],
  [
    "no endpoint is ready",
    "endpoints",
    (w) => {
      for (const e of w.slice.endpoints) e.conditions.ready = false;
    },
  ],

  [
    "the probe never succeeds",
    "pod-probe",
    (w) => {
      w.stuck({ reason: "x" }, { state: { running: {} } });
      w.event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 404");
    },
  ],
  [
    "the registry has no image for the node (containerd)",
    "pod-image-architecture",
    (w) => {
      w.stuck({ reason: "ImagePullBackOff" });
      w.event("Failed", 'failed to pull and unpack image "ghcr.io/x": no match for platform in manifest: not found');
    },
  ],
  [
    "the registry has no image for the node (docker)",
    "pod-image-architecture",
    (w) => {
      w.stuck({ reason: "ErrImagePull", message: "no matching manifest for linux/arm64/v8 in the manifest list entries" });
    },
  ],
  [
    "the program is for another processor",
    "pod-image-architecture",
    (w) => {
      w.stuck({ reason: "CrashLoopBackOff" }, { restartCount: 2 });
      w.log = "exec /usr/local/bin/node: exec format error";
    },
  ],
  [
    "the image is private",
    "pod-image-pull",
    (w) => {
      w.stuck({ reason: "ImagePullBackOff" });
      w.event("Failed", "failed to authorize: 401 Unauthorized");
    },
  ],
  [
    "the image does not exist",
    "pod-image-pull",
    (w) => {
      w.stuck({ reason: "ErrImagePull", message: "manifest unknown" });
    },
  ],
  [
    "the image was never loaded",
    "pod-image-pull",
    (w) => {
      w.stuck({ reason: "ErrImageNeverPull" });
    },
  ],
  [
    "the image name has capitals",
    "pod-image-name",
    (w) => {
      w.stuck({ reason: "InvalidImageName" });
    },
  ],
  [
    "the image runs as root",
    "pod-config",
    (w) => {
      w.stuck({ reason: "CreateContainerConfigError", message: "container has runAsNonRoot and image will run as root" });
    },
  ],
  [
    "the memory does not suffice",
    "pod-memory",
    (w) => {
      w.stuck({ reason: "CrashLoopBackOff" }, { restartCount: 1, lastState: { terminated: { reason: "OOMKilled" } } });
    },
  ],
  [
    "the program crashes",
    "pod-crash",
    (w) => {
      w.stuck({ reason: "CrashLoopBackOff" }, { restartCount: 3 });
      w.log = "TypeError: undefined";
    },
  ],
  [
    "the node is full",
    "pod-unschedulable",
    (w) => {
      w.pods[0].status = {
        phase: "Pending",
        conditions: [{ type: "PodScheduled", status: "False", message: "0/1 nodes are available: 1 Insufficient memory." }],
      };
    },
  ],

  [
    "Prometheus has not loaded the ServiceMonitor",
    "prometheus-config",
    (w) => {
      w.targets = [];
    },
  ],
  [
    "Prometheus still scrapes the old path",
    "prometheus-config",
    (w) => {
      w.monitors[0].spec.endpoints[0].path = "/new";
    },
  ],
  [
    "one pod is not discovered",
    "target-missing",
    (w) => {
      w.targets.pop();
    },
  ],
  [
    "one pod has not been scraped",
    "target-pending",
    (w) => {
      w.targets[1].health = "unknown";
    },
  ],
  ["the metrics path is wrong", "metrics-path", target("server returned HTTP status 404 Not Found")],
  [
    "the answer is text/html",
    "metrics-content-type",
    target('received unsupported Content-Type "text/html; charset=utf-8" and no fallback_scrape_protocol specified for target'),
  ],
  [
    "the answer has no type",
    "metrics-content-type",
    target("non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target"),
  ],
  ["the application fails", "metrics-status", target("server returned HTTP status 500 Internal Server Error")],
  [
    "nobody listens",
    "metrics-connection",
    target('Get "http://10.244.0.5:8080/metrics": dial tcp 10.244.0.5:8080: connect: connection refused'),
  ],
  ["a NetworkPolicy is in the way", "metrics-timeout", target('Get "http://10.244.0.5:8080/metrics": context deadline exceeded')],
  ["the answer is no metrics", "metrics-format", target('expected a valid start token, got "<" ("INVALID") while parsing: "<"')],
  [
    "the job has another name",
    "target-job",
    (w) => {
      w.targets[0].labels.job = "x";
    },
  ],

  [
    "the rules are switched off",
    "rules",
    (w) => {
      w.prometheusRules = [];
    },
  ],
  [
    "the rules are not selected",
    "rules-labels",
    (w) => {
      delete w.rule.metadata.labels.release;
    },
  ],
  [
    "a group of rules is not loaded",
    "rules-loading",
    (w) => {
      w.rules.pop();
    },
  ],
  [
    "a rule has not been evaluated",
    "rules-loading",
    (w) => {
      w.rules[0].rules[0].health = "unknown";
    },
  ],
  [
    "a rule fails",
    "rules-error",
    (w) => {
      Object.assign(w.rules[0].rules[1], { health: "err", lastError: "many-to-many matching" });
    },
  ],
  [
    "a record has no data",
    "rules-data",
    (w) => {
      w.empty = [`job:http_requests:rate5m{namespace="${appNamespace}",job="${appName}"}`];
    },
  ],
  [
    "Grafana does not see the dashboard",
    "dashboard",
    (w) => {
      w.dashboards = "";
    },
  ],
  [
    "a panel has no data",
    "dashboard-data",
    (w) => {
      w.empty = [`sum(up{namespace=~"${appNamespace}",job="${appName}"})`];
    },
  ],
  [
    "a query of the dashboard is refused",
    "dashboard-query",
    (w) => {
      w.refused = [`sum(up{namespace=~"${appNamespace}",job="${appName}"})`];
    },
  ],
])("when %s it names %s", async (_, link, change) => {
  expect(await verdict(change)).toMatchObject({ status: 1, link });
});
