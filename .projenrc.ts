import { cdk, javascript, TextFile, typescript } from "projen";
import { libraries, versions } from "./src/versions";

const project = new cdk.JsiiProject({
  name: "create-devops-portfolio",
  description: "Scaffolds a DevOps portfolio: an app, an infra and a docs repository that fit together, and keeps them right.",
  author: "The create-devops-portfolio authors",
  authorAddress: "https://github.com/create-devops-portfolio",
  authorOrganization: true,
  repositoryUrl: "https://github.com/create-devops-portfolio/create-devops-portfolio.git",
  license: "Apache-2.0",
  copyrightOwner: "The create-devops-portfolio authors",
  keywords: ["devops", "portfolio", "scaffold", "projen", "kubernetes", "helm", "prometheus", "golden-path"],
  defaultReleaseBranch: "main",
  projenrcTs: true,
  projenrcTsOptions: { runner: typescript.TypeScriptRunner.tsx() },
  minNodeVersion: "22.12.0",
  jsiiVersion: "~6.0.16",
  typescriptVersion: "~6.0.3",
  packageManager: javascript.NodePackageManager.NPM,
  npmAccess: javascript.NpmAccess.PUBLIC,

  // The lean set: no release machinery, generated API docs, or bots of projen's own.
  release: false,
  releaseToNpm: false,
  docgen: false,
  depsUpgrade: false,
  github: false,
  eslint: false,
  jest: false,
  sampleCode: false,
  package: false,
  readme: undefined,
  excludeTypescript: ["templates/**", "test/**", "generators/**"],

  // For jsii; scripts/pack.mjs leaves them out of what is published, where generated repositories pin them.
  peerDeps: [`projen@^${libraries.projen}`, `constructs@^${libraries.constructs}`],
  peerDependencyOptions: { pinnedDevDependency: false },
  devDeps: [
    "@biomejs/biome@^2.6.8",
    "@clack/prompts@^1.9.0",
    "@lezer/highlight@^1.2.5",
    "@lezer/lr@^1.4.12",
    "@prometheus-io/lezer-promql@~0.315.0",
    "@swc/core@^1.15.0",
    "@swc/jest@^0.2.39",
    "@types/ejs",
    "@types/jest@^30",
    "@types/jsdom@^21.1.7",
    "@types/node@^20",
    "@xterm/headless@^6.0.0",
    "ajv@^8.20.0",
    "axe-core@^4.11.0",
    `constructs@${libraries.constructs}`,
    `cspell@~${versions.cspell}`,
    "ejs@^7.0.2",
    "esbuild@^0.28.2",
    "fast-check@^4.10.2",
    "jest@^30.5.2",
    `jiti@${libraries.jiti}`,
    "jsdom@~26.1.0",
    "markdownlint-cli2@~0.20.0",
    "mermaid@^11.17.2",
    `playwright-core@${versions.playwright}`,
    `projen@${libraries.projen}`,
    "ts-json-schema-generator@~2.4.0",
    "tsx@^4.23.15",
    "uplot@~1.6.32",
    "yaml@^2.9.1",
  ],
  gitignore: ["/dist/"],
});

// After the project, which takes all of test/ back in.
project.addGitIgnore("/test/.instance/");
project.addGitIgnore("/test/e2e/report/");

new TextFile(project, ".nvmrc", { lines: ["22"] });
project.npmignore?.exclude("/*");
for (const kept of ["/lib/", "/dist/", "/bin/", "/.jsii", "/package.json", "/README.md", "/LICENSE"]) {
  project.npmignore?.include(kept);
}
// The code is in the bundles; of the library, editors need the types.
project.npmignore?.exclude("/dist/*", "/lib/**/*.js", "/lib/**/*.json");
project.npmignore?.include("/dist/*.js");

// jsii's companions serve other languages than ours.
for (const name of ["jsii-diff", "jsii-pacmak", "jsii-rosetta", "ts-node"]) {
  project.deps.removeDependency(name);
}
for (const name of ["compat", "clobber", "watch"]) {
  project.removeTask(name);
}

