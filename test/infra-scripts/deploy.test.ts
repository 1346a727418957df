import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate, generateFresh } from "../support/portfolio";
import { TestRegistry } from "../support/registry";
import { threeEnvironments, threeServices } from "../support/several";
import { call, DIGEST, generated, IMAGE, type Stage, stage } from "../support/stage";

jest.setTimeout(180_000); // a loaded machine

describe("deploy", () => {
  const upgrade = async (env: NodeJS.ProcessEnv, infra = generated.infra, args: string[] = []) =>
    call(await stage("deploy", args, { env, infra, up: true }), "helm --kube-context octo-org-infra-k8s upgrade");

  test("waits, and passes tag and digest as text", async () => {
    const line = await upgrade({ IMAGE_TAG: "1234567", IMAGE_DIGEST: DIGEST });
    expect(line).toContain(`--set-string image.tag=1234567 --set-string image.digest=${DIGEST}`);
    expect(line).toContain("--wait --timeout 5m --history-max 10");
    expect(line).toContain(`-f ${generated.infra}/environments/minikube/express-app/values.yaml`);
    expect(line).not.toContain("--reuse-values");
    expect(line).toContain("--server-side=true --force-conflicts"); // a kubectl edit by hand must not block deployments
  });

  test.each<[timeout: string, deadline: string | undefined]>([
    ["10m", "progressDeadlineSeconds=600 "],
    ["1h", "progressDeadlineSeconds=3600 "],
    ["301s", "progressDeadlineSeconds=301 "],
    ["90s", undefined],
    ["5m", undefined],
  ])("waits %s, and has Kubernetes give up no sooner (I12)", async (timeout, deadline) => {
    const line = await upgrade({ IMAGE }, generated.infra, ["--timeout", timeout]);
    expect(line).toContain(`--wait --timeout ${timeout} `);
    expect(/progressDeadlineSeconds=\d+ /.exec(`${line} `)?.[0]).toBe(deadline);
  });

  test.each(["0m", "5", "m", "1h30m", "1d", "5m\nx"])("refuses to wait %j, and says what it takes", async (timeout) => {
    const { status, stderr, calls } = await stage("deploy", ["--timeout", timeout], { env: { IMAGE }, up: true });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("--timeout must be a whole number with s, m or h") });
    expect(calls.filter((line) => /helm .*upgrade/.test(line))).toEqual([]);
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
  });

  test("from the record takes the tag only where the registry says that it is the digest's, or else what the image says of itself", async () => {
    const { infra, portfolio } = generateFresh();
    const registry = new TestRegistry(portfolio.imagePath);
    const REGISTRY_URL = await registry.start();
    const push = (revision: string) => {
      const labels = { "org.opencontainers.image.source": portfolio.appUrl, "org.opencontainers.image.revision": revision };
      return registry.push(`sha-${revision}`, { architectures: ["amd64", "arm64"], labels });
    };
    const [now, before] = ["a".repeat(40), "b".repeat(40)];
    const digests = { now: push(now), before: push(before) };
    const recorded = async (digest: string, env: NodeJS.ProcessEnv = { REGISTRY_URL }) => {
      const status = await stage("record-image", [], { infra, env: { IMAGE_TAG: `sha-${now}`, IMAGE_DIGEST: digest } });
      expect(status.status).toBe(0);
      return upgrade(env, infra);
    };
    expect(await recorded(digests.now)).toContain(`image.tag=sha-${now} --set-string image.digest=${digests.now}`);
    // Rolled back by hand: the digest was edited, the tag was not.
    expect(await recorded(digests.before)).toContain(`image.tag=sha-${before} --set-string image.digest=${digests.before}`);
    await registry.stop();
    expect(await recorded(digests.now)).toContain(`image.tag= --set-string image.digest=${digests.now}`);
    // What runs under that tag is not rolled out again because the registry is away.
    const RUNNING = `ghcr.io/octo-org/express-app@${digests.now} sha-${now}`;
    const again = await recorded(digests.now, { REGISTRY_URL, RUNNING });
    expect(again).toContain(`image.tag=sha-${now} --set-string image.digest=${digests.now}`);
  });

  test.each(["latest", "a,b=c", "x y", "x\ny", ""])("refuses the tag %j", async (tag) => {
    const staged = await stage("deploy", [], { env: { IMAGE_TAG: tag, IMAGE_DIGEST: tag ? "" : "sha256:1" }, up: true });
    expect(staged.status).toBe(1);
    expect(call(staged, "helm --kube-context octo-org-infra-k8s upgrade")).toBe("");
  });

  test("keeps the password of a private registry off every command line", async () => {
    const env = { IMAGE, REGISTRY_USERNAME: "octo", REGISTRY_PASSWORD: 'pass"word\nsecond' };
    const state = await stage("deploy", [], { env, up: true, infra: generated.infra });
    expect(state.status).toBe(0);
    expect(state.calls.join("\n") + state.stdout + state.stderr).not.toMatch(/pass"word|second/);
    const [, auth] = /"auth": "([^"]+)"/.exec(state.applied) ?? [];
    expect(Buffer.from(auth, "base64").toString()).toBe('octo:pass"word\nsecond');
  });

  const rollback = "helm --kube-context octo-org-infra-k8s rollback";
  const [superseded, failed, deployed] = ["superseded", "failed", "deployed"];
  const back = (revision: number, to: number, status = superseded) => ({ revision, status, description: `Rollback to ${to}` });
  const ok = (revision: number, status = superseded) => ({ revision, status });

  test.each([
    ["the one before", [ok(1), ok(2, deployed)], 1],
    ["past a failed one", [ok(1), ok(2, failed), ok(3, deployed)], 1],
    ["past one that was taken back", [ok(1), ok(2), back(3, 1), ok(4, deployed)], 3],
    ["further after a rollback", [ok(1), ok(2), ok(3), back(4, 2, deployed)], 1],
    ["whatever the order", [ok(10, deployed), ok(9), ok(2)], 9],
  ])("goes back to the newest revision that was healthy: %s", async (_, history, revision) => {
    const staged = await stage("deploy", ["--undo"], { up: true, history });
    expect(call(staged, rollback)).toContain(`rollback express-app ${revision} -n express-app --server-side=true --force-conflicts --wait`);
  });

  test("does not go back to what never was healthy", async () => {
    const staged = await stage("deploy", ["--undo"], { up: true, history: [ok(1, failed), ok(2, deployed)] });
    expect(staged).toMatchObject({ status: 1, stderr: expect.stringContaining("no earlier revision of express-app was healthy") });
    expect(call(staged, rollback)).toBe("");
  });

  test("shows why a deployment failed before it takes it back", async () => {
    const history = [ok(6), ok(7, deployed), ok(8, failed)];
    const staged = await stage("deploy", [], { env: { IMAGE, UPGRADE: "1" }, up: true, history });
    expect(staged).toMatchObject({ status: 1, stderr: expect.stringContaining("express-app was rolled back to revision 7") });
    const at = (start: string) => staged.calls.findIndex((line) => line.includes(start));
    expect(at(" logs --selector")).toBeGreaterThan(at("upgrade --install express-app"));
    expect(at("rollback express-app 7")).toBeGreaterThan(at(" logs --selector"));
  });

  test("leaves alone what runs when the deployment never began", async () => {
    const staged = await stage("deploy", [], { env: { IMAGE, UPGRADE: "1" }, up: true, history: [ok(1), ok(2, deployed)] });
    expect(staged.status).toBe(1);
    expect(call(staged, rollback)).toBe("");
  });

  test.each<[string, "minikube" | "gke", NodeJS.ProcessEnv]>([
    ["a shared cluster", "gke", {}],
    ["another context of a Minikube portfolio", "minikube", { KUBE_CONTEXT: "prod" }],
  ])("asks on %s", async (_, cluster, env) => {
    const { infra } = generate({ cluster });
    for (const args of [[], ["--undo"]]) {
      const history = [ok(1), ok(2, deployed)];
      const asked = await stage("deploy", args, { infra, up: true, env: { IMAGE, ...env }, history });
      expect(asked).toMatchObject({ status: 1, stderr: expect.stringContaining("needs a confirmation") });
      expect(asked.calls.filter((line) => /upgrade|rollback/.test(line))).toEqual([]);
      expect((await stage("deploy", [...args, "--yes"], { infra, up: true, env: { IMAGE, ...env }, history })).status).toBe(0);
    }
  });

  test("leaves a release of somebody else alone", async () => {
    const { infra } = generate({ cluster: "gke" });
    const staged = await stage("deploy", ["--yes"], { infra, up: true, env: { IMAGE, MINE: "" }, releases: '[{"name":"express-app"}]' });
    expect(staged).toMatchObject({ status: 1, stderr: expect.stringContaining("was not made from here") });
    expect(call(staged, "helm --kube-context shared upgrade")).toBe("");
  });
});

