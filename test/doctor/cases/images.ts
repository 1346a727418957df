import { deployment } from "../support";
import type { Case } from "./case";

const python = (more: string, base = "python:3.13-slim") =>
  `FROM ${base}\nWORKDIR /app\nCOPY requirements.txt .\nCOPY . .\nUSER 10001\n${more}`;
const app = `from flask import Flask
app = Flask(__name__)
@app.route("/healthz")
def health():
    return "ok"
`;
const run = 'CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]\n';
const files = { "app.py": app, "requirements.txt": "flask==3.1.0\n" };
const local = (tag: string, more = "") => deployment(more).replace("ghcr.io/octo/web:1.2.3", `shop-api${tag}`);
const load = "docker build -t shop-api .\nminikube image load shop-api\n";

export const images: readonly Case[] = [
  {
    id: "E55",
    what: "a file that .dockerignore keeps out",
    broken: { Dockerfile: python(run), ".dockerignore": "*.txt\n", ...files },
    file: "Dockerfile",
    repair: { ".dockerignore": "*.txt\n!requirements.txt\n" },
    lookAlike: { Dockerfile: python(run), ".dockerignore": "**/*.md\nDockerfile\ntests/\n", ...files },
  },
  {
    id: "E55",
    what: "a program that is not in the image",
    broken: { Dockerfile: python('CMD ["python", "main.py"]\n'), ...files },
    file: "Dockerfile",
    repair: { Dockerfile: python('CMD ["python", "app.py"]\n') },
    lookAlike: { Dockerfile: python('RUN git clone https://example.com/x .\nCMD ["python", "main.py"]\n'), ...files },
  },
  {
    id: "E56",
    what: "curl where there is none",
    broken: { Dockerfile: python(`HEALTHCHECK CMD curl -f http://localhost:8000/healthz || exit 1\n${run}`), ...files },
    file: "Dockerfile",
    repair: {
      Dockerfile: python(`RUN apt-get update && apt-get install -y curl\nHEALTHCHECK CMD curl -f http://localhost:8000/healthz\n${run}`),
    },
    lookAlike: { Dockerfile: python(`HEALTHCHECK CMD curl -f http://localhost:8000/healthz\n${run}`, "python:3.13"), ...files },
  },
  {
    id: "E56",
    what: "a path that the program does not answer",
    broken: { Dockerfile: python(`HEALTHCHECK CMD wget -qO- http://localhost:8000/health\n${run}`, "python:3.13-alpine"), ...files },
    file: "Dockerfile",
    repair: { Dockerfile: python(`HEALTHCHECK CMD wget -qO- http://localhost:8000/healthz\n${run}`, "python:3.13-alpine") },
  },
  {
    id: "D26",
    what: "a local image with the tag latest",
    broken: { "k8s/web.yaml": local(":latest"), "up.sh": load },
    file: "k8s/web.yaml",
    repair: { "k8s/web.yaml": local(":1", "imagePullPolicy: IfNotPresent") },
    lookAlike: { "k8s/web.yaml": local(":latest", "imagePullPolicy: Never"), "up.sh": load },
  },
  {
    id: "B07",
    what: "root in the container",
    severity: "warning",
    broken: { Dockerfile: python(run).replace("USER 10001\n", ""), ...files },
    file: "Dockerfile",
    repair: { Dockerfile: python(run) },
    lookAlike: { Dockerfile: python(run, "gcr.io/distroless/python3:nonroot").replace("USER 10001\n", ""), ...files },
  },
  {
    id: "B07",
    what: "a server for development",
    severity: "warning",
    broken: { Dockerfile: python('CMD ["flask", "run", "--host", "0.0.0.0"]\n'), ...files },
    file: "Dockerfile",
    repair: { Dockerfile: python(run) },
  },
  {
    id: "E60",
    what: "a version that is at its end",
    severity: "warning",
    broken: { Dockerfile: python(run, "python:3.8-slim"), ...files },
    file: "Dockerfile",
    repair: { Dockerfile: python(run) },
    lookAlike: { Dockerfile: python(run, "python:3.13.1-slim"), ...files },
  },
];
