import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LiveFinding } from "../../../src/doctor/live/finding";
import { clusterOf, commandInCluster, inCluster } from "../../support/cluster";
import { type CommandResult, repositoryRoot } from "../../support/command";
import type { Cluster } from "../../support/fake-kubectl";
import { inProcess } from "../../support/in-process";
import { temporaryFolder } from "../../support/portfolio";
import { generated } from "../../support/verdict";
import { World } from "../../support/world";

jest.setTimeout(180_000); // a loaded machine

const { appName, appNamespace, monitorNamespace, monitoringNamespace, prometheusName } = generated.portfolio;
const contract = ["--service", appName, "--monitors", monitorNamespace, "--prometheus", `${monitoringNamespace}/${prometheusName}`];

function world(change: (world: World) => void = () => {}): Cluster {
  const made = World.of(generated);
  change(made);
  return clusterOf(made.snapshot());
}

const command = (args: readonly string[]): Promise<CommandResult> => inProcess(args, repositoryRoot);
const json = (text: string): { findings: LiveFinding[]; notChecked: string[] } => JSON.parse(text);
const linksOf = (text: string) => json(text).findings.map(({ link }) => link);
const noLabel = (made: World) => {
  delete made.monitors[0].metadata.labels.release;
};

test("a healthy cluster: exit 0, everything proven, nothing but reading", async () => {
  const { status, stdout, asked } = await inCluster(world(), ["doctor", "--live", ...contract]);
  expect(stdout).toMatch(/^ok {2}targets .*http:.*\nok {2}rules .*data\nok {2}dashboard .*data\n$/);
  expect(status).toBe(0);
  const verbs = asked.map((args) => args.find((arg, index) => !arg.startsWith("-") && args[index - 1] !== "--namespace"));
  expect([...new Set(verbs)].sort()).toEqual(["config", "get"]);
  expect(asked.filter((args) => args[0] === "get").every((args) => args.includes("--request-timeout=20s"))).toBe(true);
});

test("a broken one: exit 1, the first broken link with its object, field, evidence and the command that mends it", async () => {
  const { status, stdout } = await inCluster(world(noLabel), ["doctor", "--live", "--json", ...contract]);
  expect(status).toBe(1);
  expect(json(stdout).findings).toEqual([
    {
      id: "D01",
      link: "servicemonitor-labels",
      severity: "error",
      heals: false,
      object: `ServiceMonitor ${monitorNamespace}/${appNamespace}.${appName}`,
      field: "metadata.labels",
      evidence: expect.stringContaining(`app.kubernetes.io/instance=${appName}`),
      cause: expect.stringContaining('but Prometheus selects {"matchLabels":{"release":"monitoring"}}'),
      fix: expect.stringContaining(
        `kubectl -n ${monitorNamespace} label servicemonitor ${appNamespace}.${appName} release=monitoring --overwrite`,
      ),
    },
  ]);
});

test.each(["a cluster", "a snapshot of it"])(
  "%s has null where a list is empty, as Kubernetes writes it: the selector is named",
  async (from) => {
    const made = World.of(generated);
    made.service.spec.selector = { "app.kubernetes.io/name": "another" };
    Object.assign(made.slice, { endpoints: null, ports: null });
    const snapshot = join(temporaryFolder(), "snapshot.json");
    writeFileSync(snapshot, JSON.stringify(made.snapshot()));
    const args = ["doctor", "--live", "--json", ...contract];
    const { stdout } =
      from === "a cluster"
        ? await inCluster(clusterOf(made.snapshot()), args)
        : await command(["doctor", "--json", "--snapshot", snapshot]);
    expect(linksOf(stdout)).toEqual(["service-selector"]);
  },
);

test("without a contract the monitor is found by what it selects, and its first broken link named", async () => {
  expect(linksOf((await inCluster(world(), ["doctor", "--live", "--json"])).stdout)).toEqual([]);
  expect(linksOf((await inCluster(world(noLabel), ["doctor", "--live", "--json"])).stdout)).toEqual(["servicemonitor-labels"]);
  const unnamed = world((made) => {
    delete made.service.spec.ports[0].name;
  });
  expect(linksOf((await inCluster(unnamed, ["doctor", "--live", "--json"])).stdout)).toEqual(["service-port-name"]);
  const nothing = world((made) => {
    made.monitors = [];
  });
  expect(linksOf((await inCluster(nothing, ["doctor", "--live", "--json"])).stdout)).toEqual([]);
});

test("what one may not list is not absent", async () => {
  const refused = { ...world(), refused: ["servicemonitors", "secrets"] };
  const free = commandInCluster(refused, ["doctor", "--live", "--json"]);
  expect(json(free.stdout).findings).toEqual([]);
  expect(json(free.stdout).notChecked).toEqual(
    expect.arrayContaining([
      "ServiceMonitor: no right to list servicemonitors",
      `Secret in namespace ${appNamespace}: no right to list secrets`,
    ]),
  );
  // Who wants a proof has none.
  const asked = await inCluster(refused, ["doctor", "--live", "--json", ...contract]);
  expect(asked.status).toBe(1);
  expect(linksOf(asked.stdout)).toEqual(["access"]);
});

