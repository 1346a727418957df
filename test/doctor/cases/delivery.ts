import { deployment, service } from "../support";
import type { Case } from "./case";

const workflow = (steps: string, more = "", job = "") => `on: push
${more}
jobs:
  build:
    runs-on: ubuntu-latest
    ${job}
    steps:
${steps
  .split("\n")
  .map((line) => `      ${line}`)
  .join("\n")}
`;
const CI = ".github/workflows/ci.yaml";
const push = `- uses: docker/login-action@v3
  with: {registry: ghcr.io, username: x, password: "\${{ secrets.GITHUB_TOKEN }}"}
- uses: docker/build-push-action@v6
  with: {push: true, tags: "ghcr.io/octo/web:1"}`;
const docker = 'FROM python:3.13-slim\nCOPY app.py .\nUSER 10001\nCMD ["gunicorn", "app:app"]\n';
const app = 'print("hello")\n';
const application = (path: string, more = "") => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web${more}}
spec:
  project: default
  source: {repoURL: "https://github.com/octo/web.git", path: ${path}, targetRevision: HEAD}
  destination: {namespace: web, server: "https://kubernetes.default.svc"}
`;
const readme = "# Web\n\n```sh\ngit clone https://github.com/octo/web.git\n```\n";
const compose = (body: string) => `services:\n  db:\n    image: postgres:17\n  web:\n    image: ghcr.io/octo/web:1\n${body}`;
const diagram = (line: string) => `\`\`\`mermaid\nflowchart LR\n  ${line}\n\`\`\`\n`;

