import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { generate, generateFresh } from "../support/portfolio";
import { call, generated, IMAGE, type Stage, stage } from "../support/stage";

jest.setTimeout(180_000); // a loaded machine

describe("up", () => {
  test("does everything in order", async () => {
    const staged = await stage("up", [], { env: { IMAGE } });
    expect(staged).toMatchObject({ status: 0 });
    const order = [
      "minikube start",
      "kubectl --context octo-org-infra-k8s create -f -",
      "helm --kube-context octo-org-infra-k8s upgrade --install monitoring",
      "helm --kube-context octo-org-infra-k8s upgrade --install express-app",
    ];
    const positions = order.map((start) => staged.calls.findIndex((line) => line.startsWith(start)));
    expect(positions).not.toContain(-1);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(call(staged, "minikube start")).toBe("minikube start --profile octo-org-infra-k8s --memory=4096mb --cpus=2 --driver=docker");
    expect(staged.applied).toMatch(/name: express-app\n.*enforce: restricted,.*name: monitoring\n.*enforce: privileged,/s);
    expect(call(staged, "helm --kube-context octo-org-infra-k8s upgrade --install monitoring")).toContain(
      `oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack --version 88.5.3 -f ${generated.infra}/monitoring/values.yaml -n monitoring --labels portfolio=octo-org-infra-k8s --wait`,
    );
  });

  test("leaves to Minikube what the environment says", async () => {
    const env = { IMAGE, MINIKUBE_DRIVER: "kvm2", MINIKUBE_CPUS: "3", MINIKUBE_MEMORY: "3g", MINIKUBE_PROFILE: "demo" };
    const staged = await stage("up", ["--yes", "--", "--cni=calico"], { env });
    expect(call(staged, "minikube start")).toBe("minikube start --profile demo --cni=calico");
    expect(call(staged, "helm --kube-context demo upgrade --install express-app")).not.toBe("");
  });

  test("asks nothing of a machine that is the node itself", async () => {
    expect(call(await stage("up", [], { env: { IMAGE, MINIKUBE_DRIVER: "none" }, without: "docker" }), "minikube start")).toBe(
      "minikube start --profile minikube",
    );
  });

  test("does not start what runs", async () => {
    const staged = await stage("up", [], { env: { IMAGE }, up: true });
    expect(staged.status).toBe(0);
    expect(call(staged, "minikube start")).toBe("");
  });

  test("takes another chart, with another version and values, from a mirror", async () => {
    const env = { IMAGE, MONITORING_CHART: "/mirror/stack", MONITORING_VALUES: "/mirror/values.yaml" };
    expect(call(await stage("up", [], { env, up: true }), "helm --kube-context octo-org-infra-k8s upgrade --install monitoring")).toMatch(
      /monitoring \/mirror\/stack -f \S+\/monitoring\/values\.yaml -f \/mirror\/values\.yaml -n monitoring/,
    );
    const versioned = await stage("up", [], { env: { ...env, MONITORING_CHART_VERSION: "1.2.3" }, up: true });
    expect(call(versioned, "helm --kube-context octo-org-infra-k8s upgrade --install monitoring")).toContain(
      "/mirror/stack --version 1.2.3 ",
    );
  });

  test("upgrades the custom resources with the chart, because Helm does not", async () => {
    const namespaces = "namespace/there";
    const release = (chart: string) => JSON.stringify([{ name: "monitoring", chart }]);
    const old = await stage("up", [], { env: { IMAGE }, up: true, namespaces, releases: release("kube-prometheus-stack-80.0.0") });
    expect(old.applied).toBe("crds\n");
    const same = await stage("up", [], { env: { IMAGE }, up: true, namespaces, releases: release("kube-prometheus-stack-88.5.3") });
    expect(same.applied).toBe("");
  });

  test.each<[string, Stage, RegExp]>([
    ["Helm 3", { env: { IMAGE, HELM_VERSION: "v3.21.4" } }, /helm v3\.21\.4 is too old/],
    [
      "a Minikube that does not start, after Minikube's own words",
      {
        env: { IMAGE },
        more: { minikube: 'case "$*" in start*) echo "Docker Desktop has only 2048MB memory" >&2; exit 1 ;; *) exit 1 ;; esac' },
      },
      /only 2048MB memory\n[\s\S]*MINIKUBE_MEMORY=3072[\s\S]*down\.sh --cluster/,
    ],
    [
      "missing programs, all at once",
      { env: { IMAGE }, without: "helm minikube docker" },
      /not installed: helm minikube( docker)?\n.*brew install helm minikube( docker)?\n.*kubernetes\.io/,
    ],
    [
      "what it may not see",
      { env: { IMAGE, FORBIDDEN: "1" }, up: true },
      /cannot see namespace express-app with the credentials of context/,
    ],
  ])("says what to do about %s", async (_, given, message) => {
    const staged = await stage("up", [], given);
    expect(staged).toMatchObject({ status: given.env?.FORBIDDEN ? 3 : 1, stderr: expect.stringMatching(message) });
    expect(call(staged, "helm --kube-context octo-org-infra-k8s upgrade")).toBe("");
  });

  test("builds the application beside it while there is no published image", async () => {
    const staged = await stage("up", [], { up: true });
    expect(staged.status).toBe(0);
    expect(call(staged, "docker build")).toContain("--tag ghcr.io/octo-org/express-app:dev");
    expect(call(staged, "minikube image")).toBe(
      "minikube image --profile octo-org-infra-k8s load ghcr.io/octo-org/express-app:dev-0123456789ab",
    );
    expect(call(staged, "helm --kube-context octo-org-infra-k8s upgrade --install express-app")).toContain("image.tag=dev-0123456789ab ");
  });

  test("without an image and without the application beside it, fails before anything is started", async () => {
    const staged = await stage("up", [], { env: { APP_DIR: "/nonexistent" } });
    expect(staged).toMatchObject({ status: 1, stderr: expect.stringContaining("no image to deploy") });
    expect(call(staged, "minikube start")).toBe("");
  });

  test("on a shared cluster asks for its name", async () => {
    const { infra } = generate({ cluster: "eks" });
    const asked = await stage("up", [], { infra, up: true, env: { IMAGE } });
    expect(asked).toMatchObject({ status: 1, stderr: expect.stringContaining("'shared' needs a confirmation") });
    expect(call(asked, "helm --kube-context shared upgrade")).toBe("");
    const sure = await stage("up", ["--yes"], { infra, up: true, env: { IMAGE } });
    expect(sure.status).toBe(0);
    expect(sure.calls.filter((line) => line.startsWith("minikube"))).toEqual([]);
  });

  test("asks for another context of a Minikube portfolio, and starts no cluster for it", async () => {
    const asked = await stage("up", [], { up: true, env: { IMAGE, KUBE_CONTEXT: "prod" } });
    expect(asked).toMatchObject({ status: 1, stderr: expect.stringContaining("'prod' needs a confirmation") });
    const down = await stage("up", ["--yes"], { env: { IMAGE, KUBE_CONTEXT: "prod" } });
    expect(down).toMatchObject({ status: 1, stderr: expect.stringContaining("no cluster answers at context 'prod'") });
    expect(call(down, "minikube start")).toBe("");
  });

  test("leaves namespaces as they are that were there before", async () => {
    const staged = await stage("up", [], { up: true, env: { IMAGE }, namespaces: "namespace/there" });
    expect(staged).toMatchObject({ status: 0, applied: "" });
    expect(staged.calls.filter((line) => / label | create /.test(line))).toEqual([]);
  });

  test("leaves the monitoring of somebody else as it is", async () => {
    const { infra } = generate({ cluster: "eks" });
    const staged = await stage("up", ["--no-app", "--yes"], { infra, up: true, env: { MINE: "" }, releases: '[{"name":"monitoring"}]' });
    expect(staged).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("Release monitoring in namespace monitoring was not made from here"),
    });
    expect(call(staged, "helm --kube-context shared upgrade")).toBe("");
  });

  test("refuses a GKE Autopilot cluster, and says why", async () => {
    const { infra } = generate({ cluster: "gke" });
    const staged = await stage("up", ["--yes"], { infra, up: true, env: { IMAGE, NODE: "gk3-pool-1" } });
    expect(staged).toMatchObject({ status: 1, stderr: expect.stringMatching(/Autopilot cluster, which refuses the monitoring/) });
    expect(call(staged, "helm --kube-context shared upgrade")).toBe("");
  });

  test("on a cloud is content with the monitoring before the first image is published", async () => {
    const { infra } = generate({ cluster: "gke" });
    const staged = await stage("up", ["--yes"], { infra, up: true });
    expect(staged.calls.filter((line) => line.startsWith("docker "))).toEqual([]); // neither a daemon nor a registry
    expect(staged).toMatchObject({ status: 0, stderr: expect.stringContaining("the deploy workflow deploys the first one") });
    expect(call(staged, "helm --kube-context shared upgrade --install express-app")).toBe("");
    expect(call(staged, "helm --kube-context shared upgrade --install monitoring")).not.toBe("");
  });

  test("brings an Ingress controller to a cluster of one's own, at the node's ports, and takes it away", async () => {
    const { infra } = generate({ exposure: "ingress", ingressHost: "app.example.org" });
    const staged = await stage("up", [], { infra, up: true, env: { IMAGE } });
    const line = call(staged, "helm --kube-context octo-org-infra-k8s upgrade --install traefik");
    expect(line).toContain("oci://ghcr.io/traefik/helm/traefik --version ");
    expect(line).toContain("ports.web.hostPort=80");
    expect(line).toContain("ingressEndpoint.ip=127.0.0.1");
    expect(staged.calls.indexOf(line)).toBeLessThan(staged.calls.findIndex((one) => one.includes("upgrade --install express-app")));
    expect(staged.calls.filter((one) => one.startsWith("minikube addons"))).toEqual([]); // its own is retired
    const there = await stage("up", [], { infra, up: true, env: { IMAGE, INGRESS: "ingressclass/traefik" } });
    expect(call(there, "helm --kube-context octo-org-infra-k8s upgrade --install traefik")).toBe("");
    const down = await stage("down", ["--yes"], { infra, up: true });
    expect(call(down, "helm --kube-context octo-org-infra-k8s uninstall traefik -n traefik")).not.toBe("");
    const other = await stage("up", ["--yes"], { infra, up: true, env: { IMAGE, KUBE_CONTEXT: "prod" } });
    expect(other).toMatchObject({ status: 0, stderr: expect.stringContaining("no IngressClass traefik") });
    expect(call(other, "helm --kube-context prod upgrade --install traefik")).toBe("");
  });

  test("lets a load balancer of AWS decide when a pod is ready", async () => {
    const { infra } = generate({ cluster: "eks", exposure: "ingress", ingressHost: "app.example.org" });
    const staged = await stage("up", ["--yes"], { infra, up: true, env: { IMAGE } });
    expect(staged).toMatchObject({ status: 0, stderr: expect.stringContaining("no IngressClass alb") });
    expect(call(staged, "kubectl --context shared label")).toContain(
      "namespace express-app elbv2.k8s.aws/pod-readiness-gate-inject=enabled",
    );
  });
});

