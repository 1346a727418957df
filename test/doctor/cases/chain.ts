import { deployment, monitor, service } from "../support";
import type { Case } from "./case";

const named = service("- {name: http, port: 80, targetPort: http}");
const install = "helm install monitoring prometheus-community/kube-prometheus-stack -n monitoring\n";
const scrapes = "selector: {matchLabels: {app: web}}\n  endpoints: [{port: http}]";
const wrapped = '{"dashboard": {"title": "Web", "panels": []}}';

export const chain: readonly Case[] = [
  {
    id: "D01",
    what: "a monitor without the release's label",
    broken: { "up.sh": install, "k8s/monitor.yaml": monitor(scrapes), "k8s/service.yaml": named, "k8s/deployment.yaml": deployment() },
    file: "k8s/monitor.yaml",
    repair: { "k8s/monitor.yaml": monitor(scrapes, "labels: {release: monitoring}") },
    lookAlike: {
      "up.sh": `${install.trim()} -f values.yaml\n`,
      "values.yaml": "prometheus: {prometheusSpec: {serviceMonitorSelectorNilUsesHelmValues: false}}\n",
      "k8s/monitor.yaml": monitor(scrapes),
      "k8s/service.yaml": named,
      "k8s/deployment.yaml": deployment(),
    },
  },
  {
    id: "D03",
    what: "a Service without the labels that the monitor selects",
    broken: {
      "k8s/monitor.yaml": monitor(scrapes),
      "k8s/service.yaml": named.replace(", labels: {app: web}", ""),
      "k8s/deployment.yaml": deployment(),
    },
    file: "k8s/monitor.yaml",
    repair: { "k8s/service.yaml": named },
    lookAlike: {
      "k8s/monitor.yaml": monitor(
        "selector: {matchLabels: {app.kubernetes.io/name: ingress-nginx}}\n  endpoints: [{port: metrics}]",
      ).replace("name: web", "name: ingress"),
      "k8s/service.yaml": named,
      "k8s/deployment.yaml": deployment(),
    },
  },
  {
    id: "D04",
    what: "a monitor that looks into its own namespace only",
    broken: {
      "k8s/monitor.yaml": monitor(scrapes, "namespace: monitoring"),
      "k8s/service.yaml": named.replace("name: web", "name: web, namespace: shop"),
      "k8s/deployment.yaml": deployment(),
    },
    file: "k8s/monitor.yaml",
    repair: { "k8s/monitor.yaml": monitor(`namespaceSelector: {matchNames: [shop]}\n  ${scrapes}`, "namespace: monitoring") },
    lookAlike: {
      "k8s/monitor.yaml": monitor(`namespaceSelector: {any: true}\n  ${scrapes}`, "namespace: monitoring"),
      "k8s/service.yaml": named.replace("name: web", "name: web, namespace: shop"),
      "k8s/deployment.yaml": deployment(),
    },
  },
  {
    id: "D05",
    what: "a monitor that names a port without a name",
    broken: {
      "k8s/monitor.yaml": monitor(scrapes),
      "k8s/service.yaml": service("- {port: 80, targetPort: http}"),
      "k8s/deployment.yaml": deployment(),
    },
    file: "k8s/monitor.yaml",
    repair: { "k8s/service.yaml": named },
    lookAlike: {
      "k8s/monitor.yaml": monitor("selector: {matchLabels: {app: web}}\n  endpoints: [{targetPort: 8080}]"),
      "k8s/service.yaml": service("- {port: 80, targetPort: http}"),
      "k8s/deployment.yaml": deployment(),
    },
  },
  {
    id: "D06",
    what: "a monitor of a program without metrics",
    broken: {
      "k8s/monitor.yaml": monitor(scrapes),
      "k8s/service.yaml": named,
      "k8s/deployment.yaml": deployment(),
      Dockerfile: 'FROM python:3.13-slim\nCOPY app.py .\nCMD ["python", "app.py"]\n',
      "app.py":
        'from flask import Flask\napp = Flask(__name__)\n@app.route("/health")\ndef health():\n    return "ok"\napp.run(host="0.0.0.0", port=8080)\n',
    },
    file: "k8s/monitor.yaml",
    repair: {
      "app.py":
        'from flask import Flask\nfrom prometheus_flask_exporter import PrometheusMetrics\napp = Flask(__name__)\nPrometheusMetrics(app)\n@app.route("/health")\ndef health():\n    return "ok"\napp.run(host="0.0.0.0", port=8080)\n',
    },
  },
  {
    id: "D18",
    what: "a Service whose selector no pod has",
    broken: { "k8s/service.yaml": named, "k8s/deployment.yaml": deployment("", "app: webapp") },
    file: "k8s/service.yaml",
    repair: { "k8s/deployment.yaml": deployment() },
    lookAlike: { "k8s/service.yaml": named, "k8s/deployment.yaml": deployment("", "app: web, tier: front") },
  },
  {
    id: "D19",
    what: "a targetPort that the container does not have",
    broken: { "k8s/service.yaml": service("- {port: 80, targetPort: 3000}"), "k8s/deployment.yaml": deployment() },
    file: "k8s/service.yaml",
    repair: { "k8s/service.yaml": service("- {port: 80, targetPort: 8080}") },
    lookAlike: { "k8s/service.yaml": service("- {port: 8080}"), "k8s/deployment.yaml": deployment() },
  },
  {
    id: "D20",
    what: "a probe of a named port that is not there",
    broken: { "k8s/deployment.yaml": deployment("readinessProbe: {httpGet: {path: /, port: web}}") },
    file: "k8s/deployment.yaml",
    repair: { "k8s/deployment.yaml": deployment("readinessProbe: {httpGet: {path: /, port: http}}") },
    lookAlike: { "k8s/deployment.yaml": deployment("readinessProbe: {httpGet: {path: /, port: 9999}}") },
  },
  {
    id: "D30",
    what: "a dashboard in the envelope of the API",
    broken: { "dashboards/web.json": wrapped },
    file: "dashboards/web.json",
    repair: { "dashboards/web.json": '{"title": "Web", "panels": []}' },
    lookAlike: { "dashboards/web.json": wrapped, "load.sh": "curl -X POST http://grafana/api/dashboards/db -d @dashboards/web.json\n" },
  },
  {
    id: "E21",
    what: "a key that stands twice",
    broken: { "k8s/deployment.yaml": deployment("ports: []") },
    file: "k8s/deployment.yaml",
    repair: { "k8s/deployment.yaml": deployment() },
  },
  {
    id: "B25",
    what: "a workflow below a folder",
    broken: { "app/.github/workflows/ci.yaml": "on: push\njobs: {}\n", "README.md": "# App\n" },
    file: "app/.github/workflows/ci.yaml",
    repair: { "app/.github/workflows/ci.yaml": null, ".github/workflows/ci.yaml": "on: push\njobs: {}\n" },
  },
  {
    id: "E48",
    what: "a resource that is missing",
    broken: { "base/kustomization.yaml": "resources: [deployment.yaml, service.yaml]\n", "base/deployment.yaml": deployment() },
    file: "base/kustomization.yaml",
    repair: { "base/service.yaml": named },
    lookAlike: {
      "base/kustomization.yaml": "resources: [deployment.yaml, https://example.com/service.yaml]\n",
      "base/deployment.yaml": deployment(),
    },
  },
];
