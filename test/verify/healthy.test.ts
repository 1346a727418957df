import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generated, verdict } from "../support/verdict";
import { type Resource, World } from "../support/world";

jest.setTimeout(180_000); // a loaded machine

const { appName, appNamespace } = generated.portfolio;

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
  expect(await verdict(change, "--no-rules", "--no-dashboard")).toMatchObject({ status: 0, doctor: [] });
});
