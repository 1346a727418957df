import { deployment, service } from "../support";
import type { Case } from "./case";

const app = (port: number) => `const express = require("express");
const app = express();
app.get("/healthz", (req, res) => res.send("ok"));
app.get("/metrics", (req, res) => res.send("up 1"));
app.listen(${port});
`;
const docker = 'FROM node:24-slim\nWORKDIR /app\nCOPY . .\nUSER 10001\nCMD ["node", "index.js"]\n';
const compose = (ports: string, more = "") => `services:
  shop:
    build: ./shop
    ports: ["${ports}"]
  prometheus:
    image: prom/prometheus:v3.5.0
    volumes:
      - ./prometheus.yml:/etc/prometheus/prometheus.yml
${more}`;
const scrape = (target: string, more = "") =>
  `${more}scrape_configs:\n  - job_name: shop\n    static_configs: [{targets: ["${target}"]}]\n`;
const stack = (ports: string, target: string, more = "", head = "") => ({
  "shop/Dockerfile": docker,
  "shop/index.js": app(3000),
  "compose.yaml": compose(ports, more),
  "prometheus.yml": scrape(target, head),
});
const grafana = (mounts: string) => `  grafana:\n    image: grafana/grafana:12.0.0\n    volumes:\n${mounts}`;
const provisioning = "      - ./grafana/provisioning:/etc/grafana/provisioning\n";
const source = (url: string) => `datasources:\n  - {name: Prometheus, type: prometheus, uid: prometheus, url: "${url}"}\n`;
const install = "helm install monitoring prometheus-community/kube-prometheus-stack -n monitoring\n";
const board = (label: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: board, labels: {grafana_dashboard: ${label}}}\ndata:\n  web.json: '{"title": "Web", "panels": []}'\n`;
const chart = {
  "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
  "chart/templates/deployment.yaml": deployment(),
};
const apply = "helm upgrade --install web ./chart\nkubectl apply -f k8s/web.yaml\n";
const application = (more: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: stack}
spec:
  project: default
  source: {repoURL: "https://prometheus-community.github.io/helm-charts", chart: kube-prometheus-stack, targetRevision: 79.0.0}
  destination: {namespace: monitoring, server: "https://kubernetes.default.svc"}
  syncPolicy:
    syncOptions: [${more}]
`;
const healing = (more = "") => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web}
spec:
  project: default
  source: {repoURL: "https://github.com/octo/web.git", path: k8s, targetRevision: HEAD}
  destination: {namespace: web, server: "https://kubernetes.default.svc"}
  syncPolicy: {automated: {selfHeal: true}}
  ${more}
`;
const scaler = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 3}
`;
const scaled = deployment("resources: {requests: {cpu: 100m}}", "app: web", "replicas: 2");
const environment = (value: string) => deployment(`env: [{name: PORT, value: ${value}}]`);

