import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { chart, type Json, read, render, set, TAG } from "../support/chart";
import { generate } from "../support/portfolio";
import { check, run } from "../support/tools";

const { portfolio } = generate();

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

  test("the grace period covers draining and running requests, and nothing waits twice (A10)", () => {
    const env = (name: string) => Number(container.env.find((entry: Json) => entry.name === name).value) / 1000;
    const needed = env("SHUTDOWN_DELAY_MS") + env("SHUTDOWN_TIMEOUT_MS");
    expect(container.lifecycle).toBeUndefined();
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

test("no two pairs of namespace and release give objects of one name (I23)", () => {
  const names = (release: string, namespace: string) =>
    ["ServiceMonitor", "PrometheusRule", "ConfigMap"].map(
      (kind) => render(set(`fullnameOverride=${release}`), chart, release, namespace)[kind].metadata.name,
    );
  expect(names("c", "a-b").filter((name) => names("b-c", "a").includes(name))).toEqual([]);
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
