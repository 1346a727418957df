import { generate, generateFresh } from "../support/portfolio";
import { call, DIGEST, generated, IMAGE, stage } from "../support/stage";

jest.setTimeout(180_000); // a loaded machine

describe("deploy", () => {
  const upgrade = async (env: NodeJS.ProcessEnv, infra = generated.infra, args: string[] = []) =>
    call(await stage("deploy", args, { env, infra, up: true }), "helm --kube-context minikube upgrade");

  test("waits, rolls back by itself and passes tag and digest as text", async () => {
    const line = await upgrade({ IMAGE_TAG: "1234567", IMAGE_DIGEST: DIGEST });
    expect(line).toContain(`--set-string image.tag=1234567 --set-string image.digest=${DIGEST}`);
    expect(line).toContain("--rollback-on-failure --wait --timeout 5m --history-max 10");
    expect(line).toContain(`-f ${generated.infra}/environments/minikube/values.yaml`);
    expect(line).not.toContain("--reuse-values");
    expect(line).toContain("--server-side=true --force-conflicts"); // a kubectl edit by hand must not block deployments
  });

  test.each([
    ["ghcr.io/x/y:v1", "image.repository=ghcr.io/x/y --set-string image.tag=v1 --set-string image.digest= "],
    [`ghcr.io/x/y@${DIGEST}`, `image.repository=ghcr.io/x/y --set-string image.tag= --set-string image.digest=${DIGEST} `],
    [`localhost:5000/y:v1@${DIGEST}`, `image.repository=localhost:5000/y --set-string image.tag=v1 --set-string image.digest=${DIGEST} `],
  ])("understands IMAGE=%s", async (image, expected) => {
    expect(await upgrade({ IMAGE: image })).toContain(expected);
  });

  test("takes the record, and fails clearly without one", async () => {
    const { infra } = generateFresh();
    expect(await stage("deploy", [], { infra, up: true })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("no image to deploy"),
    });
    expect((await stage("record-image", [], { infra, env: { IMAGE_TAG: "sha-1", IMAGE_DIGEST: DIGEST } })).status).toBe(0);
    expect(await upgrade({}, infra)).toContain(`image.tag=sha-1 --set-string image.digest=${DIGEST}`);
  });

  test.each(["latest", "a,b=c", "x y", "x\ny", ""])("refuses the tag %j", async (tag) => {
    const staged = await stage("deploy", [], { env: { IMAGE_TAG: tag, IMAGE_DIGEST: tag ? "" : "sha256:1" }, up: true });
    expect(staged.status).toBe(1);
    expect(call(staged, "helm --kube-context minikube upgrade")).toBe("");
  });

  test("keeps the password of a private registry off every command line", async () => {
    const env = { IMAGE, REGISTRY_USERNAME: "octo", REGISTRY_PASSWORD: 'se"cret' };
    const state = await stage("deploy", [], { env, up: true, infra: generated.infra });
    expect(state.status).toBe(1); // the namespace is not there yet
    expect(state.calls.join("\n")).not.toContain("cret");
  });

  test("goes back", async () => {
    expect(call(await stage("deploy", ["--undo"], { up: true }), "helm --kube-context minikube rollback")).toContain(
      "rollback express-app -n express-app --server-side=true --force-conflicts --wait",
    );
  });
});

describe("image", () => {
  test("prints the image, and takes another loader", async () => {
    const staged = await stage("image", ["--no-deploy", "--", "--network", "host"], {
      up: true,
      env: { IMAGE_LOADER: 'cat >"$STATE/loaded"' },
    });
    expect(staged).toMatchObject({ status: 0, stdout: "ghcr.io/octo-org/express-app:dev-0123456789ab\n" });
    expect(call(staged, "docker build")).toMatch(/--build-arg VERSION=dev --build-arg REVISION=\S+ --network host \S+\/express-app$/);
    expect(call(staged, "minikube image")).toBe("");
    expect(call(staged, "helm --kube-context minikube upgrade")).toBe("");
  });

  test("is refused where it cannot be loaded", async () => {
    const { infra } = generate({ cluster: "gke" });
    expect(await stage("image", [], { infra, up: true })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("cannot be loaded into gke"),
    });
  });
});

describe("down", () => {
  test("removes the application before the monitoring", async () => {
    const { calls } = await stage("down", [], { up: true });
    expect(calls.filter((line) => line.includes("uninstall")).map((line) => line.split(" ")[4])).toEqual(["express-app", "monitoring"]);
  });

  test("has nothing to do without a cluster, and deletes it when told to", async () => {
    expect(await stage("down")).toMatchObject({ status: 0 });
    expect((await stage("down", ["--cluster"], { up: true })).calls).toEqual(["minikube delete"]);
  });
});
