import { deployment, monitor, service, type Tree } from "../support";
import type { Case } from "./case";

const program = (handler = "") => `from flask import Flask, Response, request
from prometheus_client import Counter, generate_latest, CONTENT_TYPE_LATEST
app = Flask(__name__)
ORDERS = Counter("shop_orders_total", "Orders", ["kind"])
@app.route("/metrics")
def metrics():
    ${handler}
    return Response(generate_latest(), mimetype=CONTENT_TYPE_LATEST)
`;
const rule = (expr: string) => `groups:\n  - name: shop\n    rules:\n      - alert: Shop\n        expr: ${expr}\n`;
const image = (command: string) => `FROM python:3.13-slim\nCOPY app.py .\nUSER 10001\nCMD ${command}\n`;
const install = "helm install monitoring prometheus-community/kube-prometheus-stack -n monitoring -f stack.yaml\n";
const narrowed = (labels: string) => `prometheus:\n  prometheusSpec:\n    serviceMonitorSelector: {matchLabels: ${labels}}\n`;
const workflow = (on: string, steps: string, job = "") =>
  `on:\n  ${on}\npermissions: {contents: read}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    ${job}\n    steps:\n${steps}`;
const ci = (step: string): Tree => ({
  ".github/workflows/ci.yaml": workflow("push: {}", `      - ${step}\n`).replace("ubuntu-24.04", "self-hosted"),
});
const chosen = (options: string, run: string) =>
  workflow(`workflow_dispatch: {inputs: {environment: {type: choice, options: [${options}]}}}`, `      - run: ${run}\n`);
const matrix = (version: string) =>
  workflow(
    "push: {}",
    `      - uses: actions/setup-python@v6\n        with: {python-version: ${version}}\n`,
    'strategy: {matrix: {python: ["3.12", "3.13"]}}',
  );
