import { join } from "node:path";
import { type Json, render, TAG } from "../support/chart";
import { matrix } from "../support/matrix";
import { generate } from "../support/portfolio";
import { check } from "../support/tools";

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