describe("a Prometheus that chooses namespaces by a label", () => {
  const byTeam = (made: World) => {
    made.prometheus.spec.serviceMonitorNamespaceSelector = { matchLabels: { team: "shop" } };
  };
  const labelled = (team: string): Cluster => {
    const cluster = world(byTeam);
    for (const { metadata } of cluster.resources.namespaces!)
      Object.assign(metadata, { labels: { ...metadata.labels, ...(metadata.name === monitorNamespace && { team }) } });
    return cluster;
  };

  test("is asked for with the labels of the namespace that a monitor stands in, wherever that is", async () => {
    expect(monitorNamespace).not.toBe(appNamespace);
    expect(linksOf((await inCluster(labelled("shop"), ["doctor", "--live", "--json"])).stdout)).toEqual([]);
    expect(linksOf((await inCluster(labelled("other"), ["doctor", "--live", "--json"])).stdout)).toEqual(["servicemonitor-namespace"]);
  });

  test("is not said to pass over a namespace whose labels one may not read", async () => {
    const { stdout } = await inCluster({ ...labelled("other"), refused: ["namespaces"] }, ["doctor", "--live", "--json"]);
    expect(linksOf(stdout)).toEqual([]);
    expect(json(stdout).notChecked).toEqual(["Namespace: no right to list namespaces"]);
  });

  test("is said to when it asks for another name, which needs no right", async () => {
    const named = world((made) => {
      made.prometheus.spec.serviceMonitorNamespaceSelector = { matchLabels: { "kubernetes.io/metadata.name": "other", team: "shop" } };
    });
    const { stdout } = await inCluster({ ...named, refused: ["namespaces"] }, ["doctor", "--live", "--json"]);
    expect(linksOf(stdout)).toEqual(["servicemonitor-namespace"]);
  });
});

test("of two Prometheuses the one that takes the monitor is asked for its data", async () => {
  const cluster = world();
  cluster.resources["prometheuses.monitoring.coreos.com"]!.unshift({
    kind: "Prometheus",
    metadata: { name: "other", namespace: "other" },
    spec: { serviceMonitorSelector: { matchLabels: { release: "other" } } },
  });
  const { stdout, asked } = await inCluster(cluster, ["doctor", "--live", "--json", "--service", appName, "--monitors", monitorNamespace]);
  const queries = asked.flatMap((args) => args.filter((arg) => arg.includes("/api/v1/query?")));
  expect(queries.length).toBeGreaterThan(0);
  expect(queries.filter((path) => !path.startsWith(`/api/v1/namespaces/${monitoringNamespace}/`))).toEqual([]);
  expect(linksOf(stdout)).toEqual([]);
});

test.each([
  ["IPv4", (address: string) => address],
  ["IPv6", (address: string) => `[fd00::${address.split(".").at(-1)}]`],
])("a monitor that names a port of the pods, not of the Service: targets are known by their host (%s)", async (_, host) => {
  const byTargetPort = (made: World) => {
    made.monitors[0].spec.endpoints[0].targetPort = 8081;
    delete made.monitors[0].spec.endpoints[0].port;
    for (const endpoint of made.slice.endpoints)
      endpoint.addresses = endpoint.addresses.map((one: string) => host(one).replace(/[[\]]/g, ""));
    for (const target of made.targets) {
      const [address = "", port] = target.discoveredLabels.__address__.split(":");
      target.discoveredLabels.__address__ = `${host(address)}:${port}`;
    }
  };
  expect(linksOf((await inCluster(world(byTargetPort), ["doctor", "--live", "--json", ...contract])).stdout)).toEqual([]);
  const fewer = world((made) => {
    byTargetPort(made);
    made.targets.pop();
  });
  expect(linksOf((await inCluster(fewer, ["doctor", "--live", "--json", ...contract])).stdout)).toEqual(["target-missing"]);
});

test("--wait looks again for what may heal, says what it waits for, and at once reports what does not", async () => {
  const started = Date.now();
  const pending = world((made) => {
    made.targets[1].health = "unknown";
  });
  const waited = await inCluster(pending, ["doctor", "--live", "--wait", "4", "--visit", "web,/,/api/info", ...contract]);
  const service = `/api/v1/namespaces/${appNamespace}/services/${appName}:web/proxy`;
  expect(waited.asked).toEqual(expect.arrayContaining(["/", "/api/info"].map((path) => expect.arrayContaining([`${service}${path}`]))));
  expect(waited.stderr).toMatch(/^\.\.\. target-pending: http:/m);
  expect(waited.stdout).toMatch(/^BROKEN: target-pending: .+\n {2}fix: .+$/m);
  expect(waited.status).toBe(1);
  const looks = waited.asked.filter((args) => args.includes("/apis/monitoring.coreos.com/v1")).length;
  expect(looks).toBeGreaterThan(1);
  expect(Date.now() - started).toBeGreaterThan(4000);
  const { asked, status } = await inCluster(world(noLabel), ["doctor", "--live", "--wait", "600", ...contract]);
  expect(status).toBe(1);
  expect(asked.filter((args) => args.includes("/apis/monitoring.coreos.com/v1"))).toHaveLength(1);
});

