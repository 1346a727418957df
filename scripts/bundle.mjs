// Bundles the command into one file without runtime dependencies.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

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
});

// The subpath `create-devops-portfolio/scaffold`: the same file, entered by another door.
writeFileSync(fileURLToPath(new URL("../dist/scaffold.js", import.meta.url)), 'module.exports = require("./cli.js").scaffold();\n');
