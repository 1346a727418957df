import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { type Scope, scopesOf } from "../../src/portfolio/scope";
import { TAG } from "../support/chart";
import { sh } from "../support/command";
import { generate } from "../support/portfolio";
import { threeEnvironments, threeServices } from "../support/several";
import { check, toolsPath } from "../support/tools";

// biome-ignore lint/suspicious/noExplicitAny: parsed files have no type of their own
type Json = any;

describe.each([
  ["three services", threeServices],
  ["two services in three environments", threeEnvironments],
])("%s", (_, options) => {
  const { root, infra, model } = generate(options);
  const scopes = scopesOf(model);
  const rendered = new Map<Scope, Json[]>();
  const manifestsOf = (scope: Scope): Json[] => {
    const known = rendered.get(scope) ?? render(scope);
    rendered.set(scope, known);
    return known;
  };
  const render = ({ appName, appNamespace, defaultsPath, environmentPath }: Scope): Json[] => {
    const values = [defaultsPath, `${environmentPath}/values.yaml`].flatMap((file) => ["-f", join(infra, file)]);
    const args = ["template", appName, join(infra, "helm", appName), "--namespace", appNamespace, "--set-string", `image.tag=${TAG}`];
    return parseAllDocuments(check("helm", [...args, ...values])).map((document) => document.toJS());
  };

  test("are an app repository and a chart each, one infra and one docs repository", () => {
    const { infraRepository, docsRepository } = model.options;
    expect(readdirSync(root).sort()).toEqual(
      [...model.services.map(({ repository }) => repository), docsRepository, infraRepository].sort(),
    );
    expect(readdirSync(join(infra, "helm"))).toEqual(model.services.map(({ name }) => name).sort());
    for (const service of model.services) {
      const contract = JSON.parse(readFileSync(join(root, service.repository, "contract.json"), "utf8"));
      expect(contract).toMatchObject({ name: service.name, port: service.port, image: `ghcr.io/octo-org/${service.name}` });
      const called = service.calls.map((name) => ({ service: name, variable: `${name.toUpperCase().replaceAll("-", "_")}_URL` }));
      expect(contract.calls ?? []).toEqual(called);
    }
  });

  test.each(scopes.map((scope) => [scope.appName, scope.environmentName, scope] as const))(
    "%s in %s is what was asked for",
    (name, _, scope) => {
      const objects = manifestsOf(scope);
      const one = (kind: string) => objects.find((object) => object?.kind === kind);
      expect(one("Deployment").metadata).toMatchObject({ name, namespace: scope.appNamespace });
      expect(one("Deployment").spec.replicas).toBe(scope.replicas);
      expect(one("Deployment").spec.template.spec.containers[0].image).toBe(`${scope.image}:${TAG}`);
      expect(one("Service").spec.ports[0].nodePort).toBe(scope.exposure === "nodePort" ? scope.nodePort : undefined);
      expect(one("Ingress")?.spec.rules[0].host).toBe(scope.ingressHost || undefined);
      expect(one("ServiceMonitor").metadata.namespace).toBe(scope.monitorNamespace);
      expect(objects.some(({ metadata }) => metadata.labels?.grafana_dashboard === "1")).toBe(scope.hasDashboard);
    },
  );

  test.each(
    scopes.flatMap((scope) => scope.calls.map((call) => [scope.appName, call.service.name, scope.environmentName, scope, call] as const)),
  )("%s finds %s in %s, and the policies of both let it through", (name, callee, _, scope, call) => {
    const objects = manifestsOf(scope);
    const [container] = objects.find(({ kind }) => kind === "Deployment").spec.template.spec.containers;
    const called = manifestsOf(scope.scopeFor(call.service, scope.environment));
    const service = called.find(({ kind }) => kind === "Service");
    const { hostname, port } = new URL(container.env.find((variable: Json) => variable.name === call.variable).value);
    expect(hostname).toBe(`${service.metadata.name}.${service.metadata.namespace}.svc`);
    expect(Number(port)).toBe(service.spec.ports[0].port);
    const policy = (of: Json[]) => of.find(({ kind }) => kind === "NetworkPolicy").spec;
    const [out, into] = [policy(objects).egress, policy(called).ingress] as Json[][];
    const podsOf = ({ kind, spec }: Json) => kind === "Deployment" && spec.template.metadata.labels;
    const selects = (peer: Json, of: Json[]) =>
      peer.namespaceSelector?.matchLabels["kubernetes.io/metadata.name"] === of[0].metadata.namespace &&
      of.some((object) => podsOf(object)?.["app.kubernetes.io/name"] === peer.podSelector?.matchLabels["app.kubernetes.io/name"]);
    expect({ name, callee, out: out.filter(({ to = [] }) => to.some((peer: Json) => selects(peer, called))).length }).toMatchObject({
      out: 1,
    });
    expect({ name, callee, into: into.filter(({ from = [] }) => from.some((peer: Json) => selects(peer, objects))).length }).toMatchObject({
      into: 1,
    });
  });

  test("scripts take one, name what they do not know, and without a choice go through all", () => {
    const script = (line: string) => sh(infra, `PATH="${toolsPath}:$PATH" scripts/${line} 2>&1`);
    const refused = (line: string) => sh(infra, `if PATH="${toolsPath}:$PATH" scripts/${line} 2>&1; then exit 1; fi`);
    const all = script("check.sh lint");
    for (const { appName, environmentName } of scopes) expect(all).toContain(`=== ${appName} in ${environmentName}\n`);
    expect(all.match(/0 chart\(s\) failed/g)).toHaveLength(scopes.length);
    const last = scopes[scopes.length - 1];
    const one = script(`check.sh --service ${last.appName} --environment ${last.environmentName} lint`);
    expect(one).toMatch(new RegExp(`helm/${last.appName}\\n(?:.*\\n)*.*0 chart\\(s\\) failed`));
    expect(one.match(/failed/g)).toHaveLength(1);
    expect(refused("check.sh --service wbe lint")).toContain("there is no service wbe: choose one of shop-api web");
    expect(refused("resolve-image.sh registry")).toContain("of which service, in which environment?");
    expect(refused("deploy.sh --undo")).toContain("of which service, in which environment?");
    for (const name of ["IMAGE", "IMAGE_TAG", "IMAGE_DIGEST"]) {
      expect(sh(infra, `if ${name}=x scripts/up.sh 2>&1; then exit 1; fi`)).toContain("of which service, in which environment?");
    }
    expect(script("deploy.sh --help")).toMatch(/^Every script takes --service \(shop-api web.*\n\nUsage: scripts\/deploy\.sh/);
  });

  test("have one deploy workflow: a job each, after the environment before it, for its own image only", () => {
    const { jobs, on } = parse(readFileSync(join(infra, ".github/workflows/deploy.yaml"), "utf8")) as Json;
    expect(Object.keys(jobs).sort()).toEqual(scopes.map((scope) => `${scope.appName}_${scope.environmentName}`).sort());
    const [first, ...later] = model.environments.map(({ name }) => name);
    const { service, environment: place } = on.workflow_dispatch.inputs;
    expect(service.options).toEqual(["all", ...model.services.map(({ name }) => name)]);
    expect(place.options).toEqual(later.length > 0 ? [first, ...later] : ["all", first]);
    for (const { appName, environment, environmentName, image, appRepository } of scopes) {
      const job = jobs[`${appName}_${environmentName}`];
      const before = model.environments[model.environments.indexOf(environment) - 1];
      expect(job.needs).toBe(before && `${appName}_${before.name}`);
      expect(job.with).toEqual({ service: appName, environment: environmentName, image, repository: appRepository });
      // What a service publishes goes to the first environment; from there it is promoted.
      expect(job.if.includes(`github.event.client_payload.image == '${image}'`)).toBe(before === undefined);
      expect(
        job.if.includes("github.event_name != 'repository_dispatch'\n") ||
          job.if.includes("&& github.event_name != 'repository_dispatch' &&"),
      ).toBe(before !== undefined);
      const called = parse(readFileSync(join(infra, job.uses), "utf8")) as Json;
      expect(called.jobs.deploy.environment).toBe("${{ inputs.environment }}");
      expect(called.jobs.deploy.env).toMatchObject({ PORTFOLIO_SERVICE: "${{ inputs.service }}" });
      for (const permissions of Object.values<Json>(called.jobs).map((inner) => inner.permissions)) {
        for (const [scope, level] of Object.entries(permissions)) expect(["write", level]).toContain(job.permissions[scope]);
      }
    }
  });
});
