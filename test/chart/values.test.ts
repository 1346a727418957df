import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { chart, type Json, read, set } from "../support/chart";
import { check, run } from "../support/tools";

describe("values", () => {
  const values = parse(read("values.yaml"));
  const schema = JSON.parse(read("values.schema.json"));
  const deref = (node: Json): Json => (node.$ref ? schema.definitions[node.$ref.split("/").pop()] : node);

  /** The keys that may be set, as paths; a map that is the user's own ends a path. */
  const keys = (node: Json, path = ""): string[] =>
    node !== null && typeof node === "object" && !Array.isArray(node) && Object.keys(node).length > 0
      ? Object.entries(node).flatMap(([key, value]) => keys(value, path ? `${path}.${key}` : key))
      : [path];
  const schemaKeys = (node: Json, path = ""): string[] => {
    const { properties } = deref(node);
    return properties ? Object.entries(properties).flatMap(([key, value]) => schemaKeys(value, path ? `${path}.${key}` : key)) : [path];
  };
  // What the user names freely: the schema says of what kind, not which.
  const free = /^(resources\.(requests|limits)|ingress\.annotations)\..+$/;
  // What only the record of the deployment sets.
  const record = ["image.revision", "image.time", "image.run"];
  const paths = [...new Set(keys(values).map((path) => path.replace(free, (all) => all.split(".").slice(0, 2).join("."))))];

  test("and their schema have the same keys", () => {
    expect(
      schemaKeys(schema)
        .filter((path) => path !== "global" && path !== "enabled" && !record.includes(path))
        .sort(),
    ).toEqual([...paths].sort());
  });

  test("are all refused when mistyped", () => {
    const open = (node: Json, path: string): string[] => {
      const inner = deref(node);
      if (!inner.properties) return [];
      const here = inner.additionalProperties === false ? [] : [path];
      return [...here, ...Object.entries(inner.properties).flatMap(([key, value]) => open(value, `${path}.${key}`))];
    };
    expect(open(schema, "values")).toEqual([]);
    const { status, output } = run("helm", ["lint", chart, ...set("replicaCount=3")]);
    expect(status).not.toBe(0);
    expect(output).toContain("replicaCount");
  });

  test("are all read by a template (B40)", () => {
    const templates = readdirSync(join(chart, "templates"), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(yaml|tpl|txt)$/.test(name))
      .map((name) => read(join("templates", name)))
      .join("\n");
    for (const path of paths) {
      const parents = path.split(".").map((_, index, all) => all.slice(0, index + 1).join("."));
      // Read by itself, or within `with` or `toYaml` of what holds it.
      const whole = parents.filter((parent) =>
        new RegExp(`(toYaml|with) \\.Values\\.${parent.replaceAll(".", "\\.")}[ }]`).test(templates),
      );
      const leaf = new RegExp(`\\.Values\\.${path.replaceAll(".", "\\.")}\\b`).test(templates);
      expect({ path, read: leaf || whole.length > 0 }).toEqual({ path, read: true });
    }
  });

  test("each change something that is rendered (B40)", () => {
    const everything = [
      "-f",
      join(chart, "ci/everything-values.yaml"),
      ...set("faultInjection=false", "ingress.enabled=true", "ingress.host=a.example.com"),
      ...set(
        "httpRoute.enabled=true",
        "httpRoute.parentRefs[0].name=a",
        "httpRoute.hostnames[0]=a.example.com",
        "probe.proberUrl=blackbox:9115",
      ),
    ];
    const rendered = (...args: string[]) => check("helm", ["template", "x", chart, ...everything, ...args]).replace(/(^| )#.*$/gm, "");
    const before = rendered();
    const dependent: Record<string, string[]> = {
      faultInjection: ["ingress.enabled=false", "httpRoute.enabled=false", "probe.proberUrl="],
      "serviceAccount.name": ["serviceAccount.create=false"],
      "ingress.tlsSecretName": ["ingress.className=traefik"],
      replicas: ["autoscaling.enabled=false"],
      "service.nodePort": ["service.type=NodePort"],
      "networkPolicy.controllerNamespace": ["service.type=ClusterIP"],
    };
    for (const path of paths) {
      const base = dependent[path] ? set(...dependent[path]) : [];
      const reference = base.length > 0 ? rendered(...base) : before;
      expect({ path, same: rendered(...base, ...set(`${path}${another(path)}`)) === reference }).toEqual({ path, same: false });
    }
  }, 180_000); // one rendering for each key

  /** A valid value that is not the one in ci/everything-values.yaml, as `--set` wants it after the key. */
  function another(path: string): string {
    const special: Record<string, string> = {
      "image.repository": "=example.com/other",
      "image.tag": "=9.9.9",
      "image.digest": `=sha256:${"cd".repeat(32)}`,
      "image.pullPolicy": "=Never",
      containerPort: "=9998",
      managementPort: "=9999",
      logLevel: "=warn",
      grafanaUrl: "=https://other.example.com",
      imagePullSecrets: "[0].name=other",
      extraEnv: "[0].name=OTHER",
      extraEnvFrom: "[0].secretRef.name=other",
      extraVolumes: "[0].name=other",
      extraVolumeMounts: "[0].name=other",
      "service.type": "=ClusterIP",
      "service.nodePort": "=31111",
      "httpRoute.parentRefs": "[0].name=other",
      "httpRoute.hostnames": "[0]=other.example.com",
      "ingress.enabled": "=false",
      "httpRoute.enabled": "=false",
      tolerations: "[0].key=other",
      affinity: ".podAffinity.other=x",
      "networkPolicy.extraIngress": "[0].ports[0].port=1",
      "networkPolicy.extraEgress": "[0].ports[0].port=1",
      "ingress.extraHosts": "[0]=www.example.com",
      "probes.startup.timeoutSeconds": "=1",
      "serviceMonitor.relabelings": "[0].targetLabel=other",
      "serviceMonitor.metricRelabelings": "[0].regex=other",
      "alerts.receiver": "=webhook",
      extraObjects: "[0].kind=Secret",
      "podSecurityContext.runAsNonRoot": "=null",
      "podSecurityContext.seccompProfile.type": "=null",
      "securityContext.allowPrivilegeEscalation": "=null",
      "securityContext.readOnlyRootFilesystem": "=false",
      "securityContext.capabilities.drop": "={ALL,NET_RAW}",
      "resources.requests": ".cpu=77m",
      "resources.limits": ".cpu=1",
      "podDisruptionBudget.maxUnavailable": "=2",
      "serviceMonitor.interval": "=29s",
      "serviceMonitor.scrapeTimeout": "=3s",
    };
    if (special[path]) return special[path];
    const value = path.split(".").reduce((node: Json, key) => node[key], values);
    if (typeof value === "boolean") return path === "autoscaling.enabled" ? "=false" : `=${!value}`;
    if (typeof value === "number") return `=${value + 1}`;
    if (typeof value === "object") return ".other=x";
    return "=other";
  }

  test("are explained in the README, with their defaults", () => {
    const readme = read("README.md");
    const documented = [...readme.matchAll(/^\| `([^`]+)` \| (.+?) \| (.+) \|$/gm)].map(([, key, value, text]) => ({ key, value, text }));
    const comments = new Map<string, string>();
    const stack: string[] = [];
    let comment: string | undefined;
    for (const line of read("values.yaml").split("\n")) {
      const text = /^ *# -- (.+)$/.exec(line);
      if (text) comment = text[1];
      const key = /^( *)([A-Za-z-]+):/.exec(line);
      if (!key) continue;
      stack.splice(key[1].length / 2, Number.POSITIVE_INFINITY, key[2]);
      if (comment) comments.set(stack.join("."), comment);
      comment = undefined;
    }
    expect(documented.map(({ key }) => key)).toEqual([...comments.keys()]);
    expect(paths.filter((path) => !comments.has(path) && !comments.has(path.split(".")[0]))).toEqual([]);
    for (const { key, value, text } of documented) {
      expect(text).toBe(comments.get(key));
      const actual = key.split(".").reduce((node: Json, part) => node[part], values);
      const literal = /^`(.*)`$/.exec(value);
      if (literal) expect({ key, value: parse(literal[1]) }).toEqual({ key, value: actual });
    }
  });
});
