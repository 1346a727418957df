import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { questionsOf } from "../../src/doctor/live/questions";
import type { KubeObject } from "../../src/live/kube";
import { type Answer, type Snapshot, View } from "../../src/live/snapshot";
import type { Generated } from "./portfolio";
import { check } from "./tools";

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes, of every kind.
export type Resource = any;

/**
 * A cluster on which a generated chart runs, as the API server and Prometheus would describe it: healthy, until a test
 * breaks something. The chart's own objects are the rendered ones.
 */
export class World {
  apis = ["prometheuses", "prometheusrules", "servicemonitors"].map((kind) => `${kind}.monitoring.coreos.com`);
  readonly prometheus: Resource;
  readonly service: Resource;
  readonly deployment: Resource;
  readonly rule: Resource;
  readonly pods: Resource[];
  readonly slice: Resource;
  monitors: Resource[];
  services: Resource[];
  prometheusRules: Resource[];
  events: Resource[] = [];
  targets: Resource[];
  rules: Resource[];
  readonly dashboard: Resource;
  hasDashboard = true;
  /** What the cluster has beside the service and its monitoring. */
  others: Resource[] = [];
  log = "";
  refused: string[] = [];
  empty: string[] = [];

  private constructor(
    private readonly generated: Generated,
    rendered: Resource[],
  ) {
    const { appName, appNamespace, monitoringNamespace, monitoringRelease, prometheusName } = generated.portfolio;
    const one = (kind: string) => structuredClone(rendered.find((object) => object.kind === kind));
    const ready = [{ type: "Ready", status: "True" }];

    this.prometheus = {
      kind: "Prometheus",
      metadata: { name: prometheusName, namespace: monitoringNamespace },
      spec: {
        serviceMonitorSelector: { matchLabels: { release: monitoringRelease } },
        serviceMonitorNamespaceSelector: {},
        ruleSelector: { matchLabels: { release: monitoringRelease } },
      },
    };
    this.service = one("Service");
    this.services = [this.service];
    this.monitors = [one("ServiceMonitor")];
    this.rule = one("PrometheusRule");
    this.prometheusRules = [this.rule];
    this.dashboard = one("ConfigMap");
    this.deployment = one("Deployment");
    this.deployment.metadata.generation = 3;
    const replicas = this.deployment.spec.replicas;
    this.deployment.status = { observedGeneration: 3, updatedReplicas: replicas, conditions: [{ type: "Available", status: "True" }] };

    const template = this.deployment.spec.template;
    this.pods = Array.from({ length: replicas }, (_, index) => ({
      kind: "Pod",
      metadata: { name: `${appName}-7c9f-${index}`, namespace: appNamespace, labels: structuredClone(template.metadata.labels) },
      spec: structuredClone(template.spec),
      status: {
        phase: "Running",
        conditions: structuredClone(ready),
        containerStatuses: [{ ready: true, restartCount: 0, state: { running: {} } }],
      },
    }));
    const listening = (name: string) => template.spec.containers[0].ports.find((one: Resource) => one.name === name).containerPort;
    const addresses = this.pods.map((_, index) => `10.244.0.${index + 5}`);
    this.slice = {
      kind: "EndpointSlice",
      metadata: { name: `${appName}-x`, namespace: appNamespace, labels: { "kubernetes.io/service-name": appName } },
      ports: this.service.spec.ports.map((one: Resource) => ({ name: one.name, port: listening(one.name) })),
      endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    };
    const [monitor] = this.monitors;
    const port = listening(monitor.spec.endpoints[0].port);
    this.targets = addresses.map((address) => ({
      scrapePool: `serviceMonitor/${monitor.metadata.namespace}/${monitor.metadata.name}/0`,
      scrapeUrl: `http://${address}:${port}${monitor.spec.endpoints[0].path}`,
      discoveredLabels: { __address__: `${address}:${port}`, __metrics_path__: monitor.spec.endpoints[0].path },
      labels: { job: appName },
      health: "up",
      lastError: "",
    }));
    this.rules = this.rule.spec.groups.map((group: Resource) => ({
      name: group.name,
      file: `/etc/prometheus/rules/x/${this.rule.metadata.namespace}-${this.rule.metadata.name}-0123.yaml`,
      rules: group.rules.map((rule: Resource) => ({
        name: rule.record ?? rule.alert,
        type: rule.record ? "recording" : "alerting",
        state: "inactive",
        health: "ok",
      })),
    }));
  }

