import { deployment, type Tree } from "../support";
import type { Case } from "./case";

const program = (metrics: string) => `from flask import Flask, Response
from prometheus_client import Counter, Histogram, generate_latest, CONTENT_TYPE_LATEST
app = Flask(__name__)
REQUESTS = Counter("shop_orders_total", "Orders", ["kind"])
SECONDS = Histogram("shop_order_seconds", "Seconds", buckets=[0.1, 0.5, 1])
@app.route("/metrics")
def metrics():
    ${metrics}
`;
const healthy = program("return Response(generate_latest(), mimetype=CONTENT_TYPE_LATEST)");
const rules = (expr: string) => `groups:
  - name: shop
    rules:
      - alert: Shop
        expr: ${expr}
`;
const ruled = (expr: string): Tree => ({ "app.py": healthy, "rules.yaml": rules(expr) });
const panel = (uid: string) =>
  JSON.stringify({ title: "Shop", panels: [{ title: "Up", datasource: { type: "prometheus", uid }, targets: [{ expr: "up" }] }] }, null, 1);
const provider = "apiVersion: 1\nproviders: [{name: files, options: {path: /dashboards}}]\n";
const alertmanager = (receiver: string) => `route: {receiver: ${receiver}}\nreceivers: [{name: team}]\n`;
const stack = "helm install monitoring prometheus-community/kube-prometheus-stack -n monitoring\n";
const annotated = deployment("", "app: web").replace("metadata: {labels", 'metadata: {annotations: {prometheus.io/scrape: "true"}, labels');

export const monitoring: readonly Case[] = [
  {
    id: "D07",
    what: "metrics as a plain string",
    broken: { "app.py": program("return generate_latest()"), "prometheus.yml": "scrape_configs: []\n" },
    file: "app.py",
    repair: { "app.py": healthy },
    lookAlike: {
      "app.py": program('return generate_latest(), 200, {"Content-Type": CONTENT_TYPE_LATEST}'),
      "prometheus.yml": "scrape_configs: []\n",
    },
  },
  {
    id: "D32",
    what: "the uid of another Grafana",
    broken: { "dashboard.json": panel("bf23xvfajo2yoc"), "providers.yaml": provider },
    file: "dashboard.json",
    repair: { "dashboard.json": panel("prometheus") },
    lookAlike: {
      "dashboard.json": panel("PBFA97CFB590B2093"),
      "providers.yaml": provider,
      "datasources.yaml": "datasources: [\n{type: prometheus,\n  name: Prometheus\n}]\n",
    },
  },
  {
    id: "E01",
    what: "a ratio of each series by itself",
    broken: ruled('rate(shop_orders_total{kind="bad"}[5m]) / rate(shop_orders_total[5m]) > 0.1'),
    file: "rules.yaml",
    repair: { "rules.yaml": rules('sum(rate(shop_orders_total{kind="bad"}[5m])) / sum(rate(shop_orders_total[5m])) > 0.1') },
    lookAlike: ruled("rate(shop_order_seconds_sum[5m]) / rate(shop_order_seconds_count[5m]) > 0.1"),
  },
  {
    id: "E02",
    what: "a quantile of raw buckets",
    broken: ruled("histogram_quantile(0.9, shop_order_seconds_bucket) > 0.2"),
    file: "rules.yaml",
    repair: { "rules.yaml": rules("histogram_quantile(0.9, rate(shop_order_seconds_bucket[5m])) > 0.2") },
    lookAlike: ruled("histogram_quantile(0.9, sum by (le, job) (rate(shop_order_seconds_bucket[5m]))) > 0.2"),
  },
  {
    id: "E03",
    what: "a threshold above the highest bucket",
    broken: ruled("histogram_quantile(0.9, rate(shop_order_seconds_bucket[5m])) > 2"),
    file: "rules.yaml",
    repair: { "rules.yaml": rules("histogram_quantile(0.9, rate(shop_order_seconds_bucket[5m])) > 0.8") },
  },
  {
    id: "E04",
    what: "a metric of another name",
    broken: ruled("rate(store_orders_total[5m]) > 1"),
    file: "rules.yaml",
    repair: { "rules.yaml": rules("rate(shop_orders_total[5m]) > 1") },
    lookAlike: ruled("rate(node_cpu_seconds_total[5m]) > 1 and up == 1"),
  },
  {
    id: "E04",
    what: "a label that the metric lacks",
    broken: ruled('rate(shop_orders_total{status="500"}[5m]) > 1'),
    file: "rules.yaml",
    repair: { "rules.yaml": rules('rate(shop_orders_total{kind="bad"}[5m]) > 1') },
    lookAlike: ruled('rate(shop_orders_total{job="shop", pod="a"}[5m]) > 1'),
  },
  {
    id: "E11",
    what: "a route to no receiver",
    broken: { "alertmanager.yml": alertmanager("slack") },
    file: "alertmanager.yml",
    repair: { "alertmanager.yml": alertmanager("team") },
  },
  {
    id: "E12",
    what: "annotations for the operator",
    broken: { "up.sh": stack, "k8s/deployment.yaml": annotated },
    file: "k8s/deployment.yaml",
    repair: { "up.sh": "helm install prometheus prometheus-community/prometheus\n" },
    lookAlike: {
      "up.sh": `${stack.trim()} -f values.yaml\n`,
      "values.yaml": "prometheus: {prometheusSpec: {additionalScrapeConfigs: [{job_name: pods}]}}\n",
      "k8s/deployment.yaml": annotated,
    },
  },
  {
    id: "E13",
    what: "two defaults",
    broken: { "datasources.yaml": "datasources:\n  - {name: A, isDefault: true}\n  - {name: B, isDefault: true}\n" },
    file: "datasources.yaml",
    repair: { "datasources.yaml": "datasources:\n  - {name: A, isDefault: true}\n  - {name: B}\n" },
  },
];
