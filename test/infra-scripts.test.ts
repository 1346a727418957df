import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Generated, generate, generateFresh, temporaryFolder } from "./support/portfolio";
import { runScript, type ScriptResult } from "./support/scripts";
import { check, kubeconformArguments, toolsPath } from "./support/tools";

jest.setTimeout(180_000); // a loaded machine

const DIGEST = `sha256:${"a".repeat(64)}`;
const generated = generate();
const scripts = readdirSync(join(generated.infra, "scripts"))
  .filter((name) => name.endsWith(".sh") && !name.endsWith("lib.sh"))
  .map((name) => name.slice(0, -3));

/** Programs that only note how they were called; what they answer is given in shell. */
const programs: Readonly<Record<string, string>> = {
  kubectl: `case "$*" in
    *readyz*) [ -e "$STATE/up" ] ;;
    *api-resources*) echo servicemonitors.monitoring.coreos.com ;;
    *"get services"*) cat "$STATE/services" ;;
    *"get namespace "*) [ -e "$STATE/namespaces" ] ;;
    *"config current-context"*) echo shared ;;
    *" apply "*) cat >>"$STATE/applied" ;;
    *"create secret"*) cat /dev/stdin ;;
  esac`,
  helm: `case "$*" in
    version*) echo "\${HELM_VERSION:-v4.2.4}" ;;
    *" list "*) cat "$STATE/releases" ;;
    "show crds"*) echo crds ;;
  esac`,
  minikube: `case "$*" in
    start*) touch "$STATE/up" ;;
    "config get driver") exit 1 ;;
  esac`,
  docker: `case "$*" in
    *MemTotal*) echo "\${DOCKER_MEMORY:-8589934592}" ;;
    *NCPU*) echo 4 ;;
    "image inspect"*) echo sha256:0123456789abcdef0123 ;;
    save*) : >"$3" ;;
  esac`,
  kubeconform: "",
};

interface Staged extends ScriptResult {
  /** Each call: program and arguments. */
  readonly calls: string[];
  readonly applied: string;
}

interface Stage {
  readonly infra?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly up?: boolean;
  readonly services?: string;
  readonly releases?: string;
  readonly without?: string;
}

