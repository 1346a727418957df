import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { matrix } from "./support/matrix";
import { generate } from "./support/portfolio";
import { check, kubeconformArguments, run } from "./support/tools";

// biome-ignore lint/suspicious/noExplicitAny: parsed manifests have no type of their own
type Json = any;
const TAG = `sha-${"0123456789".repeat(4)}`;

const { portfolio, infra } = generate();
const chart = join(infra, "helm", portfolio.appName);
const read = (path: string) => readFileSync(join(chart, path), "utf8");

/** The manifests of a release, by kind. */
function render(
  args: readonly string[] = [],
  of = chart,
  name = portfolio.appName,
  namespace = portfolio.appNamespace,
): Record<string, Json> {
  const manifests = check("helm", ["template", name, of, "--namespace", namespace, "--set-string", `image.tag=${TAG}`, ...args]);
  return Object.fromEntries(parseAllDocuments(manifests).map((document) => [document.toJS().kind, document.toJS()]));
}

const set = (...values: string[]) => values.flatMap((value) => ["--set", value]);

describe.each(Object.entries(matrix))("%s", (_, options) => {
  const generated = generate(options);
  const model = generated.portfolio;
  const folder = join(generated.infra, "helm", model.appName);
  const manifests = render([], folder, model.appName, model.appNamespace);
  const { Deployment, Service, ServiceMonitor, PrometheusRule, ConfigMap, NetworkPolicy, Pod } = manifests;
  const pod = Deployment.spec.template;
  const [container] = pod.spec.containers;

  test("the container, the Service and the ServiceMonitor mean the same port (B3, B23)", () => {
    expect(container.ports).toEqual([{ name: model.portName, containerPort: model.port, protocol: "TCP" }]);
    expect(container.env).toContainEqual({ name: "PORT", value: String(model.port) });
    expect(Service.spec.ports).toHaveLength(1);
    expect(Service.spec.ports[0]).toMatchObject({ name: model.portName, targetPort: model.portName, port: model.port });
    expect(ServiceMonitor.spec.endpoints).toEqual([expect.objectContaining({ port: model.portName, path: model.metricsPath })]);
    for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"]) expect(container[probe].httpGet.port).toBe(model.portName);
    expect(NetworkPolicy.spec.ingress[0].ports).toEqual([{ port: model.portName, protocol: "TCP" }]);
  });

  test("selectors select: pods by Deployment, Service, budget and policy, the Service by the ServiceMonitor (B5)", () => {
    const selectors = [Deployment.spec.selector.matchLabels, Service.spec.selector, NetworkPolicy.spec.podSelector.matchLabels];
    for (const selector of selectors) expect(pod.metadata.labels).toMatchObject(selector);
    expect(Service.metadata.labels).toMatchObject(ServiceMonitor.spec.selector.matchLabels);
    expect(Deployment.spec.selector.matchLabels).toEqual({
      "app.kubernetes.io/name": model.appName,
      "app.kubernetes.io/instance": model.appName,
    });
    expect(Pod.metadata.labels).not.toMatchObject(Service.spec.selector);
  });

  test("Prometheus and Grafana find what is theirs, across namespaces (B4)", () => {
    for (const object of [ServiceMonitor, PrometheusRule]) expect(object.metadata.labels.release).toBe(model.monitoringRelease);
    for (const object of [ServiceMonitor, PrometheusRule, ConfigMap]) expect(object.metadata.namespace).toBe(model.monitoringNamespace);
    expect(ServiceMonitor.spec.namespaceSelector).toEqual({ matchNames: [model.appNamespace] });
    expect(ServiceMonitor.spec.jobLabel).toBeUndefined();
    expect(Service.metadata.name).toBe(model.appName);
    expect(ConfigMap.metadata.labels.grafana_dashboard).toBe("1");
  });

  test("every label is one", () => {
    for (const { metadata } of Object.values(manifests)) {
      for (const value of Object.values(metadata.labels)) expect(value).toMatch(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/);
    }
  });

  test("names the published image, never latest (B1, B22)", () => {
    expect(container.image).toBe(`${model.image}:${TAG}`);
    expect(Pod.spec.containers[0].image).toBe(container.image);
  });

  test("is exposed as asked, and only so (B32)", () => {
    const asked =
      model.exposure === "nodePort" ? { type: "NodePort", nodePort: model.nodePort } : { type: "ClusterIP", nodePort: undefined };
    expect({ type: Service.spec.type, nodePort: Service.spec.ports[0].nodePort }).toEqual(asked);
    expect(manifests.Ingress?.spec.rules[0].host).toBe(model.exposure === "ingress" ? model.ingressHost : undefined);
    const fromEverywhere = NetworkPolicy.spec.ingress.some((rule: Json) => !rule.from);
    expect(fromEverywhere).toBe(model.exposure === "nodePort" || (model.exposure === "ingress" && model.cluster !== "minikube"));
  });

  test("helm-unittest", () => {
    expect(check("helm-unittest", [folder])).toMatch(/Charts: +1 passed/);
  });
});

