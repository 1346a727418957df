import { deployment, monitor, service, type Tree } from "../support";
import type { Case } from "./case";

const CI = ".github/workflows/ci.yaml";
const ingress = (annotation: string, field: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations: {${annotation}}\nspec:\n  ${field}\n  defaultBackend: {service: {name: web, port: {number: 80}}}\n`;
const web: Tree = { "k8s/web.yaml": deployment(), "k8s/service.yaml": service("- {name: http, port: 80, targetPort: http}") };
const database = (tag: string, mount: string, env = "") =>
  `services:\n  db:\n    image: postgres:${tag}\n    ${env}\n    volumes:\n      - data:${mount}\nvolumes:\n  data: {}\n`;
const pod = (tag: string, mount: string) =>
  deployment(`volumeMounts: [{name: data, mountPath: ${mount}}]`, "app: db", "strategy: {type: Recreate}")
    .replaceAll("name: web", "name: db")
    .replace("ghcr.io/octo/web:1.2.3", `postgres:${tag}`)
    .replace("      containers:", "      volumes: [{name: data, emptyDir: {}}]\n      containers:");
const secret = (namespace: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: key${namespace}}\nstringData: {a: b}\n`;
const reader = deployment("envFrom: [{secretRef: {name: key}}]").replace("metadata: {name: web}", "metadata: {name: web, namespace: shop}");
const watched: Tree = {
  ...web,
  "k8s/service.yaml": service("- {name: http, port: 80, targetPort: http}"),
  "k8s/monitor.yaml": monitor("selector: {matchLabels: {app: web}}\n  endpoints: [{port: http}]"),
  "deploy.sh": "kubectl apply -k k8s\n",
};
const list = (...names: string[]) => `resources: [${names.join(", ")}]\n`;
const nest = (path: string): Tree => ({
  "src/main.ts":
    'import { NestFactory } from "@nestjs/core";\nasync function main() {\n  const app = await NestFactory.create(AppModule);\n  await app.listen(8080);\n}\nmain();\n',
  "src/web.controller.ts": `import { Controller, Get } from "@nestjs/common";\n@Controller("shop")\nexport class WebController {\n  @Get()\n  all() {}\n  @Get(":id")\n  one() {}\n  @Get("${path}")\n  health() {}\n}\n`,
  "package.json": '{"scripts": {"build": "nest build"}, "dependencies": {"@nestjs/core": "11.0.1"}}\n',
  "package-lock.json": "{}\n",
  Dockerfile: 'FROM node:24-alpine\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nUSER 10001\nCMD ["node", "dist/main.js"]\n',
  "k8s/web.yaml": deployment("livenessProbe: {httpGet: {path: /shop/items/healthy, port: http}}"),
});
const building = (image: string, more = "") =>
  `on: push\npermissions: {contents: read}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v5\n      - uses: medyagh/setup-minikube@v0.0.20\n      - run: |\n          eval $(minikube docker-env)\n          docker build -t ${image} .\n          ${more}\n          kubectl apply -f k8s/web.yaml\n`;
const built = (image: string, more = ""): Tree => ({
  [CI]: building(image, more),
  Dockerfile: "FROM scratch\nUSER 10001\n",
  "k8s/web.yaml": deployment(),
});
const terraform = (more: string, command = "terraform apply"): Tree => ({
  [CI]: `on: push\npermissions: {contents: read}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v5\n      - run: ${command}\n${more}`,
});

/** What the API server, a container or a pod refuses or does not find. */
export const refused: readonly Case[] = [
  {
    id: "E21",
    what: "a class by annotation and another by field",
    broken: { ...web, "k8s/ingress.yaml": ingress("kubernetes.io/ingress.class: alb", "ingressClassName: nginx") },
    file: "k8s/ingress.yaml",
    repair: { "k8s/ingress.yaml": ingress("", "ingressClassName: nginx") },
    lookAlike: { ...web, "k8s/ingress.yaml": ingress("kubernetes.io/ingress.class: nginx", "ingressClassName: nginx") },
  },
  {
    id: "E21",
    what: "a group that is misspelt",
    broken: {
      ...web,
      "k8s/monitor.yaml": monitor("selector: {matchLabels: {app: web}}\n  endpoints: [{port: http}]").replace("monitoring.", "moitoring."),
    },
    file: "k8s/monitor.yaml",
    repair: { "k8s/monitor.yaml": monitor("selector: {matchLabels: {app: web}}\n  endpoints: [{port: http}]") },
    lookAlike: {
      "k8s/service.yaml":
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: web}\nspec: {template: {spec: {containers: []}}}\n",
    },
  },
  {
    id: "E21",
    what: "a workload in the core's version",
    broken: { "k8s/web.yaml": deployment().replace("apps/v1", "v1") },
    file: "k8s/web.yaml",
    repair: { "k8s/web.yaml": deployment() },
    lookAlike: { "k8s/job.yaml": "apiVersion: batch.volcano.sh/v1alpha1\nkind: Job\nmetadata: {name: web}\nspec: {}\n" },
  },
  {
    id: "E21",
    what: "an object of which nothing is said",
    broken: { ...web, "k8s/more.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: more}\n" },
    file: "k8s/more.yaml",
    repair: { "k8s/more.yaml": deployment().replaceAll("name: web", "name: more").replaceAll("app: web", "app: more") },
    lookAlike: {
      "k8s/base/kustomization.yaml": "resources: [web.yaml]\n",
      "k8s/base/web.yaml": deployment(),
      "k8s/prod/kustomization.yaml": "resources: [../base]\npatches: [{path: more.yaml}]\n",
      "k8s/prod/more.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, labels: {tier: web}}\n",
    },
  },
  {
    id: "E21",
    what: "the same of a program that is called a sample",
    broken: { "sample-app/k8s/more.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: more}\n" },
    file: "sample-app/k8s/more.yaml",
    repair: { "sample-app/k8s/more.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n" },
  },
  {
    id: "E33",
    what: "Terraform where it has nothing to read",
    broken: { ...terraform(""), "infra/main.tf": "# a bucket\n" },
    file: CI,
    repair: { [CI]: terraform("        working-directory: infra\n")[CI]! },
    lookAlike: { ...terraform("", "terraform -chdir=infra apply"), "infra/main.tf": "# a bucket\n" },
  },
  {
    id: "E63",
    what: "PostgreSQL 18 with the volume of 17",
    broken: { "compose.yaml": database("18-alpine", "/var/lib/postgresql/data") },
    file: "compose.yaml",
    repair: { "compose.yaml": database("18-alpine", "/var/lib/postgresql") },
    lookAlike: { "compose.yaml": database("18", "/var/lib/postgresql/data", "environment: {PGDATA: /var/lib/postgresql/data/db}") },
  },
  {
    id: "E63",
    what: "the same in a pod",
    broken: { "k8s/db.yaml": pod("18.1", "/var/lib/postgresql/data") },
    file: "k8s/db.yaml",
    repair: { "k8s/db.yaml": pod("17.6", "/var/lib/postgresql/data") },
  },
  {
    id: "E63",
    what: "PostgreSQL 16 with a volume above its data",
    broken: { "compose.yaml": database("16", "/var/lib/postgresql") },
    file: "compose.yaml",
    severity: "warning",
    repair: { "compose.yaml": database("16", "/var/lib/postgresql/data") },
  },
  {
    id: "E23",
    what: "a Secret of another namespace",
    broken: { "k8s/web.yaml": reader, "k8s/key.yaml": secret(", namespace: other") },
    file: "k8s/web.yaml",
    repair: { "k8s/key.yaml": secret(", namespace: shop") },
    lookAlike: { "k8s/web.yaml": reader, "k8s/key.yaml": secret(""), "deploy.sh": "kubectl apply -n shop -f k8s/\n" },
  },
  {
    id: "E23",
    what: "a Secret without a namespace, which the commands leave to the context",
    broken: { "k8s/web.yaml": reader, "k8s/key.yaml": secret(""), "deploy.sh": "kubectl apply -f k8s/\n" },
    file: "k8s/web.yaml",
    repair: { "k8s/key.yaml": secret(", namespace: shop") },
    lookAlike: {
      "k8s/web.yaml": reader,
      "k8s/key.yaml": secret(""),
      "deploy.sh": "kubectl config set-context --current --namespace=shop\nkubectl apply -f k8s/\n",
    },
  },
  {
    id: "E23",
    what: "a monitor beside Kustomize's list",
    broken: { ...watched, "k8s/kustomization.yaml": list("web.yaml", "service.yaml") },
    file: "k8s/monitor.yaml",
    repair: { "k8s/kustomization.yaml": list("web.yaml", "service.yaml", "monitor.yaml") },
    lookAlike: {
      ...watched,
      "k8s/kustomization.yaml": list("web.yaml", "service.yaml"),
      "deploy.sh": "kubectl apply -k k8s\nkubectl apply -f k8s/monitor.yaml\n",
    },
  },
  {
    id: "D20",
    what: "a path that no controller of NestJS has",
    broken: nest("health"),
    file: "k8s/web.yaml",
    repair: nest("items/healthy"),
    lookAlike: nest("items/:state"),
  },
  {
    id: "E34",
    what: "an image that is built, and another that is asked for",
    broken: built("shop:latest"),
    file: "k8s/web.yaml",
    repair: { [CI]: building("ghcr.io/octo/web:1.2.3") },
    lookAlike: built("shop:latest", "kubectl set image deployment/web web=shop:latest"),
  },
  {
    id: "D03",
    what: "labels that differ in their capitals only",
    broken: {
      ...watched,
      "deploy.sh": "kubectl apply -f k8s\n",
      "k8s/service.yaml": service("- {name: http, port: 80, targetPort: http}", "labels: {App: Web}").replace("name: web", "name: shop"),
    },
    file: "k8s/monitor.yaml",
    repair: { "k8s/service.yaml": service("- {name: http, port: 80, targetPort: http}").replace("name: web", "name: shop") },
  },
];
