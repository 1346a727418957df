import { deployment, service, type Tree } from "../support";
import type { Case } from "./case";

const CI = ".github/workflows/ci.yaml";
const push = (image: string, owner: string): Tree => ({
  [CI]: `on: push\npermissions: {contents: read, packages: write}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: docker/login-action@v3\n        with: {registry: ghcr.io, username: x, password: "\${{ secrets.GITHUB_TOKEN }}"}\n      - run: docker push ${image}:1\n`,
  "README.md": `git clone https://github.com/${owner}/web.git\n`,
});
const raw = "ghcr.io/${{ github.repository }}";
const chart = (labels: string): Tree => ({
  "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
  "chart/values.yaml": "a: 1\n",
  "chart/templates/config.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  labels: {grafana_dashboard: "1"}\ndata:\n${labels}  c: {{ .Values.a | quote }}\n`,
});
const program = (name: string) => `import os\nfrom flask import Flask\napp = Flask(__name__)\nstore = os.getenv("${name}")\n`;
const image = 'FROM python:3.13-slim\nCOPY app.py .\nUSER 10001\nCMD ["gunicorn", "-b", "0.0.0.0:8080", "app:app"]\n';
const settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {STORE_HOST: store-service}\n";
const reading = deployment("envFrom: [{configMapRef: {name: web}}]");
const store = service("- {port: 6379, targetPort: http}").replaceAll("web", "store");
const stored = deployment()
  .replaceAll("name: web", "name: store")
  .replaceAll("app: web", "app: store")
  .replaceAll("octo/web", "octo/store");
const published = (image: string) =>
  `on: {push: {tags: ["v*"]}}\npermissions: {contents: read, packages: write}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: docker/login-action@v3\n        with: {registry: ghcr.io, username: x, password: "\${{ secrets.GITHUB_TOKEN }}"}\n      - uses: docker/build-push-action@v6\n        with: {push: true, tags: "${image}:1"}\n`;
const local = (policy: string) => deployment(`imagePullPolicy: ${policy}`).replace("ghcr.io/octo/web:1.2.3", "web:local");

/** What is a weakness there, and no breakage. */
export const doubtful: readonly Case[] = [
  {
    id: "E23",
    what: "a Secret, where git ignores manifests with secrets",
    broken: { "k8s/web.yaml": deployment("envFrom: [{secretRef: {name: keys}}]"), ".gitignore": "*-secret.yaml\n" },
    file: "k8s/web.yaml",
    severity: "warning",
    repair: { "k8s/web.yaml": deployment() },
  },
  {
    id: "E23",
    what: "a Secret in a file that git ignores, and that a document applies",
    broken: {
      "k8s/web.yaml": deployment("envFrom: [{secretRef: {name: keys}}]"),
      "README.md": "```sh\nkubectl apply -f k8s/secret.yaml\nkubectl apply -f k8s/web.yaml\n```\n",
      ".gitignore": "k8s/secret.yaml\n",
    },
    file: "k8s/web.yaml",
    severity: "note",
    repair: { "k8s/web.yaml": deployment() },
  },
  {
    id: "D13",
    what: "a name as it is written, where a placeholder stands for the owner",
    broken: push(raw, "YOUR_GITHUB_USERNAME"),
    file: CI,
    severity: "warning",
    repair: push("ghcr.io/octo/web", "YOUR_GITHUB_USERNAME"),
  },
  {
    id: "D13",
    what: "an owner with capitals, by a variable of the workflow",
    broken: {
      ...push("$IMAGE", "Octo"),
      [CI]: push("$IMAGE", "Octo")[CI]!.replace("permissions", `env: {IMAGE: "${raw}"}\npermissions`),
    },
    file: CI,
    repair: { [CI]: push("ghcr.io/octo/web", "Octo")[CI]! },
    lookAlike: {
      ...push("$IMAGE", "Octo"),
      [CI]: push("$IMAGE", "Octo")
        [CI]!.replace("permissions", `env: {IMAGE: "${raw}"}\npermissions`)
        .replace("      - run", '      - run: echo "IMAGE=${IMAGE,,}" >> "$GITHUB_ENV"\n      - run'),
    },
  },
  {
    id: "E21",
    what: "a key twice with the same value, which Helm takes",
    broken: chart("  a: x\n  a: x\n"),
    file: "chart/templates/config.yaml",
    severity: "warning",
    repair: chart("  a: x\n"),
  },
  {
    id: "E21",
    what: "a key twice with the same value, in a chart's values",
    broken: {
      ...chart(""),
      "chart/values.yaml": "a: 1\nimage: {tag: x}\nimage: {tag: x}\n",
      "chart/templates/more.yaml": "{{ .Values.image }}",
    },
    file: "chart/values.yaml",
    severity: "warning",
    repair: { "chart/values.yaml": "a: 1\nimage: {tag: x}\n" },
  },
  {
    id: "E21",
    what: "a key twice with two values",
    broken: chart("  a: x\n  a: y\n"),
    file: "chart/templates/config.yaml",
    repair: chart("  a: x\n"),
  },
  {
    id: "E62",
    what: "a variable that no program here reads",
    broken: {
      "web/app.py": program("OTHER_HOST"),
      "web/Dockerfile": image,
      "k8s/web.yaml": reading,
      "k8s/config.yaml": settings,
      "k8s/store.yaml": store,
      "k8s/stored.yaml": stored,
    },
    file: "k8s/config.yaml",
    severity: "warning",
    repair: { "k8s/config.yaml": settings.replace("store-service", "store") },
  },
  {
    id: "E62",
    what: "the same, read",
    broken: {
      "web/app.py": program("STORE_HOST"),
      "web/Dockerfile": image,
      "k8s/web.yaml": reading,
      "k8s/config.yaml": settings,
      "k8s/store.yaml": store,
      "k8s/stored.yaml": stored,
    },
    file: "k8s/config.yaml",
    repair: { "k8s/config.yaml": settings.replace("store-service", "store") },
  },
  {
    id: "E34",
    what: "an image that is never pulled, beside one that CI publishes",
    broken: { [CI]: published("ghcr.io/octo/web"), Dockerfile: "FROM scratch\nUSER 10001\n", "k8s/web.yaml": local("Never") },
    file: "k8s/web.yaml",
    severity: "warning",
    repair: { "k8s/web.yaml": deployment() },
  },
  {
    id: "E34",
    what: "an image of a name that nobody loads, beside one that CI publishes",
    broken: { [CI]: published("ghcr.io/octo/web"), Dockerfile: "FROM scratch\nUSER 10001\n", "k8s/web.yaml": local("Always") },
    file: "k8s/web.yaml",
    repair: { "k8s/web.yaml": deployment() },
  },
];