// build = schema from the options interface, jsii (the public API), bundle (the command).
const schema = project.addTask("schema", {
  description: "Derive the JSON Schema, its validator and the README's table from src/portfolio/options.ts",
  steps: [{ exec: "node scripts/schema.mjs" }, { exec: "node scripts/readme.mjs" }],
});
project.preCompileTask.spawn(schema);
// Older versions of Node than we promise work for now: a box about them is not what a newcomer should see first.
project.tasks.addEnvironment("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20");
const bundle = project.addTask("bundle", { description: "Bundle the command into dist/", exec: "node scripts/bundle.mjs" });
project.postCompileTask.spawn(bundle);
project.packageTask.reset("node scripts/pack.mjs");
project.packageTask.description = "Pack both npm packages as they are published";
const compileAll = project.addTask("compile-all", { description: "Schema, library and command, without the tests" });
for (const step of [project.preCompileTask, project.compileTask, project.postCompileTask]) {
  compileAll.spawn(step);
}
project.setScript("build", "projen compile-all");

const lint = project.addTask("lint", { description: "Lint and format-check our own code", exec: "biome check --error-on-warnings" });
// What tsx and swc run without looking at its types.
lint.exec("tsc --project projenrc/tsconfig.json");
lint.exec("tsc --project test/tsconfig.json");
for (const folder of ["instance", ".instance", "fixtures", "e2e/report", "apps"]) project.tsconfigDev.addExclude(folder);
project.testTask.spawn(lint);
project.testTask.exec("jest", { receiveArgs: true, env: { NODE_OPTIONS: "--experimental-vm-modules --no-warnings" } });
project.addTask("test:long", {
  description: "The tests that need no cluster, but minutes",
  steps: [
    { exec: "node scripts/build-once.mjs" },
    { exec: "jest --config test/e2e/jest.config.js", receiveArgs: true, env: { NODE_OPTIONS: "--experimental-vm-modules --no-warnings" } },
  ],
});
project.addTask("e2e", {
  description: "Deploy generated portfolios to a real cluster and prove them",
  steps: [{ exec: "node scripts/build-once.mjs" }, { exec: "tsx test/e2e/main.ts", receiveArgs: true }],
});
project.addTask("bench", {
  description: "Measure the command against its peers, as ratios in one run",
  steps: [{ exec: "node scripts/build-once.mjs" }, { exec: "node --expose-gc --import tsx test/bench/main.ts", receiveArgs: true }],
});
project.addTask("instance", {
  description: "Rewrite test/instance and test/fixtures from the current templates",
  exec: "tsx scripts/instance.ts",
});

project.addTask("record", {
  description: "Record the command on a terminal for the README",
  steps: [{ exec: "node scripts/build-once.mjs" }, { exec: "node scripts/record.mjs" }],
});

project.addBins({ "create-devops-portfolio": "bin/create-devops-portfolio.js" });
project.package.addField("version", "0.1.0");
// They work without what they run after their installation, and npm 11 asks for an answer.
project.package.addField("allowScripts", { "@parcel/watcher": false, "@swc/core": false, esbuild: false });
project.package.addField("exports", {
  ".": { types: "./lib/index.d.ts", default: "./dist/index.js" },
  "./scaffold": { types: "./lib/scaffold.d.ts", default: "./dist/scaffold.js" },
  "./.jsii": "./.jsii",
  "./package.json": "./package.json",
});
project.package.addField("peerDependenciesMeta", { projen: { optional: true }, constructs: { optional: true } });
for (const name of ["package-all", "package:js", "compile", "pre-compile", "post-compile", "bundle", "schema", "default"]) {
  project.removeScript(name);
}
project.setScript("start", "node scripts/build-once.mjs --command && node bin/create-devops-portfolio.js");
project.setScript("build:once", "node scripts/build-once.mjs");

project.synth();