export const delivery: readonly Case[] = [
  {
    id: "D13",
    what: "capitals in an image's name",
    broken: { "k8s/deployment.yaml": deployment().replace("octo", "Octo") },
    file: "k8s/deployment.yaml",
    repair: { "k8s/deployment.yaml": deployment() },
  },
  {
    id: "D27",
    what: "a user by name",
    broken: {
      Dockerfile: docker.replace("10001", "app"),
      "app.py": app,
      "k8s/deployment.yaml": deployment("securityContext: {runAsNonRoot: true}"),
    },
    file: "Dockerfile",
    repair: { Dockerfile: docker },
    lookAlike: {
      Dockerfile: docker.replace("10001", "app"),
      "app.py": app,
      "k8s/deployment.yaml": deployment("securityContext: {runAsNonRoot: true, runAsUser: 10001}"),
    },
  },
  {
    id: "D28",
    what: "a push without packages: write",
    broken: { [CI]: workflow(push, "permissions: {contents: read}"), Dockerfile: docker, "app.py": app },
    file: CI,
    repair: { [CI]: workflow(push, "permissions: {contents: read, packages: write}") },
  },
  {
    id: "D34",
    what: "kubectl on a hosted runner",
    broken: { [CI]: workflow("- run: kubectl apply -f k8s/"), "k8s/deployment.yaml": deployment() },
    file: CI,
    repair: { [CI]: workflow("- uses: helm/kind-action@v1\n- run: kubectl apply -f k8s/") },
    lookAlike: { [CI]: workflow("- run: kubectl apply --dry-run=client -f k8s/"), "k8s/deployment.yaml": deployment() },
  },
  {
    id: "D36",
    what: "a dispatch with GITHUB_TOKEN",
    broken: {
      [CI]: workflow(
        '- uses: peter-evans/repository-dispatch@v3\n  with: {token: "${{ secrets.GITHUB_TOKEN }}", repository: octo/infra, event-type: deploy}',
      ),
    },
    file: CI,
    repair: {
      [CI]: workflow(
        '- uses: peter-evans/repository-dispatch@v3\n  with: {token: "${{ secrets.INFRA_TOKEN }}", repository: octo/infra, event-type: deploy}',
      ),
    },
  },
  {
    id: "D39",
    what: "brackets in a label",
    broken: { "README.md": diagram("A[git push (app)] --> B") },
    file: "README.md",
    repair: { "README.md": diagram('A["git push (app)"] --> B') },
    lookAlike: { "README.md": diagram("A([push]) --> B[(db)] --> C[[x]] --> D{{y}} --> E[/z/]") },
  },
  {
    id: "E32",
    what: "secrets in a step's if",
    broken: { [CI]: workflow("- if: ${{ secrets.TOKEN != '' }}\n  run: echo") },
    file: CI,
    repair: { [CI]: workflow("- if: ${{ env.TOKEN != '' }}\n  run: echo") },
  },
  {
    id: "E33",
    what: "a folder that does not exist",
    broken: { [CI]: workflow("- run: npm ci\n  working-directory: backend"), "server/package.json": "{}" },
    file: CI,
    repair: { [CI]: workflow("- run: npm ci\n  working-directory: server") },
    lookAlike: { [CI]: workflow("- run: npm ci\n  working-directory: ${{ matrix.folder }}") },
  },
  {
    id: "E34",
    what: "another owner's image",
    broken: {
      [CI]: workflow(push),
      Dockerfile: docker,
      "app.py": app,
      "k8s/deployment.yaml": deployment().replace("ghcr.io/octo", "docker.io/someone"),
    },
    file: "k8s/deployment.yaml",
    repair: { "k8s/deployment.yaml": deployment() },
    lookAlike: {
      [CI]: workflow(push.replace("octo", "${{ github.repository_owner }}")),
      Dockerfile: docker,
      "app.py": app,
      "k8s/deployment.yaml": deployment(),
    },
  },
  {
    id: "E37",
    what: "an increment that is 0",
    broken: { "check.sh": "#!/bin/bash\nset -e\nn=0\n((n++))\n" },
    file: "check.sh",
    repair: { "check.sh": "#!/bin/bash\nset -e\nn=0\nn=$((n + 1))\n" },
    lookAlike: { "check.sh": "#!/bin/bash\nset -u\nn=0\n((n++))\n" },
  },
  {
    id: "E41",
    what: "a path that does not exist",
    broken: { "README.md": readme, "argocd/app.yaml": application("deploy/web"), "k8s/deployment.yaml": deployment() },
    file: "argocd/app.yaml",
    repair: { "argocd/app.yaml": application("k8s") },
    lookAlike: { "README.md": "# Elsewhere\n", "argocd/app.yaml": application("deploy/web") },
  },
  {
    id: "E46",
    what: "a dependency that is no service",
    broken: { "compose.yaml": compose("    depends_on: [database]\n") },
    file: "compose.yaml",
    repair: { "compose.yaml": compose("    depends_on: [db]\n") },
  },
  {
    id: "E47",
    what: "what is copied is not there",
    broken: { Dockerfile: docker, "src/app.py": app },
    file: "Dockerfile",
    repair: { "app.py": app },
    lookAlike: { Dockerfile: docker.replace("COPY app.py", "COPY --from=build /app.py"), "src/app.py": app },
  },
  {
    id: "E30",
    what: "a page that is elsewhere",
    broken: {
      "app/main.py":
        'from flask import Flask, render_template\napp = Flask(__name__)\n@app.route("/")\ndef home():\n    return render_template("index.html")\n',
      "templates/index.html": "",
    },
    file: "app/main.py",
    repair: { "app/templates/index.html": "" },
  },
  {
    id: "E36",
    what: "a test that cannot fail",
    severity: "warning",
    broken: { [CI]: workflow("- run: pytest || true") },
    file: CI,
    repair: { [CI]: workflow("- run: pytest") },
  },
  {
    id: "E25",
    what: "a deployment of another name",
    broken: { "deploy.sh": "kubectl rollout status deployment/web-deployment\n", "k8s/deployment.yaml": deployment() },
    file: "deploy.sh",
    repair: { "deploy.sh": "kubectl rollout status deployment/web\n" },
    lookAlike: {
      "deploy.sh": "kubectl rollout status deployment/monitoring-grafana\n",
      "k8s/deployment.yaml": deployment(),
      "k8s/service.yaml": service("- {port: 80, targetPort: http}"),
    },
  },
];
