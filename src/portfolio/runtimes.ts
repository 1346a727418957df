/** What differs between the runtimes outside their own source. The pieces of text that differ are in the templates' folder `runtimes/<id>`. */
export interface Runtime {
  readonly id: "express" | "flask" | "fastapi" | "static";
  readonly title: string;
  readonly language: string;
  /** Ecosystem name of Dependabot. */
  readonly ecosystem: "npm" | "uv";
  /** The base image, and the updates of it that change more than the Dockerfile: they are left to a person. */
  readonly baseImage: { readonly name: "node" | "python"; readonly heldUpdates: readonly string[] };
  /** Run in the app repository; `install` once, for all that development needs, and `dev` while somebody edits. */
  readonly commands: {
    readonly install: string;
    readonly test: string;
    readonly lint: string;
    readonly start: string;
    /** Listens on the port of the service. */
    readonly dev: (port: number) => string;
  };
  /** Where the app tells its name, its version and its pod. */
  readonly infoPath: string;
  /** Where a request takes as many milliseconds as its `ms` says: a sample to look at, where the app has an API of its own. */
  readonly workPath?: string;
  /** Where the server lies that the runtimes in Node.js share (`templates/app/node-server`). */
  readonly serverFolder?: string;
  /** Where the page lies that the runtimes share which render one (`templates/app/page`). */
  readonly pageFolder?: string;
  /** The file in which a person adds the first route of their own. */
  readonly firstFile: string;
  /** Where a pool of threads answers: the gauge of the requests that wait for one. */
  readonly waitingMetric?: string;
  /** What git must not keep, besides what every repository ignores. */
  readonly ignored: readonly string[];
}

/** What LOG_LEVEL may be in every runtime, from the most lines to none. */
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const venv = ".venv/bin";

/** What every app with an API of its own begins with. */
const sampleApi = { infoPath: "/api/info", workPath: "/api/work" } as const;

/** What every runtime in Python has. */
const python = {
  ...sampleApi,
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

export const runtimes: Readonly<Record<Runtime["id"], Runtime>> = {
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

/** The default one first. */
export const runtimeIds = Object.keys(runtimes) as Runtime["id"][];