describe("pods", () => {
  const { Deployment, Pod } = render();
  const pod = Deployment.spec.template.spec;
  const [container] = pod.containers;

  test.each([
    ["the application", pod],
    ["the Helm test", Pod.spec],
  ])("%s meets the restricted Pod Security Standard (B7, B8)", (_, spec) => {
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: "RuntimeDefault" } });
    expect(spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.enableServiceLinks).toBe(false);
  });

  test("the user is the one of the image", () => {
    const dockerfile = readFileSync(join(generate().app, "Dockerfile"), "utf8");
    expect(dockerfile).toMatch(new RegExp(`^USER ${pod.securityContext.runAsUser}(:|$)`, "m"));
  });

  test("three probes, readiness apart from liveness (B9)", () => {
    expect(container.startupProbe.httpGet.path).toBe(portfolio.healthPath);
    expect(container.livenessProbe.httpGet.path).toBe(portfolio.healthPath);
    expect(container.readinessProbe.httpGet.path).toBe(portfolio.readyPath);
  });

  test("requests, and a limit for what cannot be taken back (B10)", () => {
    expect(container.resources.requests).toEqual({
      cpu: expect.any(String),
      memory: expect.any(String),
      "ephemeral-storage": expect.any(String),
    });
    expect(container.resources.limits).toEqual({ memory: expect.any(String), "ephemeral-storage": expect.any(String) });
  });

  test("the grace period covers preStop, draining and running requests", () => {
    const env = (name: string) => Number(container.env.find((entry: Json) => entry.name === name).value) / 1000;
    const needed = container.lifecycle.preStop.sleep.seconds + env("SHUTDOWN_DELAY_MS") + env("SHUTDOWN_TIMEOUT_MS");
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(needed);
    expect(Deployment.spec.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  });
});

describe("the image", () => {
  const template = (...args: string[]) => run("helm", ["template", "x", chart, ...args]);

  test("is required (B2)", () => {
    const { status, output } = template();
    expect(status).not.toBe(0);
    expect(output).toContain("no image: give image.digest (sha256:...) or image.tag");
  });

  test("is never latest (B1)", () => {
    const { status, output } = template("--set", "image.tag=latest");
    expect(status).not.toBe(0);
    expect(output).toContain('"latest" does not say what runs');
    for (const file of ["values.yaml", "Chart.yaml"]) expect(read(file)).not.toMatch(/:latest|tag: "?latest/);
  });

  test("is the digest where there is one", () => {
    const digest = `sha256:${"ab".repeat(32)}`;
    expect(render(["--set", `image.digest=${digest}`]).Deployment.spec.template.spec.containers[0].image).toBe(
      `${portfolio.image}@${digest}`,
    );
  });

  test("another tag is another pod template, so that it rolls out (B2)", () => {
    const template = (tag: string) => render(["--set-string", `image.tag=${tag}`]).Deployment.spec.template;
    expect(template("sha-1")).not.toEqual(template("sha-2"));
  });
});

test("two namespaces of one cluster do not overwrite each other's monitors", () => {
  const name = (namespace: string) =>
    Object.values(render([], chart, "shop", namespace)).map(
      (object) => `${object.metadata.namespace}/${object.kind}/${object.metadata.name}`,
    );
  const inMonitoring = (namespace: string) => name(namespace).filter((path) => path.startsWith(`${portfolio.monitoringNamespace}/`));
  expect(inMonitoring("one")).toHaveLength(3);
  expect(inMonitoring("one").filter((path) => inMonitoring("two").includes(path))).toEqual([]);
});

test("one definition of each object (B24)", () => {
  const manifests = check("helm", [
    "template",
    "x",
    chart,
    "--set-string",
    `image.tag=${TAG}`,
    ...set("autoscaling.enabled=true", "ingress.enabled=true", "ingress.host=x.example.com"),
  ]);
  const names = parseAllDocuments(manifests).map((document) => `${document.toJS().kind} ${document.toJS().metadata.name}`);
  expect(names).toEqual([...new Set(names)]);
});

describe.each(readdirSync(join(chart, "ci")))("with ci/%s", (values) => {
  const args = ["-f", join(chart, "ci", values)];

  test("helm lint --strict", () => {
    check("helm", ["lint", "--strict", chart, ...args]);
  });

  test("kubeconform -strict", () => {
    const manifests = check("helm", ["template", "x", chart, "--namespace", "x", ...args]);
    expect(check("kubeconform", kubeconformArguments(), { input: manifests })).toMatch(/Invalid: 0, Errors: 0, Skipped: 0/);
  });
});

// Those that neither switch protection off nor ask for a single pod.
test.each(["default", "ingress", "gateway", "everything"])("kube-score with ci/%s-values.yaml", (values) => {
  const manifests = check("helm", ["template", "x", chart, "--namespace", "x", "-f", join(chart, "ci", `${values}-values.yaml`)]);
  check("kube-score", ["score", "--exit-one-on-warning", "-"], { input: manifests });
});

test("what kube-score is told to ignore has its reason beside it", () => {
  for (const file of readdirSync(join(chart, "templates"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".yaml"),
  )) {
    const text = read(join("templates", file));
    for (const [, ignored] of text.matchAll(/kube-score\/ignore: (\S+)/g)) {
      for (const check of ignored.split(","))
        expect(text).toMatch(new RegExp(`# [a-z-]*(${check})[a-z-]*( and [a-z-]+)?: |# [a-z-]+ and ${check}: `));
    }
  }
});

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
  const paths = [...new Set(keys(values).map((path) => path.replace(free, (all) => all.split(".").slice(0, 2).join("."))))];

  test("and their schema have the same keys", () => {
    expect(
      schemaKeys(schema)
        .filter((path) => path !== "global")
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
      ...set("ingress.enabled=true", "ingress.host=a.example.com", "httpRoute.enabled=true", "httpRoute.parentRefs[0].name=a"),
    ];
    const rendered = (...args: string[]) => check("helm", ["template", "x", chart, ...everything, ...args]).replace(/(^| )#.*$/gm, "");
    const before = rendered();
    const dependent: Record<string, string[]> = {
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
      logLevel: "=warn",
      grafanaUrl: "=https://other.example.com",
      faultInjection: "=false",
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
