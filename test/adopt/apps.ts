import { join } from "node:path";
import type { FactName, FactValue } from "../../src/adopt/fact";
import { repositoryRoot } from "../support/command";

export const appsFolder = join(repositoryRoot, "test/apps");

/** What is true of a service: a value, or `null` where it has none. */
export type Truth = Readonly<Partial<Record<FactName, FactValue | null>>>;

interface Service {
  readonly folder: string;
  readonly truth: Truth;
  /** What a person says who is asked: options of a portfolio. */
  readonly answers: Readonly<Record<string, string | number>>;
  /** What its files do not tell for certain, although most of it has an answer. */
  readonly asked: readonly FactName[];
}

const single = (truth: Truth, asked: readonly FactName[], answers: Service["answers"] = {}): Service[] => [
  { folder: "", truth, asked, answers },
];
const python = { language: "python" } as const;
const node = { language: "node" } as const;

/** The repositories in `test/apps`, as their author knows them. */
export const apps: Readonly<Record<string, readonly Service[]>> = {
  "flask-factory": single(
    {
      ...python,
      framework: "flask",
      languageVersion: "3.12",
      buildContext: ".",
      userId: 10001,
      installCommand: "pip install --requirement requirements.txt --requirement requirements-dev.txt",
      start: "gunicorn --bind 0.0.0.0:8000 --workers 2 wsgi:app",
      user: "10001",
      port: 8000,
      healthPath: "/healthz",
      readyPath: "/readyz",
      metrics: "prometheus-flask-exporter",
      metricsPath: "/metrics",
      testCommand: "pytest",
      lintCommand: "ruff check .",
    },
    ["healthPath"], // /api/orders/health may be meant as well
    { healthPath: "/healthz" },
  ),
  "fastapi-uv": single(
    {
      ...python,
      framework: "fastapi",
      languageVersion: "3.12",
      buildContext: ".",
      userId: 65532,
      installCommand: "pip install uv && uv sync --frozen",
      start: "uvicorn catalogue.main:app --host 0.0.0.0 --port ${PORT}",
      user: "65532:65532",
      port: 8000,
      healthPath: "/health/live",
      readyPath: "/health/ready",
      metrics: "prometheus-fastapi-instrumentator",
      metricsPath: "/metrics",
      testCommand: "uv run pytest",
      lintCommand: "uv run ruff check .",
    },
    [],
  ),
  "django-gunicorn": single(
    {
      ...python,
      framework: "django",
      languageVersion: "3.12",
      buildContext: ".",
      userId: 0,
      installCommand: "pip install --requirement requirements/base.txt --requirement requirements/dev.txt",
      start: "gunicorn site_project.wsgi",
      port: 8001,
      healthPath: "/status/live/",
      readyPath: "/status/ready/",
      metrics: "django-prometheus",
      metricsPath: "/metrics",
      testCommand: "python manage.py test",
      lintCommand: "flake8",
    },
    [],
  ),
  "express-commonjs": single(
    {
      ...node,
      framework: "express",
      languageVersion: "22",
      buildContext: ".",
      userId: 1000,
      installCommand: "npm ci",
      start: "node src/server.js",
      user: "node",
      port: 3000,
      healthPath: "/api/health",
      readyPath: null,
      metrics: "express-prom-bundle",
      metricsPath: "/metrics",
      testCommand: "npm test",
      lintCommand: "npm run lint",
    },
    ["readyPath"],
  ),
  nest: single(
    {
      ...node,
      framework: "nest",
      languageVersion: "22",
      buildContext: ".",
      userId: 0,
      installCommand: "corepack enable && pnpm install --frozen-lockfile",
      start: "node dist/main.js",
      port: 3000,
      healthPath: "/v1/health",
      readyPath: "/v1/health/ready",
      metrics: "none",
      testCommand: "pnpm test",
      lintCommand: "pnpm run lint",
    },
    [],
  ),
  "next-standalone": single(
    {
      ...node,
      framework: "next",
      languageVersion: "22",
      buildContext: ".",
      userId: 1001,
      installCommand: "yarn install --frozen-lockfile",
      start: "node server.js",
      user: "nextjs",
      port: 3000,
      healthPath: "/api/health",
      readyPath: null,
      metrics: "none",
      testCommand: null,
      lintCommand: "yarn run lint",
    },
    ["readyPath", "testCommand"],
  ),
  "go-net-http": single(
    {
      language: "go",
      framework: "net/http",
      buildContext: ".",
      installCommand: "go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0",
      start: "/hello",
      user: "65532",
      port: 8080,
      healthPath: "/healthz",
      readyPath: "/readyz",
      metrics: "hello_request_duration_seconds",
      metricsPath: "/metrics",
      testCommand: "go test ./...",
      lintCommand: "golangci-lint run",
    },
    [],
  ),
  "go-chi": single(
    {
      language: "go",
      framework: "chi",
      port: 9000,
      healthPath: "/internal/livez",
      readyPath: "/internal/readyz",
      metrics: "none",
      testCommand: null,
      lintCommand: null,
    },
    ["testCommand", "lintCommand"],
  ),
  "spring-boot": single(
    {
      language: "java",
      framework: "spring",
      languageVersion: "21",
      buildContext: ".",
      userId: 1000,
      start: "java -jar /app.jar",
      user: "1000",
      port: 8085,
      healthPath: "/actuator/health/liveness",
      readyPath: "/actuator/health/readiness",
      metrics: "micrometer",
      metricsPath: "/actuator/prometheus",
      testCommand: "sh mvnw test", // it was committed without the right to be executed
      lintCommand: null,
    },
    ["lintCommand"],
  ),
  "vite-nginx": single(
    {
      ...node,
      languageVersion: "22",
      buildContext: ".",
      installCommand: "npm ci",
      user: "101",
      port: 8080,
      healthPath: "/healthz",
      readyPath: null,
      metrics: "none",
      testCommand: "npm test",
      lintCommand: null,
    },
    ["readyPath", "lintCommand"],
  ),
  "nginx-status": single(
    {
      ...node,
      languageVersion: "22",
      buildContext: ".",
      installCommand: "npm ci",
      user: "101",
      port: 8080,
      healthPath: "/healthz",
      readyPath: null,
      metrics: "nginx",
      statusPath: "/nginx_status",
      testCommand: "npm test",
      lintCommand: null,
    },
    ["readyPath", "lintCommand"],
  ),
  worker: single(
    {
      ...python,
      languageVersion: "3.12",
      buildContext: ".",
      userId: 1000,
      installCommand: "pip install --requirement requirements.txt",
      start: "python worker.py",
      user: "1000",
      worker: "yes",
      testCommand: null,
      lintCommand: null,
    },
    ["testCommand", "lintCommand"],
  ),
  "worker-metrics": single(
    {
      ...python,
      languageVersion: "3.12",
      buildContext: ".",
      userId: 1000,
      installCommand: "pip install --requirement requirements.txt",
      start: "python -m consumer",
      user: "1000",
      worker: "yes",
      managementPort: 9000,
      metricsPath: "/metrics",
      testCommand: null,
      lintCommand: null,
    },
    ["testCommand", "lintCommand"],
  ),
  monorepo: [
    {
      folder: "services/api",
      truth: {
        ...python,
        framework: "flask",
        languageVersion: "3.12",
        buildContext: "services/api",
        userId: 0,
        installCommand: "pip install --requirement requirements.txt",
        start: "python app.py",
        port: 5000,
        healthPath: "/health",
        readyPath: null,
        metrics: "none",
        testCommand: null,
        lintCommand: null,
      },
      answers: {},
      asked: ["readyPath", "testCommand", "lintCommand"],
    },
    {
      folder: "services/web",
      truth: {
        ...node,
        framework: "express",
        languageVersion: "22",
        buildContext: "services/web",
        userId: 0,
        installCommand: "npm install",
        start: "node index.js",
        port: 8081, // EXPOSE says 3000
        healthPath: "/healthz", // and there is /ping
        readyPath: null,
        metrics: "none",
        testCommand: null,
        lintCommand: null,
      },
      answers: { port: 8081, healthPath: "/healthz" },
      asked: ["port", "healthPath", "readyPath", "testCommand", "lintCommand"],
    },
  ],
};