  /** A healthy world around a portfolio. */
  static of(generated: Generated): World {
    const { appName, appNamespace } = generated.portfolio;
    let rendered = renderings.get(generated);
    if (!rendered) {
      const chart = join(generated.infra, "helm", appName);
      const yaml = check("helm", ["template", appName, chart, "-n", appNamespace, "--set-string", "image.tag=v1"]);
      rendered = parseAllDocuments(yaml).map((document) => document.toJS());
      renderings.set(generated, rendered);
    }
    return new World(generated, rendered);
  }

  /** Makes a pod unready for a reason, as the kubelet would say it. */
  stuck(waiting: { reason: string; message?: string }, more: Resource = {}): Resource {
    const [pod] = this.pods;
    pod.status.conditions = [{ type: "Ready", status: "False" }];
    pod.status.containerStatuses = [{ ready: false, restartCount: 0, state: { waiting }, ...more }];
    return pod;
  }

  /** An event of the first pod. */
  event(reason: string, message: string): void {
    this.events.push({ involvedObject: { name: this.pods[0].metadata.name }, reason, message, lastTimestamp: "2026-11-24T13:00:00Z" });
  }

  /** What the doctor sees of this world. */
  snapshot(): Snapshot {
    const { appName, appNamespace, monitoringNamespace, monitorNamespace, prometheusName } = this.generated.portfolio;
    const namespaces = [appNamespace, monitoringNamespace].map((name) => ({
      kind: "Namespace",
      metadata: { name, labels: { "kubernetes.io/metadata.name": name } },
    }));
    const events = this.events.map((event, index) => ({
      kind: "Event",
      metadata: { name: `event-${index}`, namespace: appNamespace },
      ...event,
    }));
    const dashboard = this.hasDashboard ? [this.dashboard] : [];
    const watching = [this.prometheus, ...this.monitors, ...this.prometheusRules, ...dashboard];
    const running = [...this.services, this.deployment, ...this.pods, this.slice, ...events];
    const objects = [...watching, ...running, ...namespaces, ...this.others].filter(Boolean) as KubeObject[];
    const bare: Snapshot = {
      version: 1,
      context: "",
      scope: {
        namespace: appNamespace,
        service: appName,
        monitors: monitorNamespace,
        prometheus: `${monitoringNamespace}/${prometheusName}`,
      },
      resources: this.apis.map((name) => name.split(".")[0]!),
      objects,
      refused: [],
      logs: Object.fromEntries(this.pods.map(({ metadata }) => [metadata.name, this.log])),
      prometheus: { [`${monitoringNamespace}/${prometheusName}`]: { targets: this.targets, groups: this.rules, alertmanagers: 1 } },
      answers: {},
    };
    const answer = (promql: string): Answer => {
      const is = (queries: readonly string[]) => queries.some((query) => letters(query) === letters(promql));
      return is(this.refused) ? { refused: "BadRequest" } : { series: is(this.empty) ? 0 : 1 };
    };
    const questions = questionsOf(new View(structuredClone(bare)));
    return structuredClone({ ...bare, answers: Object.fromEntries(questions.map(({ promql }) => [promql, answer(promql)])) });
  }
}

/** Queries are compared without their spaces and signs. */
const letters = (query: string): string => query.replace(/[^A-Za-z0-9_]/g, "");

const renderings = new WeakMap<Generated, Resource[]>();
