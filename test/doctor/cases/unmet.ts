import { deployment, monitor, service } from "../support";
import type { Case } from "./case";

const CI = ".github/workflows/ci.yaml";
const steps = (...lines: string[]) =>
  `on: push\npermissions: {contents: read}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${["- uses: actions/checkout@v5", ...lines].join("\n").replace(/^/gm, "      ")}\n`;

const compose = (web: string, prometheus = "[inner]") => `services:
  web:
    image: ghcr.io/octo/web:1.2.3
${web}  prometheus:
    image: prom/prometheus:v3.5.0
    volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
    networks: ${prometheus}
networks: {inner: {}, outer: {}}
`;
const scrapes = { "prometheus.yml": "scrape_configs:\n  - job_name: web\n    static_configs: [{targets: ['web:8080']}]\n" };

const account = `---
apiVersion: v1
kind: ServiceAccount
metadata: {name: prometheus, namespace: monitoring}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: prometheus}
rules: [{apiGroups: [""], resources: [pods, services, endpoints, nodes], verbs: [get, list, watch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: prometheus}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: prometheus}
subjects: [{kind: ServiceAccount, name: prometheus, namespace: monitoring}]
`;
const prometheus = (more = "", jobs = "kubernetes_sd_configs: [{role: pod}]") => `apiVersion: v1
kind: ConfigMap
metadata: {name: prometheus, namespace: monitoring}
data:
  prometheus.yml: |
    scrape_configs:
      - job_name: pods
        ${jobs}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: prometheus, namespace: monitoring}
spec:
  selector: {matchLabels: {app: prometheus}}
  template:
    metadata: {labels: {app: prometheus}}
    spec:
      ${more}
      containers:
        - name: prometheus
          image: prom/prometheus:v3.5.0
          ports: [{containerPort: 9090}]
          volumeMounts: [{name: config, mountPath: /etc/prometheus}]
      volumes: [{name: config, configMap: {name: prometheus}}]
`;

const node = (volumes: string) => ({
  "compose.yaml": `services:\n  api:\n    build: ./api\n    volumes: ${volumes}\n`,
  "api/Dockerfile":
    'FROM node:24-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
  "api/package.json": '{"name": "api", "dependencies": {"express": "5.1.0"}}\n',
  "api/package-lock.json": '{"name": "api", "lockfileVersion": 3, "packages": {}}\n',
  "api/server.js": 'require("express")().listen(8080);\n',
});

const dashboard = (title: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, labels: {grafana_dashboard: "1"}}\ndata:\n  web.json: |\n    {"title": ${title}, "uid": "web", "panels": []}\n`;
const board = '{"title": "Web", "uid": "web", "schemaVersion": 39, "panels": []}\n';

const stack = (set: string) =>
  `#!/bin/sh\nhelm upgrade --install monitoring prometheus-community/kube-prometheus-stack -n monitoring --set ${set}\n`;

const go = {
  "app/go.mod": "module shop\n\ngo 1.24\n\nrequire github.com/go-chi/chi/v5 v5.2.0\n",
  "app/main.go": 'package main\n\nimport _ "github.com/go-chi/chi/v5"\n\nfunc main() {}\n',
};
const goTest = (more = "") => steps(`- run: |\n    ${more}go test ./...\n  working-directory: app`);

const image = (base: string, check: string) => ({
  "web/Dockerfile": `FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /web .\nFROM ${base}\nCOPY --from=build /web /web\nUSER 65532\nHEALTHCHECK CMD ${check}\nENTRYPOINT ["/web"]\n`,
  "web/main.go": "package main\n\nfunc main() {}\n",
});
const dotnet = (base: string) => ({
  "web/Dockerfile": `FROM mcr.microsoft.com/dotnet/${base}\nCOPY . .\nUSER 1654\nHEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1\nENTRYPOINT ["dotnet", "web.dll"]\n`,
  "web/web.dll.config": "",
});

const scan = (tag: string) =>
  steps(
    "- run: docker build -t web:${GITHUB_SHA::7} .",
    `- uses: aquasecurity/trivy-action@0.33.1\n  with: {image-ref: 'web:${tag}', exit-code: '1'}`,
  );
const built = { Dockerfile: "FROM busybox:1.37\nUSER 1000\n" };

const k8s = { "k8s/web.yaml": deployment() };

const page = (conf: string) => ({
  ...k8s,
  "k8s/service.yaml": service("- {name: http, port: 80, targetPort: http}"),
  "k8s/monitor.yaml": monitor("selector: {matchLabels: {app: web}}\n  endpoints: [{port: http, path: /}]"),
  "web/Dockerfile": "FROM nginx:1.29-alpine\nCOPY web.conf /etc/nginx/conf.d/default.conf\nCOPY index.html /usr/share/nginx/html/\n",
  "web/index.html": "<h1>Shop</h1>\n",
  "web/web.conf": `server {\n  listen 8080;\n  root /usr/share/nginx/html;\n${conf}}\n`,
});

