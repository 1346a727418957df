// Bundles what is published, with every template in it: the command, and what `npx projen` loads. Neither has a dependency that would have to be
// installed beside it, and few files install quickly.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
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

/** Paths below `templates/`, in the order in which src/files/templates.ts lists them. */
function templatePaths(folder = "") {
  return readdirSync(templatesRoot + folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? templatePaths(`${folder}${entry.name}/`) : [folder + entry.name]));
}

/** JavaScript for the value of src/files/compiled-templates.ts. */
function compiledTemplates() {
  const entries = templatePaths().map((path) => {
    const text = readFileSync(templatesRoot + path, "utf8");
    return `${JSON.stringify(path)}: ${path.endsWith(".ejs") ? functionOf(text) : JSON.stringify(text)}`;
  });
  return `{\n${entries.join(",\n")}\n}`;
}

function functionOf(text) {
  const template = new ejs.Template(text, { compileDebug: false });
  template.compile();
  return `(locals, escapeFn, include) => {\n${template.source}}`;
}

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
// Beside the code, as both programs share them, and as a module: Node keeps compiled what of it was used.
mkdirSync(path("dist"), { recursive: true });
writeFileSync(path("dist/templates.js"), `module.exports = ${compiledTemplates()};\n`);
const templatesInside = {
  name: "templates-inside",
  setup({ onLoad, onResolve }) {
    const contents = 'exports.compiledTemplates = require("./templates.js");';
    onResolve({ filter: /^\.\/templates\.js$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /src\/files\/compiled-templates\.ts$/ }, () => ({ contents, loader: "js" }));
  },
};

const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // Names stay: projen and .projenrc.ts need those of classes, and esbuild's way of keeping them costs start-up time.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  // One program loads another by `require`: with `import`, Node reads it twice, once to find out what it exports.
  supported: { "dynamic-import": false },
};

// Programs of their own, so that no other command reads them.
const besides = ["doctor", "adopt"];
const beside = {
  name: "beside",
  setup({ onResolve }) {
    for (const name of besides)
      onResolve({ filter: new RegExp(`/${name}/${name}\\.js$`) }, () => ({ path: `./${name}.js`, external: true }));
  },
};
for (const name of besides)
  await build({ ...common, entryPoints: [path(`src/${name}/${name}.ts`)], outfile: path(`dist/${name}.js`), minifyIdentifiers: true });

// The command: everything else in it, projen too.
await build({
  ...common,
  entryPoints: [path("src/cli/main.ts")],
  outfile: path("dist/cli.js"),
  logOverride: { "require-resolve-not-external": "silent" }, // projen's task runner, which does not run here
  plugins: [leaveOut, templatesInside, beside],
});

// What `.projenrc.ts` imports and what runs it: with the projen of the repository, whose classes a user may extend.
await build({
  ...common,
  entryPoints: [path("src/index.ts"), path("src/synth.ts")],
  outdir: path("dist"),
  entryNames: "[name]",
  external: ["projen", "constructs", "jiti"],
  plugins: [templatesInside],
});

// The subpath `create-devops-portfolio/scaffold`: the command's file, entered by another door.
writeFileSync(path("dist/scaffold.js"), 'module.exports = require("./cli.js").scaffold();\n');
