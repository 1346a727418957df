import { type Broken, generated, named } from "../../support/verdict";

jest.setTimeout(180_000); // a loaded machine

const { appName } = generated.portfolio;

test.each<Broken>([
  [
    "the custom resources are missing",
    "crds",
    (w) => {
      w.apis = [];
    },
  ],
  [
    "Prometheus is missing",
    "prometheus",
    (w) => {
      w.prometheus.metadata.name = "another";
    },
  ],
  [
    "the ServiceMonitor is switched off",
    "servicemonitor",
    (w) => {
      w.monitors = [];
    },
  ],
  [
    "the release label is dropped",
    "servicemonitor-labels",
    (w) => {
      delete w.monitors[0].metadata.labels.release;
    },
  ],
  [
    "Prometheus selects no ServiceMonitor at all",
    "servicemonitor-labels",
    (w) => {
      delete w.prometheus.spec.serviceMonitorSelector;
    },
  ],
  [
    "Prometheus does not look into the namespace",
    "servicemonitor-namespace",
    (w) => {
      w.prometheus.spec.serviceMonitorNamespaceSelector = { matchLabels: { team: "a" } };
    },
  ],
  [
    "the namespaceSelector is dropped",
    "namespace-selector",
    (w) => {
      delete w.monitors[0].spec.namespaceSelector;
    },
  ],
  [
    "the namespaceSelector names another namespace",
    "namespace-selector",
    (w) => {
      w.monitors[0].spec.namespaceSelector.matchNames = ["default"];
    },
  ],
  [
    "the Service is missing",
    "service",
    (w) => {
      w.services = [];
    },
  ],
  [
    "the labels of the Service are broken",
    "service-labels",
    (w) => {
      w.service.metadata.labels = { app: appName };
    },
  ],
  [
    "the port of the Service is renamed",
    "service-port-name",
    (w) => {
      w.service.spec.ports[0].name = "http";
    },
  ],
  [
    "the port of the Service has no name",
    "service-port-name",
    (w) => {
      delete w.service.spec.ports[0].name;
    },
  ],
  [
    "the Service is duplicated",
    "service-duplicate",
    (w) => {
      w.services.push({ ...w.service, metadata: { ...w.service.metadata, name: "copy" } });
    },
  ],
  [
    "the selector of the Service matches nothing",
    "service-selector",
    (w) => {
      w.service.spec.selector = { app: "x" };
    },
  ],
  [
    "the target port does not exist",
    "service-target-port",
    (w) => {
      w.service.spec.ports[0].targetPort = "http";
    },
  ],
  [
    "the target port is another number",
    "service-target-port",
    (w) => {
      w.service.spec.ports[0].targetPort = 80;
    },
  ],
  [
    "the Deployment is missing",
    "deployment",
    (w) => {
      w.deployment.metadata.name = "x";
    },
  ],
  [
    "the Deployment is scaled to zero",
    "scaled-to-zero",
    (w) => {
      w.deployment.spec.replicas = 0;
    },
  ],
  [
    "Pod Security refuses the pods",
    "pod-admission",
    (w) => {
      w.deployment.status.conditions = [{ type: "ReplicaFailure", status: "True", message: 'violates PodSecurity "restricted:latest"' }];
    },
  ],
  [
    "a rollout hangs",
    "pod-starting",
    (w) => {
      w.deployment.status.updatedReplicas = 1;
    },
  ],
  [
    "no endpoint is ready",
    "endpoints",
    (w) => {
      for (const e of w.slice.endpoints) e.conditions.ready = false;
    },
  ],
])("when %s it names %s", named);