/** Two things that should meet, and do not. */
export const unmet: readonly Case[] = [
  {
    id: "D06",
    what: "a monitor of a server that has pages only",
    broken: page(""),
    file: "k8s/monitor.yaml",
    repair: page("  location /metrics { stub_status; }\n"),
    lookAlike: page("  location / { proxy_pass http://127.0.0.1:5000; }\n"),
  },
  {
    id: "E65",
    what: "a Prometheus in a network of which what it scrapes is no part",
    broken: { "compose.yaml": compose(""), ...scrapes },
    file: "compose.yaml",
    repair: { "compose.yaml": compose("    networks: [inner, outer]\n") },
    lookAlike: { "compose.yaml": compose("", "[inner, default]"), ...scrapes },
  },
  {
    id: "E66",
    what: "a Prometheus that looks for pods as nobody in particular",
    broken: { "k8s/prometheus.yaml": prometheus() },
    file: "k8s/prometheus.yaml",
    repair: { "k8s/prometheus.yaml": `${prometheus("serviceAccountName: prometheus")}${account}` },
    lookAlike: { "k8s/prometheus.yaml": prometheus("", "static_configs: [{targets: ['localhost:9090']}]") },
  },
  {
    id: "E67",
    what: "the JSON of a dashboard that is applied like an object, and no failure shown",
    broken: { ...k8s, "up.sh": "#!/bin/sh\nkubectl apply -f grafana/web.json || true\n", "grafana/web.json": board },
    file: "grafana/web.json",
    repair: { "up.sh": "#!/bin/sh\nkubectl create configmap web --from-file=grafana/web.json || true\n" },
    lookAlike: {
      "up.sh": "#!/bin/sh\nkubectl apply -f k8s/web.json\n",
      "k8s/web.json": '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": {"a": "b"}}\n',
    },
  },
  {
    id: "E67",
    what: "values of a chart among the manifests of a folder",
    broken: {
      ...k8s,
      Jenkinsfile: "pipeline {\n  stages { stage('a') { steps { sh 'kubectl apply -f k8s/' } } }\n}\n",
      "k8s/values.yaml": "grafana: {enabled: true}\n",
    },
    file: "k8s/values.yaml",
    repair: { "k8s/values.yaml": null },
    lookAlike: { ...k8s, "up.sh": "#!/bin/sh\nkubectl apply -f k8s/\n", "k8s/values/stack.yaml": "grafana: {enabled: true}\n" },
  },
  {
    id: "E68",
    what: "a folder of the host over the modules of the image",
    broken: node('["./api:/app"]'),
    file: "compose.yaml",
    repair: node('["./api:/app", "/app/node_modules"]'),
    lookAlike: { ...node('["./api:/app"]'), "README.md": "# Shop\n\n```sh\ncd api\nnpm install\n```\n" },
  },
  {
    id: "D30",
    what: "a dashboard in a ConfigMap with a quote too much",
    broken: { "k8s/web.yaml": dashboard('"rate of \\\\"web\\\\""') },
    file: "k8s/web.yaml",
    repair: { "k8s/web.yaml": dashboard('"rate of \\"web\\""') },
    lookAlike: { "k8s/web.yaml": dashboard("${TITLE}"), "up.sh": "#!/bin/sh\nenvsubst < k8s/web.yaml | kubectl apply -f -\n" },
  },
  {
    id: "E61",
    what: "a setting of Alertmanager that a command gives beside its spec",
    broken: { "up.sh": stack("alertmanager.configSecret=routes") },
    file: "up.sh",
    repair: { "up.sh": stack("alertmanager.alertmanagerSpec.configSecret=routes") },
    lookAlike: { "up.sh": stack("alertmanager.enabled=false") },
  },
  {
    id: "E29",
    what: "a module of Go without its sums",
    broken: { ...go, [CI]: goTest() },
    file: CI,
    repair: { "app/go.sum": "github.com/go-chi/chi/v5 v5.2.0 h1:a=\n" },
    lookAlike: { ...go, [CI]: goTest("go mod tidy\n    ") },
  },
  {
    id: "E56",
    what: "a check for a shell that the image does not have",
    broken: image("gcr.io/distroless/static-debian12:nonroot", '["/web", "-check"] || exit 1'),
    file: "web/Dockerfile",
    repair: image("gcr.io/distroless/static-debian12:nonroot", '["/web", "-check"]'),
    lookAlike: image("alpine:3.22", '["/web", "-check"] || exit 1'),
  },
  {
    id: "E56",
    what: "curl in an image of .NET",
    broken: dotnet("aspnet:8.0"),
    file: "web/Dockerfile",
    repair: {
      "web/Dockerfile": dotnet("aspnet:8.0")["web/Dockerfile"].replace(
        "COPY . .",
        "RUN apt-get update && apt-get install -y curl\nCOPY . .",
      ),
    },
    lookAlike: dotnet("sdk:8.0"),
  },
  {
    id: "E53",
    what: "an image that is built under seven digits of the commit and scanned under forty",
    broken: { ...built, [CI]: scan("${{ github.sha }}") },
    file: CI,
    repair: { [CI]: scan("${{ github.sha }}").replace("${GITHUB_SHA::7}", "${GITHUB_SHA}") },
    lookAlike: { ...built, [CI]: scan("${{ env.TAG }}") },
  },
  {
    id: "D34",
    what: "an Argo CD at localhost, asked by a runner of GitHub",
    broken: { [CI]: steps("- run: argocd login localhost:8080 --username admin --password ${{ secrets.ARGOCD }} --insecure") },
    file: CI,
    repair: { [CI]: steps("- run: argocd login cd.example.com --username admin --password ${{ secrets.ARGOCD }}") },
    lookAlike: {
      [CI]: steps(
        "- uses: helm/kind-action@v1.12.0",
        "- run: |\n    kubectl port-forward -n argocd svc/argocd-server 8080:443 &\n    argocd login localhost:8080 --username admin --password ${{ secrets.ARGOCD }} --insecure",
      ),
    },
  },
];
