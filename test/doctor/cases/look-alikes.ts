import { deployment, monitor, service, type Tree } from "../support";

/** A healthy world that looks like the broken one of a check. */
export interface LookAlike {
  readonly id: string;
  readonly what: string;
  readonly tree: Tree;
}

const CI = ".github/workflows/ci.yaml";
const workflow = (steps: string, head = "on: push\npermissions: {contents: read}\n") =>
  `${head}jobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${steps.replace(/^/gm, "      ")}\n`;
const chart = (template: string, values: string, more = ""): Tree => ({
  "chart/Chart.yaml": `apiVersion: v2\nname: web\nversion: 0.1.0\n${more}`,
  "chart/values.yaml": values,
  ...(template ? { "chart/templates/config.yaml": template } : {}),
});
const config = (value: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: ${value}}\n`;
const hpa = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {kind: Deployment, name: web, apiVersion: apps/v1}
  maxReplicas: 3
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
`;
const flask = (body: string, head = "") => `from flask import Flask, request
from prometheus_client import Counter, Histogram, make_wsgi_app
${head}
app = Flask(__name__)
ORDERS = Counter("shop_orders_total", "Orders", ["kind"])
SECONDS = Histogram("shop_order_seconds", "Seconds", buckets=(0.1, 0.5, 2.5))
@app.route("/orders")
def orders():
    ${body}
    return "[]"
`;
const rule = (expr: string) => `groups:\n  - name: shop\n    rules:\n      - alert: Shop\n        expr: ${expr}\n`;
const limits = "resources: {limits: {cpu: 100m, memory: 64Mi}}";