const pushing = (more: string) => `${more}${workflow("push: {}", "      - run: git push\n").replace("read", "write")}`;
const secret = (value: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData: {password: ${value}}\n`;
const chart = (values: string): Tree => ({
  "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
  "chart/values.yaml": values,
  "chart/templates/config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: {{ .Values.a | quote }}}\n",
});
const policy = (from: string) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress]
  ingress: [{from: [${from}]}]
`;
const guarded = (from: string): Tree => ({
  "install.sh": "helm install monitoring prometheus-community/kube-prometheus-stack -n monitoring\n",
  "k8s/monitor.yaml": monitor(
    "namespaceSelector: {matchNames: [shop]}\n  selector: {matchLabels: {app: web}}\n  endpoints: [{port: http}]",
    "namespace: monitoring\n  labels: {release: monitoring}",
  ),
  "k8s/service.yaml": service("- {name: http, port: 80, targetPort: http}").replace("name: web", "name: web, namespace: shop"),
  "k8s/deployment.yaml": deployment().replace("metadata: {name: web}", "metadata: {name: web, namespace: shop}"),
  "k8s/policy.yaml": policy(from),
});
const database = deployment("", "app: web, part: db")
  .replaceAll("name: web", "name: db")
  .replace("octo/web", "octo/db")
  .replace("8080", "5432");
const wide = service("- {name: http, port: 80, targetPort: 8080}");

export const weak: readonly Case[] = [
  {
    id: "D43",
    what: "two workers that count for themselves",
    broken: { "app.py": program(), Dockerfile: image('["gunicorn", "--workers", "2", "app:app"]') },
    file: "Dockerfile",
    severity: "warning",
    repair: { Dockerfile: image('["gunicorn", "--workers", "1", "--threads", "8", "app:app"]') },
  },
  {
    id: "D45",
    what: "a policy that lets in its own namespace only",
    broken: guarded("{podSelector: {}}"),
    file: "k8s/policy.yaml",
    repair: { "k8s/policy.yaml": policy("{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}") },
    lookAlike: { ...guarded("{podSelector: {}}"), "k8s/more.yaml": policy("{namespaceSelector: {}}").replace("name: web", "name: scrape") },
  },
  {
    id: "E05",
    what: "a rule on a program without a monitor",
    broken: {
      "app.py": program(),
      "rules.yaml": rule("rate(shop_orders_total[5m]) > 5"),
      "k8s/deployment.yaml": deployment(),
      "install.sh": install,
      "stack.yaml": "grafana: {}\n",
    },
    file: "rules.yaml",
    repair: { "stack.yaml": "prometheus: {prometheusSpec: {additionalScrapeConfigs: [{job_name: shop}]}}\n" },
  },
  {
    id: "E06",
    what: "a rate below zero",
    broken: { "app.py": program(), "rules.yaml": rule("sum(rate(shop_orders_total[5m])) < 0") },
    file: "rules.yaml",
    repair: { "rules.yaml": rule("sum(rate(shop_orders_total[5m])) < 0.1") },
    lookAlike: { "rules.yaml": rule("predict_linear(node_filesystem_avail_bytes[6h], 4 * 3600) < 0") },
  },
  {
    id: "E08",
    what: "a selector that leaves out the stack's own monitors",
    broken: { "install.sh": install, "stack.yaml": narrowed("{team: shop}") },
    file: "stack.yaml",
    repair: { "stack.yaml": "prometheus: {prometheusSpec: {serviceMonitorSelectorNilUsesHelmValues: false}}\n" },
    lookAlike: { "install.sh": install, "stack.yaml": narrowed("{release: monitoring}") },
  },
  {
    id: "E14",
    what: "the raw path as a label",
    broken: { "app.py": program("ORDERS.labels(request.path).inc()") },
    file: "app.py",
    severity: "warning",
    repair: { "app.py": program("ORDERS.labels(str(request.url_rule)).inc()") },
  },
  {
    id: "E18",
    what: "a value that no template reads",
    broken: chart("a: 1\nresources: {}\n"),
    file: "chart/values.yaml",
    severity: "warning",
    repair: { "chart/values.yaml": "a: 1\n" },
  },
  {
    id: "E24",
    what: "a Service that takes the database's pods, too",
    broken: { "k8s/service.yaml": wide, "k8s/web.yaml": deployment("", "app: web, part: web"), "k8s/db.yaml": database },
    file: "k8s/service.yaml",
    repair: { "k8s/service.yaml": wide.replace("selector: {app: web}", "selector: {app: web, part: web}") },
    lookAlike: {
      "k8s/service.yaml": wide,
      "k8s/web.yaml": deployment("", "app: web, version: v1"),
      "k8s/v2.yaml": deployment("", "app: web, version: v2").replaceAll("name: web", "name: web-v2"),
    },
  },
  {
    id: "E26",
    what: "an API version that nobody serves",
    broken: {
      "k8s/hpa.yaml": "apiVersion: autoscaling/v2beta2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {maxReplicas: 3}\n",
    },
    file: "k8s/hpa.yaml",
    repair: {
      "k8s/hpa.yaml": "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {maxReplicas: 3}\n",
    },
  },
  {
    id: "E26",
    what: "an action that GitHub fails",
    broken: ci("uses: actions/upload-artifact@v3"),
    file: ".github/workflows/ci.yaml",
    repair: ci("uses: actions/upload-artifact@v4"),
    lookAlike: ci("uses: actions/cache@v4"),
  },
  {
    id: "E29",
    what: "npm ci without a lock file",
    broken: { Dockerfile: 'FROM node:24\nCOPY package.json ./\nRUN npm ci\nCMD ["node", "x.js"]\n', "package.json": "{}" },
    file: "Dockerfile",
    repair: { "package-lock.json": "{}" },
    lookAlike: { Dockerfile: 'FROM node:24\nCOPY package.json ./\nRUN npm install\nCMD ["node", "x.js"]\n', "package.json": "{}" },
  },
  {
    id: "E35",
    what: "a choice that nothing reads",
    broken: { ".github/workflows/x.yaml": chosen("dev, prod", "echo dev") },
    file: ".github/workflows/x.yaml",
    repair: { ".github/workflows/x.yaml": chosen("dev, prod", "echo ${{ inputs.environment }}") },
    lookAlike: { ".github/workflows/x.yaml": chosen("dev", "echo dev") },
  },
  {
    id: "E35",
    what: "a choice that the workflow which is called does not read either",
    broken: {
      ".github/workflows/x.yaml": chosen("dev, prod", "true").replace(
        /^jobs:[\s\S]*/m,
        "jobs:\n  a:\n    uses: ./.github/workflows/y.yaml\n",
      ),
      ".github/workflows/y.yaml": "on: workflow_call\njobs: { a: { runs-on: x, steps: [{ run: 'echo' }] } }\n",
    },
    file: ".github/workflows/x.yaml",
    repair: {
      ".github/workflows/y.yaml":
        "on: workflow_call\njobs: { a: { runs-on: x, steps: [{ run: 'echo ${{ github.event.inputs.environment }}' }] } }\n",
    },
  },
  {
    id: "E35",
    what: "a matrix that nothing reads",
    broken: { ".github/workflows/x.yaml": matrix('"3.13"') },
    file: ".github/workflows/x.yaml",
    repair: { ".github/workflows/x.yaml": matrix('"${{ matrix.python }}"') },
  },
  {
    id: "E38",
    what: "a push that another may overtake",
    broken: { ".github/workflows/x.yaml": pushing("") },
    file: ".github/workflows/x.yaml",
    severity: "warning",
    repair: { ".github/workflows/x.yaml": pushing("concurrency: release\n") },
  },
  {
    id: "E39",
    what: "a version that is a number",
    broken: { "values.yaml": "image: {name: a}\ntag: 1.10\n" },
    file: "values.yaml",
    severity: "warning",
    repair: { "values.yaml": 'image: {name: a}\ntag: "1.10"\n' },
    lookAlike: { "values.yaml": "image: {name: a}\ntag: 1.10.2\nreplicas: 010\n" },
  },
  {
    id: "E39",
    what: "a version that is a number, in the second document of a file",
    broken: { "values.yaml": "image: {name: a}\n---\ntag: 1.10\n" },
    file: "values.yaml",
    severity: "warning",
    repair: { "values.yaml": 'image: {name: a}\n---\ntag: "1.10"\n' },
  },
  {
    id: "E42",
    what: "a password in git",
    broken: { "k8s/secret.yaml": secret("hunter2-hunter2") },
    file: "k8s/secret.yaml",
    severity: "warning",
    repair: { "k8s/secret.yaml": secret("change-me") },
  },
  {
    id: "E42",
    what: "a password in the log of a job",
    broken: ci("run: kubectl get secret db -o jsonpath='{.data.password}' | base64 -d"),
    file: ".github/workflows/ci.yaml",
    repair: ci("run: kubectl get secret db -o name"),
    lookAlike: ci("run: PASSWORD=$(kubectl get secret db -o jsonpath='{.data.password}' | base64 -d)"),
  },
  {
    id: "E44",
    what: "a link to nothing",
    broken: { "README.md": "# A\n\n[setup](docs/setup.md)\n" },
    file: "README.md",
    severity: "warning",
    repair: { "docs/setup.md": "# Setup\n" },
    lookAlike: { "README.md": "# A\n\n[setup](https://example.com/setup.md) [b](#a)\n" },
  },
  {
    id: "E45",
    what: "jsonpath with doubled braces",
    broken: { "README.md": "# A\n\n```sh\nkubectl get secret a -o jsonpath='{{.data.b}}'\n```\n" },
    file: "README.md",
    repair: { "README.md": "# A\n\n```sh\nkubectl get secret a -o jsonpath='{.data.b}'\n```\n" },
    lookAlike: { "README.md": "# A\n\n```sh\nkubectl get secret a -o go-template='{{.data.b}}'\n```\n" },
  },
];