describe("prove", () => {
  const at = (calls: readonly string[], part: string) => calls.findIndex((line) => line.includes(part));
  // Its parts are other scripts: each has tests of its own.
  const parts = (results: Readonly<Record<string, string>>) => {
    const { infra } = generateFresh();
    for (const name of ["deploy", "smoke", "verify", "status"]) {
      const body = `#!/bin/sh\necho "${name} $*" >>"$STATE/calls"\n${results[name] ?? ""}\n`;
      writeFileSync(join(infra, "scripts", `${name}.sh`), body, { mode: 0o755 });
    }
    return infra;
  };

  test("deploys, asks and verifies, and has nothing to say when all is well", async () => {
    const staged = await stage("prove", ["--undo", "--yes"], { infra: parts({}), up: true, env: { GITHUB_RUN_ID: "7" } });
    expect(staged).toMatchObject({ status: 0, stdout: "" });
    expect(staged.calls.slice(1)).toEqual(["deploy --yes --description run 7", "smoke ", "verify --timeout 420"]);
  });

  test.each([
    [
      "deploy",
      "echo 'error: ours'; echo '  more' >&2; echo 'error: the deployment failed' >&2; echo '  See above' >&2; exit 1",
      "deploy: the deployment failed",
    ],
    ["smoke", "echo 'error: /ready answered 503' >&2; exit 1", "smoke: /ready answered 503"],
    ["verify", "echo 'BROKEN: service-port-name: web'; echo '  fix: it' >&2; exit 1", "verify: service-port-name: web"],
    ["smoke", "exit 1", "smoke: it failed without a word"],
  ])("says in one line why %s fails, shows what there is, and goes back", async (script, body, reason) => {
    const staged = await stage("prove", ["--undo", "--yes"], { infra: parts({ [script]: body }), up: true });
    expect(staged).toMatchObject({ status: 1, stdout: `refused=${reason}\n` });
    const isDeployed = script !== "deploy"; // deploy.sh shows and takes back by itself
    expect(at(staged.calls, "status --all") >= 0).toBe(isDeployed);
    expect(at(staged.calls, "deploy --undo --yes") > at(staged.calls, "status --all")).toBe(isDeployed);
  });

  test.each([
    ["may not see its pods", { smoke: "echo 'error: cannot see the pods' >&2; exit 3" }],
    ["is killed", { deploy: "kill -9 $$" }],
    ["loses its cluster", { verify: `echo 'error: no answer' >&2; rm "$STATE/up"; exit 1` }],
  ])("does not blame the image when it %s", async (_, results) => {
    expect(await stage("prove", ["--yes"], { infra: parts(results), up: true })).toMatchObject({ status: 1, stdout: "" });
  });

  test.each([
    ["down", {}],
    ["refused", { up: true, env: { REFUSED: "1" } }],
  ])("begins nothing with a cluster that is %s", async (_, world) => {
    const staged = await stage("prove", ["--yes"], { infra: parts({}), ...world });
    expect(staged).toMatchObject({ status: expect.any(Number), stdout: "" });
    expect(staged.status).not.toBe(0);
    expect(at(staged.calls, "deploy")).toBe(-1);
  });
});

