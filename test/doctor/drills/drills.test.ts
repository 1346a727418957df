import { drillCommand } from "../../../src/doctor/drills/command";
import { type Cluster, grade } from "../../../src/doctor/drills/drill";
import { drills } from "../../../src/doctor/drills/table";
import { liveStories } from "../../../src/doctor/live/links";

type Objects = Record<string, { metadata: { name: string; [key: string]: unknown }; [key: string]: unknown }>;

const healthy = (): Objects => ({
  service: {
    metadata: { name: "web", labels: { app: "web" } },
    spec: { selector: { app: "web" }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
  },
  deployment: {
    metadata: { name: "web" },
    spec: {
      template: {
        metadata: { labels: { app: "web" } },
        spec: {
          containers: [
            { name: "web", image: "ghcr.io/octo/web:1", readinessProbe: { httpGet: { path: "/readyz", port: "http" } }, resources: {} },
          ],
        },
      },
    },
  },
  servicemonitor: {
    metadata: { name: "shop.web", namespace: "monitoring", labels: { release: "monitoring" } },
    spec: {
      namespaceSelector: { matchNames: ["shop"] },
      selector: { matchLabels: { app: "web" } },
      endpoints: [{ port: "http", path: "/metrics" }],
    },
  },
});

/** A cluster of three objects that knows what kubectl is asked here: get, patch with JSON operations, ConfigMaps. */
class Fake implements Cluster {
  readonly objects = healthy();
  record: string | undefined;
  readonly writes: string[][] = [];

  async run(args: readonly string[]) {
    const [verb, kind, name] = args as [string, string, string];
    if (verb !== "get" && verb !== "config") this.writes.push([...args]);
    const said = (stdout: string, ok = true) => ({ ok, stdout, error: ok ? "" : "refused" });
    if (verb === "config") return said("shop");
    if (kind === "configmap") return said(this.configMap(verb, args));
    const key = kind.split(".")[0]!.replace(/s$/, "");
    if (verb === "get") return said(JSON.stringify(name === "-n" || name === "-A" ? { items: [this.objects[key]] } : this.objects[key]));
    this.patch(key, JSON.parse(args.at(-1)!));
    return said("");
  }

  private configMap(verb: string, args: readonly string[]): string {
    if (verb === "create") this.record = args.at(-1)!.replace("--from-literal=drill=", "");
    if (verb === "delete") this.record = undefined;
    return verb === "get" && this.record ? JSON.stringify({ data: { drill: this.record } }) : "";
  }

  private patch(key: string, [{ op, path, value }]: { op: string; path: string; value?: unknown }[]): void {
    const steps = path.slice(1).split("/");
    const last = steps.pop()!;
    // biome-ignore lint/suspicious/noExplicitAny: it walks through whatever there is.
    const parent = steps.reduce((found: any, step) => found[step], this.objects[key]);
    if ((op === "add") === last in parent) throw new Error(`${op} ${path}`);
    if (op === "remove") delete parent[last];
    else parent[last] = value;
  }
}

const asked = { answer: "", ask: async () => true };

test("ten drills, each with a name, and a check of the live doctor that names it", () => {
  expect(drills).toHaveLength(10);
  expect(new Set(drills.map(({ name }) => name)).size).toBe(10);
  expect(drills.filter(({ link }) => !liveStories.some((story) => story.link === link))).toEqual([]);
  expect(drills.filter(({ answer, words }) => !words.test(answer))).toEqual([]);
});

test.each(drills.map(({ name }) => name))(
  "%s: breaks one object, tells the symptom and not the fault, and ends as it began",
  async (name) => {
    const cluster = new Fake();
    const { symptom, answer } = drills.find((drill) => drill.name === name)!;
    const told = await drillCommand({ ...asked, word: name }, cluster);
    expect(told).toContain(symptom);
    expect(told).not.toContain(answer);
    const changed = Object.entries(healthy()).filter(([key, before]) => JSON.stringify(cluster.objects[key]) !== JSON.stringify(before));
    expect(changed).toHaveLength(1);
    expect(await drillCommand({ ...asked, word: "grade", answer: "the moon" }, cluster)).toMatch(/not it/);
    expect(await drillCommand({ ...asked, word: "grade", answer }, cluster)).toContain(`drill ${name}: ${answer}; found after`);
    expect(await drillCommand({ ...asked, word: "end" }, cluster)).toContain(answer);
    expect(cluster.objects).toEqual(healthy());
    expect(cluster.record).toBeUndefined();
    // The monitor of the service stands beside Prometheus; everything else is in the service's own namespace.
    for (const args of cluster.writes) expect(args[args.indexOf("-n") + 1]).toBe(args[1] === "servicemonitor" ? "monitoring" : "shop");
  },
);

test("who mended it already ends it all the same", async () => {
  const cluster = new Fake();
  await drillCommand({ ...asked, word: "unseen" }, cluster);
  Object.assign(cluster.objects, healthy());
  await drillCommand({ ...asked, word: "end" }, cluster);
  expect(cluster.objects).toEqual(healthy());
});

test("nothing is changed without a yes, in others' namespaces, under another name or while a drill is on", async () => {
  const cluster = new Fake();
  expect(await drillCommand({ answer: "", ask: async () => false, word: "unseen" }, cluster)).toBe("Nothing was changed.\n");
  await expect(drillCommand({ ...asked, namespace: "monitoring" }, cluster)).rejects.toThrow(/--namespace/);
  await expect(drillCommand({ ...asked, word: "unsee" }, cluster)).rejects.toThrow(/one of lost-pods/);
  expect(cluster.writes).toEqual([]);
  await drillCommand({ ...asked }, cluster);
  await expect(drillCommand({ ...asked }, cluster)).rejects.toThrow(/drill end/);
});

test("a monitor that watches others, too, is left alone", async () => {
  const cluster = new Fake();
  Object.assign(cluster.objects.servicemonitor!.spec as object, { namespaceSelector: { any: true } });
  await expect(drillCommand({ ...asked, word: "unseen" }, cluster)).rejects.toThrow(/finds nothing of shop/);
});

test("the line for INTERVIEW.md says how long it took", () => {
  const running = { drill: "unseen", kind: "ServiceMonitor", object: "web", namespace: "shop", path: [], begun: "2026-11-28T10:00:00Z" };
  expect(grade(running, "the release label", new Date("2026-11-28T10:03:05Z"))).toEqual({
    right: true,
    line: "- 2026-11-28, drill unseen: the ServiceMonitor lacked the label that Prometheus selects; found after 3 min 5 s.",
  });
});
