import { examineLive } from "../../../src/doctor/live/examine";
import { workersQuestion } from "../../../src/doctor/live/workers";
import { View } from "../../../src/live/snapshot";
import { parseExpression } from "../../../src/workspace/promql";
import { generated } from "../../support/verdict";
import { type Resource, World } from "../../support/world";

jest.setTimeout(180_000); // a loaded machine

const { appNamespace: namespace } = generated.portfolio;

const seen = (change: (world: World) => void): string[] => {
  const world = World.of(generated);
  change(world);
  return examineLive(world.snapshot()).findings.map(({ link }) => link);
};
const with_ =
  (...others: Resource[]) =>
  (world: World) =>
    world.others.push(...others.map((one) => ({ ...one, metadata: { namespace, name: "x", ...one.metadata } })));

const revision = (version: number, status: string) => ({
  kind: "Secret",
  metadata: { name: `v${version}`, labels: { owner: "helm", name: "shop", version: String(version), status } },
});
const claim = { kind: "PersistentVolumeClaim", metadata: { name: "data" }, status: { phase: "Pending" } };
const event = (message: string) => ({ kind: "Event", metadata: { name: "e" }, involvedObject: { name: "data" }, message });
const autoscaler = (reason: string) => ({
  kind: "HorizontalPodAutoscaler",
  status: { conditions: [{ type: "ScalingActive", status: "False", reason, message: "missing request for cpu" }] },
});
const ingress = (address?: object) => ({
  kind: "Ingress",
  spec: { ingressClassName: "nginx" },
  status: { loadBalancer: { ingress: address && [address] } },
});
const ingressClass = { kind: "IngressClass", metadata: { name: "nginx", namespace: undefined } };
const policy = (...egress: object[]) => ({ kind: "NetworkPolicy", spec: { podSelector: {}, policyTypes: ["Egress"], egress } });

test.each([
  ["a release that a killed Helm left", "release-pending", with_(revision(9, "deployed"), revision(10, "pending-upgrade"))],
  [
    "a pull secret that nobody made",
    "pull-secret",
    (w: World) => {
      w.deployment.spec.template.spec.imagePullSecrets = [{ name: "ghcr" }];
    },
  ],
  ["a volume that does not come", "claim-pending", with_(claim, event('storageclass "fast" not found'))],
  ["an autoscaler without metrics", "autoscaler", with_(autoscaler("FailedGetResourceMetric"))],
  ["an Ingress of no controller", "ingress-class", with_(ingress())],
  ["an Ingress without an address", "ingress-address", with_(ingress(), ingressClass)],
  ["a policy that forgets DNS", "egress-dns", with_(policy({ ports: [{ port: 443 }] }))],
])("%s is named %s", (_, link, change) => {
  expect(seen(change)).toEqual([link]);
});

test.each([
  ["a release after an old interruption", with_(revision(9, "pending-upgrade"), revision(10, "deployed"))],
  [
    "a pull secret that is there",
    (w: World) => {
      w.deployment.spec.template.spec.imagePullSecrets = [{ name: "x" }];
      with_({ kind: "Secret" })(w);
    },
  ],
  ["a volume that waits for its pod", with_(claim, event("waiting for first consumer to be created before binding"))],
  ["an autoscaler that is switched off", with_(autoscaler("ScalingDisabled"))],
  ["an Ingress that is served", with_(ingress({ ip: "10.0.0.1" }), ingressClass)],
  [
    "a policy that another completes",
    with_(policy({ ports: [{ port: 443 }] }), { ...policy({ ports: [{ port: 53 }] }), metadata: { name: "dns" } }),
  ],
  ["a policy that closes everything", with_(policy())],
  ["a policy without ports", with_(policy({}))],
])("nothing is said of %s", (_, change) => {
  expect(seen(change)).toEqual([]);
});

test.each([
  ["jump back", { series: 2 }, ["workers"]],
  ["only grow", { series: 0 }, []],
  ["are not there", { refused: "BadRequest" }, []],
])("counters that %s between two restarts of nothing", (_, answer, expected) => {
  const snapshot = World.of(generated).snapshot();
  const question = workersQuestion(new View(snapshot));
  expect(parseExpression(question)).toBeDefined();
  const { findings } = examineLive({ ...snapshot, answers: { ...snapshot.answers, [question]: answer } });
  expect(findings.map(({ link }) => link)).toEqual(expected);
});

test("an autoscaler may not be read: nothing is said of it but that", () => {
  const snapshot = {
    ...World.of(generated).snapshot(),
    refused: [{ kind: "HorizontalPodAutoscaler", namespace, why: "no right to list it" }],
  };
  const { findings, unchecked } = examineLive(snapshot);
  expect(findings).toEqual([]);
  expect(unchecked).toEqual([`HorizontalPodAutoscaler in namespace ${namespace}: no right to list it`]);
});

test("a pod beside the chain is diagnosed too, and a broken chain is not told twice", () => {
  const lonely = {
    kind: "Pod",
    spec: { containers: [{ name: "x", image: "Shop/X" }] },
    status: { phase: "Pending", containerStatuses: [{ state: { waiting: { reason: "InvalidImageName" } } }] },
  };
  expect(seen(with_(lonely))).toEqual(["pod-image-name"]);
  expect(
    seen((world) => {
      world.stuck({ reason: "ErrImageNeverPull" });
      world.targets = [];
      world.slice.endpoints = [];
    }),
  ).toEqual(["pod-image-pull"]);
});