test("a snapshot has no secret in it, and is read back with the same verdict", async () => {
  const cluster = world(noLabel);
  const [deployment] = cluster.resources["deployments.apps"] as unknown as {
    spec: { template: { spec: { containers: { env?: unknown[] }[] } } };
  }[];
  deployment!.spec.template.spec.containers[0]!.env = [
    { name: "DB_PASSWORD", value: "hunter2" },
    { name: "DATABASE_URL", value: "postgres://ann:hunter2@db/shop" },
    { name: "LOG_LEVEL", value: "debug" },
  ];
  cluster.resources.secrets = [
    {
      kind: "Secret",
      type: "Opaque",
      data: { password: "aHVudGVyMg==" },
      metadata: { name: "db", namespace: appNamespace, annotations: { "kubectl.kubernetes.io/last-applied-configuration": "hunter2" } },
    },
  ];
  const { status, stdout } = await inCluster(cluster, ["doctor", "snapshot", ...contract]);
  expect(status).toBe(0);
  expect(stdout).not.toMatch(/hunter2|aHVudGVyMg/);
  const { objects } = JSON.parse(stdout);
  expect(objects.find(({ kind }: { kind: string }) => kind === "Secret")).toMatchObject({
    metadata: { name: "db" },
    type: "Opaque",
    keys: ["password"],
  });
  expect(stdout).toContain('"value": "debug"');

  const file = join(temporaryFolder(), "cluster.json");
  writeFileSync(file, stdout);
  const read = await command(["doctor", "--snapshot", file, "--json"]);
  expect(read.status).toBe(1);
  expect(linksOf(read.stdout)).toEqual(["servicemonitor-labels"]);
});

test("a cluster that does not answer is a sentence", () => {
  const { status, stderr } = commandInCluster({ ...world(), down: true }, ["doctor", "--live"]);
  expect(stderr).toMatch(/^no cluster answers at the current context: The connection to the server/);
  expect(status).toBe(1);
});

test("credentials that are refused are no absent cluster", () => {
  const down = "error: You must be logged in to the server (Unauthorized)";
  const { status, stderr } = commandInCluster({ ...world(), down }, ["doctor", "--live"]);
  expect({ status, stderr }).toEqual({ status: 1, stderr: `the cluster refuses the credentials of the current context: ${down}\n` });
});

test.each([
  [["--live", "--snapshot", "x"], "give one of them"],
  [["--live", "--sarif"], "a cluster has none"],
  [["--live", "--wait", "soon"], '--wait is "soon"'],
  [["--live", "--skip", "pods"], '--skip knows no "pods"'],
  [["--live", "--prometheus", "x"], "<namespace>/<name>"],
  [["--live", "src"], "give no folder"],
  [["--namespace", "shop"], "--namespace is about a cluster"],
  [["--snapshot", "x", "--wait", "3"], "--wait is for --live"],
])("%p is misuse", async (args, said) => {
  const { status, stderr } = await command(["doctor", ...args]);
  expect(stderr).toContain(said);
  expect(status).toBe(2);
});

test("a file that is no snapshot is a sentence", async () => {
  const file = join(temporaryFolder(), "x.json");
  writeFileSync(file, '{"version": 1, "objects": [{}]}');
  const { status, stderr } = await command(["doctor", "--snapshot", file]);
  expect(stderr).toContain("is no snapshot of a cluster");
  expect(status).toBe(1);
});

test.each([
  ["D01", /^D01 {2}The Prometheus of the stack/],
  ["servicemonitor-namespace", /^D02 {2}servicemonitor-namespace\n\nSymptom: the ServiceMonitor exists/],
  ["L11", /^L11 {2}prometheus-api\n\nPrometheus does not answer/],
])("explain %s", async (id, said) => {
  const { status, stdout } = await command(["doctor", "explain", id]);
  expect(status).toBe(0);
  expect(stdout).toMatch(said);
});

test("the report names the story of what is broken, which is not that of a check of files with the same id", async () => {
  const { stdout } = await inCluster(world(noLabel), ["doctor", "--live", ...contract]);
  const [, advised = ""] = /^More: create-devops-portfolio (.+)$/m.exec(stdout) ?? [];
  const explained = await command(advised.split(" "));
  expect(explained.status).toBe(0);
  expect(explained.stdout).toMatch(/^D01 {2}servicemonitor-labels\n/);
});
