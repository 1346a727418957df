// Bundles the command into one file without runtime dependencies.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * Parts of projen that the command never reaches, although projen loads them at its start: running tasks (dax), reading
 * jsii modules (inventory), dependencies of Node projects (semver), Renovate. Most of the command's start went there.
 */
const UNREACHED =
  /node_modules\/projen\/lib\/(util\/dax|inventory|javascript\/biome\/biome|renovatebot)\.js$|node_modules\/semver\/index\.js$/;

/** Whoever reaches one of them after all is told, instead of getting nothing. */
const stub = (path) => `
const reach = () => { throw new Error(${JSON.stringify(`${path.replace(/^.*node_modules\//, "")} is left out of the bundle: see scripts/bundle.mjs`)}); };
module.exports = new Proxy({}, { get: (_, name) => (name === "__esModule" || typeof name === "symbol" ? undefined : reach), ownKeys: () => [] });
`;

const leaveOut = {
  name: "leave-out",
  setup({ onLoad }) {
    onLoad({ filter: UNREACHED }, ({ path }) => ({ contents: stub(path), loader: "js" }));
  },
};

await build({
  entryPoints: [fileURLToPath(new URL("../src/cli/main.ts", import.meta.url))],
  outfile: fileURLToPath(new URL("../dist/cli.js", import.meta.url)),
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: true,
  keepNames: true, // projen prints class names in its errors
  legalComments: "none",
  logOverride: { "require-resolve-not-external": "silent" }, // projen's task runner, which does not run here
  plugins: [leaveOut],
});

// The subpath `create-devops-portfolio/scaffold`: the same file, entered by another door.
writeFileSync(fileURLToPath(new URL("../dist/scaffold.js", import.meta.url)), 'module.exports = require("./cli.js").scaffold();\n');