export const stacks: readonly Case[] = [
  {
    id: "E57",
    what: "a target at the host's port",
    broken: stack("8080:3000", "shop:8080"),
    file: "prometheus.yml",
    repair: { "prometheus.yml": scrape("shop:3000") },
    lookAlike: stack("8080:3000", "host.docker.internal:8080"),
  },
  {
    id: "E57",
    what: "a port that nothing listens on",
    broken: stack("8080:8080", "shop:3000"),
    file: "compose.yaml",
    repair: { "compose.yaml": compose("8080:3000") },
    lookAlike: {
      ...stack("8080:8080", "shop:8080"),
      "shop/index.js": app(3000).replace("3000", "process.env.PORT || 3000"),
      "compose.yaml": compose("8080:8080").replace("build: ./shop", "build: ./shop\n    environment: {PORT: 8080}"),
    },
  },
  {
    id: "E57",
    what: "rules that are not mounted",
    broken: { ...stack("8080:3000", "shop:3000", "", "rule_files: [alerts.yml]\n"), "alerts.yml": "groups: []\n" },
    file: "prometheus.yml",
    repair: { "compose.yaml": compose("8080:3000", "      - ./alerts.yml:/etc/prometheus/alerts.yml\n") },
    lookAlike: {
      ...stack("8080:3000", "shop:3000", "", "rule_files: [rules/*.yml]\n"),
      "compose.yaml": compose("8080:3000", "      - ./rules:/etc/prometheus/rules\n"),
      "rules/a.yml": "groups: []\n",
    },
  },
  {
    id: "E57",
    what: "a data source on Grafana's own localhost",
    broken: {
      ...stack("8080:3000", "shop:3000", grafana(provisioning)),
      "grafana/provisioning/datasources/a.yaml": source("http://localhost:9090"),
    },
    file: "grafana/provisioning/datasources/a.yaml",
    repair: { "grafana/provisioning/datasources/a.yaml": source("http://prometheus:9090") },
    lookAlike: {
      ...stack("8080:3000", "shop:3000", grafana(provisioning)),
      "grafana/provisioning/datasources/a.yaml": source("http://host.docker.internal:9090"),
    },
  },
  {
    id: "E57",
    what: "dashboards that are mounted elsewhere",
    broken: {
      ...stack("8080:3000", "shop:3000", grafana(`${provisioning}      - ./boards:/etc/grafana/boards\n`)),
      "boards/a.json": "{}",
      "grafana/provisioning/dashboards/a.yaml": "apiVersion: 1\nproviders: [{name: a, options: {path: /var/lib/grafana/dashboards}}]\n",
    },
    file: "grafana/provisioning/dashboards/a.yaml",
    repair: { "compose.yaml": compose("8080:3000", grafana(`${provisioning}      - ./boards:/var/lib/grafana/dashboards\n`)) },
  },
  {
    id: "D31",
    what: "a label that the sidecar does not take",
    broken: { "up.sh": install, "board.yaml": board('"true"') },
    file: "board.yaml",
    repair: { "board.yaml": board('"1"') },
    lookAlike: { "up.sh": `${install.trim()} --set grafana.sidecar.dashboards.labelValue=true\n`, "board.yaml": board('"true"') },
  },
  {
    id: "D31",
    what: "a ConfigMap of dashboards that nothing creates",
    broken: { "values.yaml": "grafana: {dashboardsConfigMaps: {default: shop-boards}}\n" },
    file: "values.yaml",
    repair: { "up.sh": "kubectl create configmap shop-boards --from-file=a.json\n", "a.json": "{}" },
  },
  {
    id: "E58",
    what: "a number as an environment variable",
    broken: { "k8s/web.yaml": environment("8080") },
    file: "k8s/web.yaml",
    repair: { "k8s/web.yaml": environment('"8080"') },
    lookAlike: { "k8s/web.yaml": environment("v1.10.0"), "values.yaml": "env: [{name: PORT, value: 8080}]\n" },
  },
  {
    id: "E20",
    what: "a chart and the same Deployment beside it",
    broken: { ...chart, "k8s/web.yaml": deployment(), "up.sh": apply },
    file: "k8s/web.yaml",
    repair: { "k8s/web.yaml": deployment().replaceAll("web", "worker") },
    lookAlike: { "overlays/staging/web.yaml": deployment(), "overlays/prod/web.yaml": deployment() },
  },
  {
    id: "E59",
    what: "the operator's definitions applied by the client",
    broken: { "argocd/stack.yaml": application("CreateNamespace=true") },
    file: "argocd/stack.yaml",
    repair: { "argocd/stack.yaml": application("CreateNamespace=true, ServerSideApply=true") },
    lookAlike: { "argocd/stack.yaml": application("CreateNamespace=true").replace("chart: kube", "helm: {skipCrds: true}, chart: kube") },
  },
  {
    id: "E59",
    what: "self-heal against the autoscaler",
    broken: { "argocd/web.yaml": healing(), "k8s/web.yaml": scaled, "k8s/hpa.yaml": scaler },
    file: "k8s/web.yaml",
    repair: { "argocd/web.yaml": healing("ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]") },
  },
  {
    id: "E59",
    what: "a branch that the workflows do not know",
    broken: {
      "README.md": "# Web\n\n```sh\ngit clone https://github.com/octo/web.git\n```\n",
      "argocd/web.yaml": healing().replace("HEAD", "master"),
      "k8s/web.yaml": deployment(),
      ".github/workflows/ci.yaml": "on: {push: {branches: [main]}}\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: make}]}}\n",
    },
    file: "argocd/web.yaml",
    repair: { "argocd/web.yaml": healing().replace("HEAD", "main") },
  },
  {
    id: "E51",
    what: "a container of another name",
    broken: { "deploy.sh": "kubectl set image deployment/web app=ghcr.io/octo/web:2\n", "k8s/web.yaml": deployment() },
    file: "deploy.sh",
    repair: { "deploy.sh": "kubectl set image deployment/web web=ghcr.io/octo/web:2\n" },
    lookAlike: { "deploy.sh": "kubectl set image deployment/web *=ghcr.io/octo/web:2\n", "k8s/web.yaml": deployment() },
  },
  {
    id: "E51",
    what: "another namespace",
    broken: {
      "deploy.sh": "kubectl rollout status deployment/web -n prod\n",
      "k8s/web.yaml": deployment().replace("{name: web}", "{name: web, namespace: shop}"),
    },
    file: "deploy.sh",
    repair: { "deploy.sh": "kubectl rollout status deployment/web -n shop\n" },
  },
  {
    id: "E61",
    what: "the selector beside prometheusSpec",
    broken: {
      "up.sh": `${install.trim()} -f values.yaml\n`,
      "values.yaml": "grafana: {enabled: true}\nprometheus:\n  retention: 30d\n",
      "k8s/service.yaml": service("- {port: 80, targetPort: 8080}"),
      "k8s/web.yaml": deployment(),
    },
    file: "values.yaml",
    repair: { "values.yaml": "grafana: {enabled: true}\nprometheus:\n  prometheusSpec: {retention: 30d}\n" },
    lookAlike: {
      "up.sh": "helm install prometheus prometheus-community/prometheus -f values.yaml\n",
      "values.yaml": "alertmanager: {enabled: true}\nprometheus:\n  retention: 30d\n",
    },
  },
];
