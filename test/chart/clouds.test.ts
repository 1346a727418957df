import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { clusters } from "../../src/portfolio/clusters";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { scopeOf, scopesOf } from "../../src/portfolio/scope";
import type { Json } from "../support/chart";
import { type Generated, generate } from "../support/portfolio";
import { threeServices } from "../support/several";
import { check } from "../support/tools";

/** What a release with these values makes, its test included. */
function manifests({ infra, portfolio }: Generated, ...values: string[]): Json[] {
  const { appName } = portfolio;
  const environment = readdirSync(join(infra, "environments"), { recursive: true, encoding: "utf8" }).find((path) =>
    path.endsWith("values.yaml"),
  );
  const files = [join(infra, "environments", environment!), ...values].flatMap((file) => ["--values", file]);
  const text = check("helm", [
    "template",
    appName,
    join(infra, "helm", appName),
    "--namespace",
    "ns",
    "--set-string",
    "image.tag=1",
    ...files,
  ]);
  return parseAllDocuments(text).flatMap((document) => document.toJS() ?? []);
}

const ingress = { exposure: "ingress", ingressHost: "app.example.com" } as const;

test.each(Object.values(clusters))("on $title it is the load balancer that closes an idle connection", ({ id, idleSeconds }) => {
  for (const exposure of [{}, ingress]) {
    const deployment = manifests(generate({ cluster: id, ...exposure })).find(({ kind }) => kind === "Deployment");
    const { value } = deployment.spec.template.spec.containers[0].env.find(({ name }: Json) => name === "KEEP_ALIVE_MS");
    expect(Number(value)).toBeGreaterThan(idleSeconds * 1000);
  }
});

describe.each<[string, Partial<PortfolioOptions>]>([
  ["gke", { cluster: "gke" }],
  ["gke with an Ingress", { cluster: "gke", ...ingress }],
  ["eks", { cluster: "eks" }],
  ["eks with an Ingress", { cluster: "eks", ...ingress }],
])("who deploys to %s", (_, options) => {
  const generated = generate(options);
  const readme = readFileSync(join(generated.infra, "README.md"), "utf8");
  const role = parse(/^kubectl -n \S+ apply -f - <<'YAML'\n([\s\S]*?)^YAML$/m.exec(readme)![1]);
  const chart = join(generated.infra, "helm", generated.portfolio.appName);
  const variants = readdirSync(join(chart, "ci")).map((name) => join(chart, "ci", name));

  test("may write exactly the kinds that the chart makes, and Helm's record", () => {
    const made = [[], ...variants.map((file) => [file])].flatMap((values) => manifests(generated, ...values));
    const kindOf = ({ apiVersion, kind }: Json) => {
      const plural = kind.toLowerCase().replace(/y$/, "ie").replace(/s$/, "se");
      return `${apiVersion.includes("/") ? apiVersion.split("/")[0] : ""}/${plural}s`;
    };
    const writable = role.rules
      .filter(({ verbs }: Json) => verbs.includes("delete"))
      .flatMap(({ apiGroups: [group], resources }: Json) => resources.map((resource: string) => `${group}/${resource}`));
    expect(writable.sort()).toEqual([...new Set([...made.map(kindOf), "/secrets"])].sort());
    expect(JSON.stringify(role)).not.toMatch(/\*|impersonate|escalate|bind"/);
  });

  test("gets rights in the service's namespace and for Prometheus alone", () => {
    const commands = readme.split("\n").filter((line) => /^kubectl .*(role|apply)/.test(line));
    expect(commands.filter((line) => /clusterrole/.test(line))).toEqual([]);
    expect(commands.filter((line) => / create rolebinding /.test(line))).toHaveLength(2);
  });
});

test("who deploys several services may do so in the namespace of each, as the environment that the workflow runs in", () => {
  const { infra, model } = generate({ ...threeServices, environments: [{ name: "live", cluster: "gke" }] });
  const [deployed, { environmentName, monitoringNamespace }] = [scopesOf(model), scopeOf(model)];
  const readme = readFileSync(join(infra, "README.md"), "utf8");
  const [, namespaces, inEach] = /^for NAMESPACE in (.+); do\n([\s\S]*?)^done$/m.exec(readme) ?? [];
  expect(namespaces?.split(" ")).toEqual(deployed.map(({ appNamespace }) => appNamespace));
  expect(inEach?.match(/^kubectl -n "\$NAMESPACE" (apply|create rolebinding) /gm)).toHaveLength(2);
  expect(readme.match(new RegExp(`^kubectl -n ${monitoringNamespace} create role`, "gm"))).toHaveLength(2);
  expect(readme).toContain(`@$REPOSITORY_ID:environment:${environmentName}"`);
  expect(readme).not.toContain("environments/production");
});
