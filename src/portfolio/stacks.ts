/** What differs between the runtimes outside their own source. */
export interface Stack {
  readonly title: string;
  readonly language: string;
  /** Ecosystem name of Dependabot. */
  readonly ecosystem: "npm" | "uv";
  /** The base image, and the updates of it that change more than the Dockerfile: they are left to a person. */
  readonly baseImage: { readonly name: string; readonly heldUpdates: readonly string[] };
  /** Command that installs what development needs, run once in the app repository. */
  readonly install: string;
  readonly test: string;
  readonly lint: string;
  readonly start: string;
  /** What LOG_LEVEL may be, from the most lines to none. */
  readonly logLevels: readonly string[];
  /** What git must not keep, besides what every repository ignores. */
  readonly ignored: readonly string[];
}

const venv = ".venv/bin";

export const stacks: Readonly<Record<"express" | "flask", Stack>> = {
  express: {
    title: "Express",
    language: "TypeScript",
    ecosystem: "npm",
    baseImage: { name: "node", heldUpdates: ["version-update:semver-major"] },
    // Also where NODE_ENV is production, or a folder above is a workspace.
    install: "npm ci --include=dev --no-workspaces",
    test: "npm test",
    lint: "npm run lint",
    start: "npm start",
    logLevels: ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
    ignored: ["/node_modules/", "/dist/", "/coverage/", "*.tsbuildinfo"],
  },
  flask: {
    title: "Flask",
    language: "Python",
    ecosystem: "uv", // made the lock files, with hashes for every platform
    // To Python a minor version is what a major one is to others.
    baseImage: { name: "python", heldUpdates: ["version-update:semver-major", "version-update:semver-minor"] },
    install: `python3 -m venv .venv && ${venv}/pip install --require-hashes -r requirements-dev.txt`,
    test: `${venv}/pytest`,
    lint: `${venv}/ruff check . && ${venv}/ruff format --check . && ${venv}/mypy`,
    start: `${venv}/gunicorn`,
    logLevels: ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
    ignored: ["/.venv/", "__pycache__/", "/.pytest_cache/", "/.ruff_cache/", "/.mypy_cache/", "/.coverage*"],
  },
};