/** Runs a script with those programs. */
async function stage(
  script: string,
  args: string[] = [],
  { infra = generated.infra, env, up, services, releases, without }: Stage = {},
): Promise<Staged> {
  const state = temporaryFolder();
  const bin = join(state, "bin");
  mkdirSync(bin);
  for (const [name, body] of Object.entries(programs)) {
    if (name === without) continue;
    writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >>"$STATE/calls"\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  writeFileSync(join(state, "services"), services ?? '{"items":[]}');
  writeFileSync(join(state, "releases"), releases ?? "[]");
  for (const file of ["calls", "applied", ...(up ? ["up"] : [])]) writeFileSync(join(state, file), "");
  // Where a program is to be missing, only the system's own folders are left.
  const path = without ? `${bin}:/usr/bin:/bin` : `${bin}:${toolsPath}`;
  const result = await runScript(infra, script, args, { PATH: path, STATE: state, ...env });
  const read = (file: string) => readFileSync(join(state, file), "utf8");
  return { ...result, calls: read("calls").trim().split("\n"), applied: read("applied") };
}

const IMAGE = "ghcr.io/octo-org/express-app:sha-1";
const call = ({ calls }: Staged, start: string) => calls.find((line) => line.startsWith(start)) ?? "";

describe.each(scripts)("%s.sh", (name) => {
  test("explains itself, from any directory", async () => {
    const { status, stdout, stderr } = await runScript(generated.infra, name, ["--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Usage: scripts/${name}\\.sh`));
  });

  test("refuses what it does not know", async () => {
    expect(await stage(name, ["--nonsense"])).toMatchObject({ status: 1, calls: [""], stderr: expect.stringContaining("--nonsense") });
  });
});

test("the scripts are clean in every portfolio", () => {
  for (const options of [{}, { cluster: "eks", runtime: "flask" }] as const) {
    const { infra } = generate(options);
    check("shellcheck", ["--external-sources", ...readdirSync(join(infra, "scripts")).filter((name) => name.endsWith(".sh"))], {
      cwd: join(infra, "scripts"),
    });
  }
});

test("the check of pull requests is green, and red for a defect", async () => {
  const { infra, portfolio } = generateFresh();
  const schemas = kubeconformArguments().filter((_, index, all) => all[index - 1] === "-schema-location");
  const environment = { SCHEMA_LOCATIONS: schemas.map((place) => place.replace(/ /g, "")).join(" ") };
  const green = await runScript(infra, "check", [], environment);
  expect(green).toMatchObject({ status: 0, stderr: expect.stringMatching(/lint[\s\S]*schema[\s\S]*unit[\s\S]*rules[\s\S]*shell/) });

  const template = join(infra, "helm", portfolio.appName, "templates/service.yaml");
  chmodSync(template, 0o644);
  writeFileSync(template, readFileSync(template, "utf8").replace("targetPort:", "targetport:"));
  expect(await runScript(infra, "check", ["schema"], environment)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining("Invalid: 1"),
  });
});

describe("check schema", () => {
  const checked = async (env?: NodeJS.ProcessEnv) => call(await stage("check", ["schema"], { env }), "kubeconform");

  test("takes the schemas of a version of Kubernetes and of commits, so that it answers tomorrow as it does today", async () => {
    const asked = await checked();
    expect(asked).toMatch(/ -kubernetes-version \d+\.\d+\.\d+ /);
    const places = [...asked.matchAll(/ -schema-location (\S+)/g)].map(([, place]) => place);
    expect(places).toHaveLength(2);
    for (const place of places) expect(place).toMatch(/^https:\/\/raw\.githubusercontent\.com\/[\w.-]+\/[\w.-]+\/[0-9a-f]{40}(\/|$)/);
  });

  test("takes others that it is told", async () => {
    const asked = await checked({ KUBERNETES_VERSION: "1.30.1", SCHEMA_LOCATIONS: "/a /b/{{.ResourceKind}}.json" });
    expect(asked).toMatch(/ -kubernetes-version 1\.30\.1 -schema-location \/a -schema-location \/b\/\{\{\.ResourceKind\}\}\.json \S+$/);
  });
});

test("nothing in the scripts needs GNU tools", () => {
  for (const name of readdirSync(join(generated.infra, "scripts"))) {
    const source = readFileSync(join(generated.infra, "scripts", name), "utf8");
    expect(source).not.toMatch(
      /sed -i|grep -[a-zA-Z]*P|readlink -f|realpath|date -d|stat -c|base64 -w|xargs -r|mktemp --|\bseq\b|\[\[|^\s*local |echo -/m,
    );
  }
});

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

test.each([
  ["load", ["--rps", "51"]],
  ["load", ["--seconds", "901"]],
  ["load", ["--rps", "0"]],
  ["load", ["--seconds", "1e3"]],
  ["grafana", ["65536"]],
  ["verify", ["--timeout", "-1"]],
])("%s %j is out of bounds", async (name, args) => {
  expect(await stage(name, args, { up: true })).toMatchObject({ status: 1, calls: [""] });
});

describe("against an application", () => {
  const answers: Record<string, [type: string, body: string]> = {
    "/": ["text/html; charset=utf-8", "<html></html>"],
    "/health": ["application/json", '{"status":"ok"}'],
    "/ready": ["application/json", '{"status":"ready"}'],
    "/metrics": ["text/plain; version=0.0.4; charset=utf-8", "http_request_duration_seconds_count 1\n"],
    "/api/info": ["application/json", "{}"],
    "/api/work": ["application/json", "{}"],
  };
  let changed: typeof answers = {};
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const [type, body] = { ...answers, ...changed }[pathname] ?? [];
    if (body === undefined) response.writeHead(503).end("broken");
    else response.writeHead(200, { "Content-Type": type }).end(body);
  });
  const address = () => ({ APP_ADDRESS: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => server.close());
  beforeEach(() => {
    changed = {};
  });

  test("smoke is content with a good one", async () => {
    const { status, stdout } = await stage("smoke", [], { up: true, env: address() });
    expect({ status, lines: stdout.trim().split("\n").length }).toEqual({ status: 0, lines: 4 });
  });

  test.each<[string, string, [string, string] | [], RegExp]>([
    ["metrics as a page", "/metrics", ["text/html", "http_request_duration_seconds_count 1"], /\/metrics answered as 'text\/html'/],
    ["other metrics", "/metrics", ["text/plain; version=0.0.4", "up 1"], /without \^http_request_duration_seconds_count/],
    ["no readiness", "/ready", [], /\/ready answered 503/],
    ["another answer", "/health", ["application/json", "{}"], /\/health answered without/],
  ])("smoke refuses %s", async (_, path, answer, message) => {
    changed = { [path]: answer as [string, string] };
    const { status, stderr } = await stage("smoke", [], { up: true, env: address() });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(message) });
  });

  test("load sends what it says, and counts what fails", async () => {
    const good = await stage("load", ["--seconds", "2", "--rps", "7"], { up: true, env: address() });
    expect(good).toMatchObject({ status: 0, stdout: "200 14\n" });
    changed = { "/": [] as unknown as [string, string] };
    const bad = await stage("load", ["--seconds", "1", "--rps", "5"], { up: true, env: address() });
    expect(bad).toMatchObject({ status: 1, stdout: "200 4\n503 1\n" });
  });
});

describe("record-image", () => {
  const git = (cwd: string, ...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd, encoding: "utf8", stdio: "pipe" });
  const author = {
    GIT_AUTHOR_NAME: "bot",
    GIT_AUTHOR_EMAIL: "b@example.org",
    GIT_COMMITTER_NAME: "bot",
    GIT_COMMITTER_EMAIL: "b@example.org",
  };
  const path = "environments/minikube/image.yaml";
  const image = { IMAGE_TAG: `sha-${"1".repeat(40)}`, IMAGE_DIGEST: DIGEST, ...author };

  /** The infra repository in a remote, checked out without its history as a workflow does, and a clone of somebody else. */
  function remote(): { origin: string; clone: Generated; other: string } {
    const clone = generateFresh();
    const origin = join(temporaryFolder(), "origin.git");
    const other = join(temporaryFolder(), "other");
    git(clone.infra, "init", "--quiet", "--initial-branch=main");
    git(clone.infra, "add", ".");
    git(clone.infra, "commit", "--quiet", "-m", "Create");
    git(clone.infra, "clone", "--quiet", "--bare", ".", origin);
    rmSync(join(clone.infra, ".git"), { recursive: true });
    git(clone.infra, "clone", "--quiet", "--depth=1", "--no-checkout", `file://${origin}`, "shallow");
    renameSync(join(clone.infra, "shallow/.git"), join(clone.infra, ".git"));
    rmSync(join(clone.infra, "shallow"), { recursive: true });
    git(clone.infra, "reset", "--quiet");
    git(clone.infra, "clone", "--quiet", origin, other);
    return { origin, clone, other };
  }
  const show = (origin: string, file: string) => git(origin, "show", `main:${file}`);
  const push = (other: string, file: string, content: string) => {
    writeFileSync(join(other, file), content);
    git(other, "add", file);
    git(other, "commit", "--quiet", "-m", "Meanwhile");
    git(other, "push", "--quiet", "origin", "main");
  };

  test("changes the two fields, and nothing twice", async () => {
    const { origin, clone } = remote();
    const before = readFileSync(join(clone.infra, path), "utf8");
    expect((await runScript(clone.infra, "record-image", ["--commit"], image)).status).toBe(0);
    expect(show(origin, path)).toBe(before.replace('tag: ""', `tag: "${image.IMAGE_TAG}"`).replace('digest: ""', `digest: "${DIGEST}"`));
    expect((await runScript(clone.infra, "record-image", ["--commit"], image)).status).toBe(0);
    expect(git(origin, "log", "--format=%s", "main").trim().split("\n")).toEqual([
      `Record the deployed image ${image.IMAGE_TAG}`,
      "Create",
    ]);
  });

  test("goes on top of what others pushed meanwhile, and wins over an older record", async () => {
    const { origin, clone, other } = remote();
    push(other, "environments/minikube/values.yaml", "replicas: 3\n");
    push(other, path, 'image:\n  tag: "older"\n  digest: ""\n');
    const { status, stderr } = await runScript(clone.infra, "record-image", ["--commit"], image);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(show(origin, path)).toContain(`digest: "${DIGEST}"`);
    expect(show(origin, "environments/minikube/values.yaml")).toBe("replicas: 3\n");
  });

  test.each([
    { IMAGE_TAG: "latest" },
    { IMAGE_TAG: 'x"\nevil: true' },
    { IMAGE_DIGEST: "sha256:1" },
    { IMAGE_TAG: "" },
    { IMAGE_TAG: "a&b" },
  ])("refuses %j", async (change) => {
    const { infra } = generateFresh();
    const before = readFileSync(join(infra, path), "utf8");
    expect((await runScript(infra, "record-image", [], { ...image, ...change })).status).toBe(1);
    expect(readFileSync(join(infra, path), "utf8")).toBe(before);
  });
});
