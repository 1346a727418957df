import { generate } from "../support/portfolio";
import { call, generated, IMAGE, type Stage, stage } from "../support/stage";

jest.setTimeout(180_000); // a loaded machine

describe("up", () => {
  test("does everything in order", async () => {
    const staged = await stage("up", [], { env: { IMAGE } });
    expect(staged).toMatchObject({ status: 0 });
    const order = [
      "minikube start",
      "kubectl --context minikube create namespace express-app",
      "helm --kube-context minikube upgrade --install monitoring",
      "helm --kube-context minikube upgrade --install express-app",
    ];
    const positions = order.map((start) => staged.calls.findIndex((line) => line.startsWith(start)));
    expect(positions).not.toContain(-1);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(call(staged, "minikube start")).toBe("minikube start --memory=4096mb --cpus=2 --driver=docker");
    expect(call(staged, "kubectl --context minikube label --overwrite namespace express-app")).toContain(
      "pod-security.kubernetes.io/enforce=restricted",
    );
    expect(call(staged, "helm --kube-context minikube upgrade --install monitoring")).toContain(
      `oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack --version 88.5.3 -f ${generated.infra}/monitoring/values.yaml -n monitoring --wait`,
    );
  });

  test("leaves to Minikube what the environment says", async () => {
    const env = { IMAGE, MINIKUBE_DRIVER: "kvm2", MINIKUBE_CPUS: "3", MINIKUBE_MEMORY: "3g", MINIKUBE_PROFILE: "demo" };
    const staged = await stage("up", ["--", "--cni=calico"], { env });
    expect(call(staged, "minikube start")).toBe("minikube start --cni=calico");
    expect(call(staged, "helm --kube-context demo upgrade --install express-app")).not.toBe("");
  });

  test("asks nothing of a machine that is the node itself", async () => {
    expect(call(await stage("up", [], { env: { IMAGE, MINIKUBE_DRIVER: "none" }, without: "docker" }), "minikube start")).toBe(
      "minikube start",
    );
  });

  test("does not start what runs", async () => {
    const staged = await stage("up", [], { env: { IMAGE }, up: true });
    expect(staged.status).toBe(0);
    expect(call(staged, "minikube start")).toBe("");
  });

  test("takes another chart, with another version and values, from a mirror", async () => {
    const env = { IMAGE, MONITORING_CHART: "/mirror/stack", MONITORING_VALUES: "/mirror/values.yaml" };
    expect(call(await stage("up", [], { env, up: true }), "helm --kube-context minikube upgrade --install monitoring")).toMatch(
      /monitoring \/mirror\/stack -f \S+\/monitoring\/values\.yaml -f \/mirror\/values\.yaml -n monitoring/,
    );
    const versioned = await stage("up", [], { env: { ...env, MONITORING_CHART_VERSION: "1.2.3" }, up: true });
    expect(call(versioned, "helm --kube-context minikube upgrade --install monitoring")).toContain("/mirror/stack --version 1.2.3 ");
  });

  test("upgrades the custom resources with the chart, because Helm does not", async () => {
    const release = (chart: string) => JSON.stringify([{ name: "monitoring", chart }]);
    const old = await stage("up", [], { env: { IMAGE }, up: true, releases: release("kube-prometheus-stack-80.0.0") });
    expect(old.applied).toBe("crds\n");
    const same = await stage("up", [], { env: { IMAGE }, up: true, releases: release("kube-prometheus-stack-88.5.3") });
    expect(same.applied).toBe("");
  });

  test.each<[string, Stage, RegExp]>([
    ["Helm 3", { env: { IMAGE, HELM_VERSION: "v3.21.4" } }, /helm v3\.21\.4 is too old/],
    [
      "too little memory in Docker",
      { env: { IMAGE, DOCKER_MEMORY: "2147483648" } },
      /Docker has 2048 MB of memory, the cluster asks for 4096 MB[\s\S]*MINIKUBE_MEMORY=3072/,
    ],
    [
      "a taken node port",
      { env: { IMAGE }, up: true, services: '{"items":[{"metadata":{"name":"x","namespace":"y"},"spec":{"ports":[{"nodePort":30005}]}}]}' },
      /node port 30005 is taken by service y\/x/,
    ],
    ["a missing program", { env: { IMAGE }, without: "minikube" }, /minikube is not installed[\s\S]*minikube\.sigs\.k8s\.io/],
  ])("says what to do about %s", async (_, given, message) => {
    const staged = await stage("up", [], given);
    expect(staged).toMatchObject({ status: 1, stderr: expect.stringMatching(message) });
    expect(call(staged, "helm --kube-context minikube upgrade")).toBe("");
  });

  test("builds the application beside it while there is no published image", async () => {
    const staged = await stage("up", [], { up: true });
    expect(staged.status).toBe(0);
    expect(call(staged, "docker build")).toContain("--tag ghcr.io/octo-org/express-app:dev");
    expect(call(staged, "minikube image load")).toBe("minikube image load ghcr.io/octo-org/express-app:dev-0123456789ab");
    expect(call(staged, "helm --kube-context minikube upgrade --install express-app")).toContain("image.tag=dev-0123456789ab ");
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
});
