import { questionsOf } from "../../../src/doctor/live/questions";
import { View } from "../../../src/live/snapshot";
import { diagnosis, generated } from "../../support/verdict";
import { type Resource, World } from "../../support/world";

jest.setTimeout(180_000); // a loaded machine

const { appName, appNamespace } = generated.portfolio;

test("a healthy cluster gives no false alarm, and says what was proven", () => {
  const { findings, unchecked, proven } = diagnosis(() => {});
  expect([findings, unchecked]).toEqual([[], []]);
  const world = World.of(generated);
  const rules = world.rule.spec.groups.flatMap((group: Resource) => group.rules);
  expect(proven).toEqual([
    `targets    ${world.targets.map(({ scrapeUrl }) => scrapeUrl).join(" ")}`,
    `rules      ${rules.length} evaluated, ${rules.filter((rule: Resource) => rule.record).length} of them records with data`,
    expect.stringMatching(/^dashboard {2}\d\d queries with data$/),
  ]);
});

test("every query of the dashboard and every recording rule is asked, about this service", () => {
  const world = World.of(generated);
  const questions = questionsOf(new View(world.snapshot()));
  const dashboard = JSON.parse(Object.values<string>(world.dashboard.data)[0]);
  const panels = dashboard.panels.flatMap((panel: Resource) => [panel, ...(panel.panels ?? [])]);
  const records = world.rule.spec.groups.flatMap((group: Resource) => group.rules).filter((rule: Resource) => rule.record);
  expect(questions).toHaveLength(panels.flatMap((panel: Resource) => panel.targets ?? []).length + records.length);
  for (const { promql } of questions) {
    expect(promql).not.toMatch(/\$/); // each variable has a value
    expect(promql).toContain(`namespace=${promql.includes('namespace=~"') ? "~" : ""}"${appNamespace}"`);
  }
});

test("an alert that fires is noted, and is nothing that keeps a service from being watched", () => {
  const [alert, other] = ["AppTargetsHalved", "AppUnavailable"];
  const { findings } = diagnosis(({ rules }) => {
    const all = rules.flatMap((group) => group.rules);
    for (const [name, job] of [
      [alert, appName],
      [other, "another"],
    ])
      Object.assign(
        all.find((rule: Resource) => rule.name === name),
        { state: "firing", alerts: [{ labels: { job } }] },
      );
  });
  expect(findings).toMatchObject([{ link: "firing", severity: "note", cause: `firing now: ${alert}` }]);
});

test("a pod of another service that is stuck is said, and does not make this one broken", () => {
  const { findings } = diagnosis((world) => {
    const [pod] = world.pods;
    const status = { phase: "Running", containerStatuses: [{ restartCount: 7, ready: false }] };
    world.pods.push({ ...pod, metadata: { ...pod.metadata, name: "other-1", labels: { app: "other" } }, status });
  });
  expect(findings).toMatchObject([{ link: "pod-crash", severity: "warning", object: `Pod ${appNamespace}/other-1` }]);
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
] as const)("no false alarm for %s", (_, change) => {
  expect(diagnosis(change, "rules", "dashboard").findings).toEqual([]);
});
