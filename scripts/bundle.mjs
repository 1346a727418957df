// Bundles the command, with every template in it, into one file without runtime dependencies.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ejs from "ejs";
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

const templatesRoot = fileURLToPath(new URL("../templates/", import.meta.url));

/** Paths below `templates/`, in the order in which src/components/templates.ts lists them. */
function templatePaths(folder = "") {
  return readdirSync(templatesRoot + folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? templatePaths(`${folder}${entry.name}/`) : [folder + entry.name]));
}

function functionBody(text) {
  const template = new ejs.Template(text, { compileDebug: false });
  template.compile();
  return template.source;
}

/** src/components/templates.ts with every template in it: text, or the body of the function that EJS makes of it. */
function compiledTemplates() {
  const sources = Object.fromEntries(
    templatePaths().map((path) => {
      const text = readFileSync(templatesRoot + path, "utf8");
      return [path, path.endsWith(".ejs") ? functionBody(text) : text];
    }),
  );
  return `
import { posix } from "node:path";

const sources = ${JSON.stringify(sources)};
const templates = new Map();

export function listTemplates(folder) {
  return Object.keys(sources).filter((path) => path.startsWith(folder + "/")).map((path) => path.slice(folder.length + 1));
}

export function loadTemplate(path) {
  let template = templates.get(path);
  if (!template) {
    template = path.endsWith(".ejs") ? compiled(path) : () => sources[path];
    templates.set(path, template);
  }
  return template;
}

function compiled(path) {
  const run = new Function("locals", "escapeFn", "include", sources[path]);
  const include = (scope) => (other, more) => loadTemplate(posix.join(posix.dirname(path), other))({ ...scope, ...more });
  return (scope) => run(scope, String, include(scope));
}
`;
}

const templatesInside = {
  name: "templates-inside",
  setup({ onLoad }) {
    onLoad({ filter: /src\/components\/templates\.ts$/ }, () => ({
      contents: compiledTemplates(),
      loader: "js",
      resolveDir: templatesRoot,
    }));
  },
};

await build({
  entryPoints: [fileURLToPath(new URL("../src/cli/main.ts", import.meta.url))],
  outfile: fileURLToPath(new URL("../dist/cli.js", import.meta.url)),
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // Names stay: projen and .projenrc.ts need those of classes, and esbuild's way of keeping them costs start-up time.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logOverride: { "require-resolve-not-external": "silent" }, // projen's task runner, which does not run here
  plugins: [leaveOut, templatesInside],
});

// The subpath `create-devops-portfolio/scaffold`: the same file, entered by another door.
writeFileSync(fileURLToPath(new URL("../dist/scaffold.js", import.meta.url)), 'module.exports = require("./cli.js").scaffold();\n');