describe("what up sends afterwards, so that the dashboard is not empty", () => {
  const { infra } = generateFresh();
  writeFileSync(join(infra, "scripts/load.sh"), '#!/bin/sh\nsleep 1\necho "$*" >"$STATE/sent"\n');
  const byHand = { IMAGE, CI: "" };
  test("goes on in the background, for two minutes", async () => {
    const staged = await stage("up", [], { infra, up: true, env: byHand });
    expect(staged).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("For two minutes requests go to express-app in the background"),
    });
    const file = join(staged.state, "sent");
    expect(existsSync(file)).toBe(false); // nobody waits for it
    for (let tries = 0; !existsSync(file) && tries < 200; tries++) await sleep(50);
    expect(readFileSync(file, "utf8")).toBe("--seconds 120\n");
  });

  test.each<[string, string[], Stage]>([
    ["with --no-traffic", ["--no-traffic"], { env: byHand }],
    ["in CI", [], { env: { IMAGE, CI: "true" } }],
    ["without the application", ["--no-app"], { env: byHand }],
    ["on a cluster of others", ["--yes"], { env: { ...byHand, KUBE_CONTEXT: "prod" } }],
  ])("is nothing %s", async (_, args, given) => {
    const staged = await stage("up", args, { infra, up: true, ...given });
    expect(staged).toMatchObject({ status: 0, stderr: expect.not.stringContaining("in the background") });
    await sleep(1500);
    expect(existsSync(join(staged.state, "sent"))).toBe(false);
  });
});
