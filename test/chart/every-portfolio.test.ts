import { join } from "node:path";
import { type Json, render, TAG } from "../support/chart";
import { matrix } from "../support/matrix";
import { generate } from "../support/portfolio";
import { check } from "../support/tools";

describe.each(Object.entries(matrix))("%s", (_, options) => {
  const generated = generate(options);
  const model = generated.portfolio;
  const folder = join(generated.infra, "helm", model.appName);
  // As scripts/deploy.sh does it.
  const environment = ["-f", join(generated.infra, model.environmentPath, "values.yaml")];
  const manifests = render(environment, folder, model.appName, model.appNamespace);
  const { Deployment, Service, ServiceMonitor, PrometheusRule, AlertmanagerConfig, ConfigMap, NetworkPolicy, Pod } = manifests;
  const pod = Deployment.spec.template;
  const [container] = pod.spec.containers;

  test("the container, the Service and the ServiceMonitor mean the same port (B3, B23)", () => {
    expect(container.ports).toEqual([
      { name: model.portName, containerPort: model.port, protocol: "TCP" },
      { name: "management", containerPort: model.managementPort, protocol: "TCP" },
    ]);
    expect(container.env).toContainEqual({ name: "PORT", value: String(model.port) });
    expect(container.env).toContainEqual({ name: "MANAGEMENT_PORT", value: String(model.managementPort) });
    expect(Service.spec.ports[0]).toMatchObject({ name: model.portName, targetPort: model.portName, port: model.port });
    expect(ServiceMonitor.spec.endpoints).toEqual([expect.objectContaining({ port: model.metricsPortName, path: model.metricsPath })]);
    expect(Service.spec.ports.map(({ name }: Json) => name)).toContain(model.metricsPortName);
    for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"]) expect(container[probe].httpGet.port).toBe("management");
    expect(NetworkPolicy.spec.ingress[0].ports.map(({ port }: Json) => port)).toEqual([model.portName, "management"]);
  });

  test("whoever comes by the Ingress gets neither metrics nor faults (A12)", () => {
    const routed = model.exposure === "ingress";
    expect(container.env.some(({ name, value }: Json) => name === "MANAGEMENT_ON_WEB" && value === "false")).toBe(routed);
    expect(Service.spec.ports.map(({ name }: Json) => name)).toEqual(routed ? [model.portName, "management"] : [model.portName]);
    const outside = NetworkPolicy.spec.ingress.slice(1).flatMap((rule: Json) => rule.ports);
    for (const { port } of outside) expect(port).toBe(model.portName);
  });

  test("drains as long as what sends traffic here takes to forget a pod (A26)", () => {
    expect(container.env).toContainEqual({ name: "SHUTDOWN_DELAY_MS", value: String(1000 * model.clusterType.drainSeconds) });
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(model.clusterType.drainSeconds);
  });

  test("ends TLS where a cloud's load balancer can (I17)", () => {
    const notes = check("helm", [
      ...["install", model.appName, folder, "--dry-run=client", "--namespace", model.appNamespace],
      ...["--set-string", `image.tag=${TAG}`, ...environment],
    ]);
    const https = model.exposure === "ingress" && !model.clusterType.isLocal;
    expect(notes.includes(`https://${model.ingressHost}/`)).toBe(https);
    expect(notes.includes("In plain text")).toBe(model.exposure === "ingress" && !https);
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
    for (const object of [ServiceMonitor, PrometheusRule, AlertmanagerConfig].filter(Boolean))
      expect(object.metadata.labels.release).toBe(model.monitoringRelease);
    for (const object of [ServiceMonitor, PrometheusRule, ConfigMap]) expect(object.metadata.namespace).toBe(model.monitorNamespace);
    expect(model.monitorNamespace).toBe(model.clusterType.isLocal ? model.monitoringNamespace : model.appNamespace);
    expect(ServiceMonitor.spec.namespaceSelector).toEqual({ matchNames: [model.appNamespace] });
    expect(ServiceMonitor.spec.jobLabel).toBeUndefined();
    expect(Service.metadata.name).toBe(model.appName);
    expect(ConfigMap.metadata.labels.grafana_dashboard).toBe("1");
  });

  test("every label is one", () => {
    for (const { metadata } of Object.values(manifests).filter((object) => object.metadata.labels)) {
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
    expect(fromEverywhere).toBe(model.exposure === "nodePort" || (model.exposure === "ingress" && !model.clusterType.isLocal));
  });
});

// The chart's own tests differ by cluster and exposure, not by runtime or registry: with all of the matrix in every-portfolio.long.test.ts.
test.each(["the default", "flask by ingress on gke", "clusterIP on eks", "ingress on minikube", "the longest names", "other numbers"])(
  "helm-unittest: %s",
  (name) => {
    const { infra, portfolio } = generate(matrix[name]);
    expect(check("helm-unittest", [join(infra, "helm", portfolio.appName)])).toMatch(/Charts: +1 passed/);
  },
);