describe("image", () => {
  test("prints the image, and takes another loader", async () => {
    const staged = await stage("image", ["--no-deploy", "--", "--network", "host"], {
      up: true,
      env: { IMAGE_LOADER: 'cat >"$STATE/loaded"' },
    });
    expect(staged).toMatchObject({ status: 0, stdout: "ghcr.io/octo-org/express-app:dev-0123456789ab\n" });
    expect(call(staged, "docker build")).toMatch(
      /--build-arg VERSION=dev --build-arg REVISION=\S+ --file \S+\/express-app\/Dockerfile --network host \S+\/express-app\/\.$/,
    );
    expect(call(staged, "minikube image")).toBe("");
    expect(call(staged, "helm --kube-context octo-org-infra-k8s upgrade")).toBe("");
  });

  test("is not loaded into this portfolio's Minikube for another cluster", async () => {
    const staged = await stage("image", [], { up: true, env: { KUBE_CONTEXT: "kind-shop" } });
    expect(staged).toMatchObject({ status: 1, stderr: expect.stringMatching(/'kind-shop' is another cluster\n.*IMAGE_LOADER/) });
    expect(call(staged, "docker build") + call(staged, "minikube image")).toBe("");
  });

  test("is built by the Dockerfile and from the folder that the options name", async () => {
    const options = {
      runtime: "container",
      healthPath: "/healthz",
      dockerfile: "services/api/Dockerfile",
      buildContext: "services/api",
    } as const;
    const { infra, app } = generateFresh(options);
    const missing = await stage("image", ["--no-deploy"], { infra, up: true });
    expect(missing.stderr).toContain("no services/api/Dockerfile in ");
    mkdirSync(join(app, "services/api"), { recursive: true });
    writeFileSync(join(app, "services/api/Dockerfile"), "FROM scratch\n");
    const built = await stage("image", ["--no-deploy"], { infra, up: true, env: { IMAGE_LOADER: "cat >/dev/null" } });
    expect(call(built, "docker build")).toMatch(/ --file \S+\/services\/api\/Dockerfile \S+\/services\/api$/);
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

  test.each([
    ["services", threeServices, { status: 0 }],
    ["environments", threeEnvironments, { status: 1, stderr: expect.stringContaining("the gke cluster is not deleted from here") }],
  ])("deletes the Minikube of several %s once", async (_, options, result) => {
    const staged = await stage("down", ["--cluster", "--yes"], { infra: generate(options).infra, up: true });
    expect(staged).toMatchObject(result);
    expect(staged.calls.filter((line) => line.startsWith("minikube delete"))).toHaveLength(1);
  });

  test("leaves in a shared cluster what was not made from here", async () => {
    const { infra } = generate({ cluster: "gke" });
    const given: Stage = { infra, up: true, releases: '[{"name":"monitoring"}]' };
    const others = await stage("down", ["--yes"], { ...given, env: { MINE: "" } });
    expect(others).toMatchObject({ status: 0, stderr: expect.stringContaining("portfolio=octo-org-infra-k8s") });
    expect(others.calls.filter((line) => line.includes("uninstall"))).toEqual([]);
    const own = await stage("down", ["--yes"], given);
    expect(own.calls.filter((line) => line.includes("uninstall"))).toHaveLength(2);
  });

  test("does not take refused credentials for a cluster that is not there", async () => {
    expect(await stage("down", [], { env: { REFUSED: "1" } })).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("with the credentials of context 'octo-org-infra-k8s'"),
    });
  });

  test("has nothing to do without a cluster", async () => {
    expect(await stage("down")).toMatchObject({ status: 0 });
  });

  test.each(["down", "up", "deploy"] as const)(
    "asks before it touches a profile that is not called as the portfolio is (%s)",
    async (script) => {
      const staged = await stage(script, [], { env: { MINIKUBE_PROFILE: "work", IMAGE: "a/b:c" }, up: true });
      expect(staged).toMatchObject({ status: 1, stderr: expect.stringContaining("on context 'work' needs a confirmation") });
      expect(staged.calls.filter((line) => /uninstall|upgrade|create|apply/.test(line))).toEqual([]);
    },
  );

  test("does not guess which of two flags counts", async () => {
    for (const flags of [
      ["--app", "--cluster"],
      ["--cluster", "--app"],
    ])
      expect(await stage("down", [...flags, "--yes"], { up: true })).toMatchObject({
        status: 1,
        calls: [""],
        stderr: expect.stringContaining("exclude each other"),
      });
  });

  test.each([
    [{}, "octo-org-infra-k8s"],
    [{ MINIKUBE_PROFILE: "demo" }, "demo"],
    [{ MINIKUBE_DRIVER: "none" }, "minikube"],
  ])("deletes its own profile and no other, and asks before (%j)", async (env, profile) => {
    expect(await stage("down", ["--cluster"], { env, up: true })).toMatchObject({ status: 1, calls: [""] });
    expect((await stage("down", ["--cluster", "--yes"], { env, up: true })).calls).toEqual([`minikube delete --profile ${profile}`]);
  });
});