export const lookAlikes: readonly LookAlike[] = [
  {
    id: "D25",
    what: "latest of an image that a step replaces by a digest",
    tree: { "k8s/web.yaml": deployment().replace(":1.2.3", "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef") },
  },
  { id: "E27", what: "a worker that nobody sends traffic to", tree: { "k8s/web.yaml": deployment().replace(/ports: .*/, "") } },
  { id: "E28", what: "limits, of which Kubernetes makes the requests", tree: { "k8s/web.yaml": deployment(limits) } },
  {
    id: "E36",
    what: "a clean-up that may fail",
    tree: { [CI]: workflow("- run: docker rm -f web || true\n- run: pytest") },
  },
  { id: "E16", what: "no replicas beside the autoscaler", tree: { "k8s/web.yaml": deployment(limits), "k8s/hpa.yaml": hpa } },
  { id: "E17", what: "limits, of which Kubernetes makes the requests", tree: { "k8s/web.yaml": deployment(limits), "k8s/hpa.yaml": hpa } },
  {
    id: "D06",
    what: "metrics on a server of their own",
    tree: {
      "k8s/monitor.yaml": monitor("selector: {matchLabels: {app: web}}\n  endpoints: [{port: http}]"),
      "k8s/service.yaml": service("- {name: http, port: 80, targetPort: http}"),
      "k8s/web.yaml": deployment(),
      Dockerfile: 'FROM python:3.13\nCOPY app.py .\nUSER 10001\nCMD ["python", "app.py"]\n',
      "app.py": flask('ORDERS.labels("a").inc()', "from prometheus_client import start_http_server\nstart_http_server(8080)"),
    },
  },
  {
    id: "D13",
    what: "capitals in the tag, and a placeholder",
    tree: {
      "k8s/web.yaml": deployment().replace("1.2.3", "1.2.3-RC1"),
      "k8s/more.yaml": deployment().replace("octo", "OWNER").replaceAll("name: web", "name: more"),
    },
  },
  {
    id: "D28",
    what: "a push with a token of one's own",
    tree: {
      [CI]: workflow(
        '- uses: docker/login-action@v3\n  with: {registry: ghcr.io, username: x, password: "${{ secrets.GHCR_TOKEN }}"}\n- uses: docker/build-push-action@v6\n  with: {push: true, tags: "ghcr.io/octo/web:1"}\n- run: |\n    git clone https://x-access-token:${T}@github.com/octo/infra\n    cd infra\n    git push',
      ),
      Dockerfile: "FROM scratch\nUSER 10001\n",
    },
  },
  {
    id: "D36",
    what: "a dispatch to the own repository",
    tree: {
      [CI]: workflow('- uses: peter-evans/repository-dispatch@v3\n  with: {token: "${{ secrets.GITHUB_TOKEN }}", event-type: deploy}'),
      ".github/workflows/deploy.yaml": workflow(
        "- run: make",
        "on: {repository_dispatch: {types: [deploy]}}\npermissions: {contents: read}\n",
      ),
      Makefile: "all:\n\ttrue\n",
    },
  },
  {
    id: "E03",
    what: "a threshold between two buckets",
    tree: { "app.py": flask("SECONDS.observe(1)"), "rules.yaml": rule("histogram_quantile(0.9, rate(shop_order_seconds_bucket[5m])) > 2") },
  },
  {
    id: "E09",
    what: "a variable of the template's own named labels",
    tree: chart(`{{- $labels := .Values.labels }}\n${config("{{ $labels.a | quote }}")}`, "labels: {a: b}\n"),
  },
  {
    id: "E10",
    what: "global values and those of an alias",
    tree: {
      "chart/Chart.yaml":
        "apiVersion: v2\nname: stack\nversion: 0.1.0\ndependencies: [{name: redis, alias: cache, version: 1.0.0, repository: https://example.com}]\n",
      "chart/values.yaml": "global: {a: 1}\ncache: {replica: {count: 1}}\n",
    },
  },
  {
    id: "E11",
    what: "a receiver without a notifier, and a route without one",
    tree: { "alertmanager.yml": "route: {receiver: none, routes: [{matchers: [a=b]}]}\nreceivers: [{name: none}]\n" },
  },
  {
    id: "E13",
    what: "a default in each of two organisations' files",
    tree: { "a.yaml": "datasources:\n  - {name: A, isDefault: true}\n  - {name: B, isDefault: false}\n" },
  },
  {
    id: "E21",
    what: "the same key in two documents, and one port for two protocols",
    tree: {
      "k8s/web.yaml": `${deployment()}---${service("- {name: dns, port: 53, protocol: UDP, targetPort: http}\n    - {name: dns-tcp, port: 53, targetPort: http}")}`,
    },
  },
  {
    id: "E22",
    what: "an empty marker and values of nothing",
    tree: { "k8s/.gitkeep": "", "chart/values-dev.yaml": "# nothing yet\n", "src/__init__.py": "" },
  },
  {
    id: "E30",
    what: "a folder for pages that the app names",
    tree: {
      "app/main.py":
        'from flask import Flask, render_template\napp = Flask(__name__, template_folder="../pages")\n@app.route("/")\ndef home():\n    return render_template("index.html")\n',
      "pages/index.html": "",
    },
  },
  {
    id: "E32",
    what: "a secret in the environment, tested there",
    tree: {
      [CI]: workflow(
        "- if: env.TOKEN != '' && contains(github.event.head_commit.message, 'secrets.x')\n  env: {TOKEN: \"${{ secrets.TOKEN }}\"}\n  run: echo",
      ),
    },
  },
  {
    id: "B25",
    what: "the workflow of a template for other repositories",
    tree: { "templates/app/.github/workflows/ci.yaml": "on: push\njobs: {}\n", "README.md": "# Templates\n" },
  },
  {
    id: "E46",
    what: "one port on two addresses, and a service with a profile",
    tree: {
      "compose.yaml":
        'services:\n  a: {image: "nginx:1.29", ports: ["127.0.0.1:8080:80"]}\n  b: {image: "nginx:1.29", ports: ["8080:80"], profiles: [other]}\n  c: {image: "nginx:1.29", depends_on: {a: {condition: service_started}}}\n',
    },
  },
  {
    id: "D43",
    what: "workers that share a folder for their counters",
    tree: {
      "app.py": flask('ORDERS.labels("a").inc()'),
      Dockerfile:
        'FROM python:3.13\nENV PROMETHEUS_MULTIPROC_DIR=/tmp/metrics\nCOPY app.py .\nUSER 10001\nCMD ["gunicorn", "--workers", "4", "app:app"]\n',
    },
  },
  {
    id: "E05",
    what: "a program that a PodMonitor finds",
    tree: {
      "app.py": flask('ORDERS.labels("a").inc()'),
      "rules.yaml": rule("rate(shop_orders_total[5m]) > 5"),
      "install.sh": "helm install monitoring prometheus-community/kube-prometheus-stack -n monitoring\n",
      "k8s/web.yaml": deployment(),
      "k8s/monitor.yaml": monitor(
        "selector: {matchLabels: {app: web}}\n  podMetricsEndpoints: [{port: http}]",
        "labels: {release: monitoring}",
      ).replace("ServiceMonitor", "PodMonitor"),
    },
  },
  {
    id: "E14",
    what: "the pattern of the route as a label",
    tree: { "app.py": flask("ORDERS.labels(request.url_rule.rule).inc(); print(request.path)") },
  },
  {
    id: "E18",
    what: "templates that take the values as a whole",
    tree: chart(config("{{ .Values | toJson | quote }}"), "a: 1\nresources: {}\n"),
  },
  {
    id: "E38",
    what: "a push that begins with what is there now",
    tree: { [CI]: workflow("- run: |\n    git pull --rebase\n    git push", "on: push\npermissions: {contents: write}\n") },
  },
  {
    id: "E25",
    what: "a name to which an overlay gives its prefix",
    tree: {
      "base/kustomization.yaml": "resources: [web.yaml, service.yaml]\n",
      "base/web.yaml": deployment(limits),
      "base/service.yaml": service("- {name: http, port: 80, targetPort: http}"),
      "dev/kustomization.yaml": "namePrefix: dev-\nresources: [../base]\n",
      "look.sh": "kubectl port-forward svc/dev-web 8080:80\n",
    },
  },
  {
    id: "E33",
    what: "a folder that may be missing, for which something else stands in",
    tree: { "deploy.sh": "kubectl apply -k overlays/azure || kubectl apply -k base\n", "base/kustomization.yaml": "resources: []\n" },
  },
  {
    id: "E04",
    what: "a metric of a program that others wrote",
    tree: { "app.py": flask('ORDERS.labels("a").inc()'), "rules.yaml": rule('rate(http_request_total{job="grafana"}[5m]) > 1') },
  },
  {
    id: "E17",
    what: "a world that is broken on purpose",
    tree: {
      "drills/broken-ingress.yaml":
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec: {defaultBackend: {service: {name: wrong, port: {number: 80}}}}\n",
    },
  },
  ...["parseInt(process.env.PORT, 10) || 3000", "Number.parseInt(process.env.PORT ?? '3000', 10)"].map((port) => ({
    id: "E56",
    what: `a port of which the base of the number is no part: ${port}`,
    tree: {
      Dockerfile:
        'FROM node:24\nWORKDIR /app\nCOPY . .\nUSER 10001\nEXPOSE 3000\nHEALTHCHECK CMD curl -f http://localhost:3000/healthz\nCMD ["node", "index.js"]\n',
      "index.js": `const app = require("express")();\nconst port = ${port};\napp.get("/healthz", (req, res) => res.send("ok"));\napp.listen(port);\n`,
    },
  })),
  ...["{ PORT = '3000' }", "{ HOST, PORT: PORT = 3000 }"].map((taken) => ({
    id: "E57",
    what: `a port that is taken out of the environment: ${taken}`,
    tree: {
      Dockerfile: 'FROM node:24\nWORKDIR /app\nCOPY . .\nUSER 10001\nCMD ["node", "index.js"]\n',
      "compose.yaml": 'services:\n  web:\n    build: .\n    environment: {PORT: "8080"}\n    ports: ["8080:8080"]\n',
      "index.js": `const app = require("express")();\nconst ${taken} = process.env;\napp.get("/", (req, res) => res.send("ok"));\napp.listen(PORT);\n`,
    },
  })),
];
