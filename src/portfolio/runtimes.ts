import type { AppRuntime } from "./runtime";

export type { AppRuntime, Runtime } from "./runtime";

/** What LOG_LEVEL may be in every runtime, from the most lines to none. */
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const venv = ".venv/bin";

/** What every app that comes with a runtime can do. */
const app = { user: 10001 } as const;

/** What every app with an API of its own begins with. */
const sampleApi = { infoPath: "/api/info", workPath: "/api/work" } as const;

/** What every runtime in Python has. */
const python = {
  ...sampleApi,
  app,
  language: "Python",
  ecosystem: "uv", // made the lock files, with hashes for every platform
  // To Python a minor version is what a major one is to others.
  baseImage: { name: "python", heldUpdates: ["version-update:semver-major", "version-update:semver-minor"] },
  commands: {
    install: `python3 -m venv .venv && ${venv}/pip install --require-hashes -r requirements-dev.txt`,
    test: `${venv}/pytest`,
    lint: `${venv}/ruff check . && ${venv}/ruff format --check . && ${venv}/mypy`,
  },
  ignored: ["/.venv/", "__pycache__/", "/.pytest_cache/", "/.ruff_cache/", "/.mypy_cache/", "/.coverage*"],
} as const;

/** What every runtime in Node.js has. */
const node = {
  app,
  language: "TypeScript",
  ecosystem: "npm",
  baseImage: { name: "node", heldUpdates: ["version-update:semver-major"] },
  commands: {
    // Also where NODE_ENV is production, or a folder above is a workspace.
    install: "npm ci --include=dev --no-workspaces",
    test: "npm test",
    lint: "npm run lint",
    start: "npm start",
    dev: () => "npm run dev",
  },
  ignored: ["/node_modules/", "/dist/", "/coverage/", "*.tsbuildinfo"],
} as const;

/** Those that bring an app. A container is what its own options say: see `runtime-of.ts`. */
export const runtimes: Readonly<Record<AppRuntime["id"], AppRuntime>> = {
  express: {
    ...node,
    ...sampleApi,
    id: "express",
    title: "Express",
    serverFolder: "src",
    pageFolder: ".",
    firstFile: "src/routes.ts",
  },
  flask: {
    ...python,
    id: "flask",
    title: "Flask",
    commands: { ...python.commands, start: `${venv}/gunicorn`, dev: (port) => `${venv}/flask --app app.wsgi run --debug --port ${port}` },
    pageFolder: "app",
    firstFile: "app/app.py",
    waitingMetric: "http_requests_waiting",
  },
  fastapi: {
    ...python,
    id: "fastapi",
    title: "FastAPI",
    commands: { ...python.commands, start: `${venv}/python -m app`, dev: (port) => `${venv}/uvicorn app.asgi:app --reload --port ${port}` },
    pageFolder: "app",
    firstFile: "app/service.py",
  },
  static: {
    ...node,
    id: "static",
    title: "Vite front-end",
    serverFolder: "server", // src is the page's
    infoPath: "/info", // what is below /api/ belongs to the API that it calls
    firstFile: "src/main.ts",
    ignored: [...node.ignored, "/dist-server/"],
  },
};

/** Those that bring an app, the default one first. */
export const runtimeIds = Object.keys(runtimes) as AppRuntime["id"][];
