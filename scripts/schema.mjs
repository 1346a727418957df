// Writes what src/portfolio derives from the documented interface PortfolioOptions: the JSON Schema, which carries
// defaults, limits and texts, and the validator compiled from it (so that no schema library is needed at run time).
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { buildSync } from "esbuild";
import { createGenerator } from "ts-json-schema-generator";

const portfolio = fileURLToPath(new URL("../src/portfolio/", import.meta.url));

function optionsSchema() {
  const generated = createGenerator({
    path: join(portfolio, "options.ts"),
    type: "PortfolioOptions",
    topRef: false,
    skipTypeCheck: true,
    extraTags: ["allowed", "prompt"],
  }).createSchema("PortfolioOptions");
  const order = [...readFileSync(join(portfolio, "options.ts"), "utf8").matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name);
  const properties = Object.fromEntries(order.map((name) => [name, withDerivedDefault(generated.properties[name])]));
  return { ...generated, $id: "https://create-devops-portfolio.github.io/options.schema.json", title: "Portfolio options", properties };
}

/** `@default - text` says in words what the model computes: it is no value of the option. */
function withDerivedDefault(property) {
  if (typeof property.default !== "string" || !property.default.startsWith("- ")) return property;
  const { default: text, ...rest } = property;
  return { ...rest, derivedDefault: text.slice(2) };
}

function validator(schema) {
  const ajv = new Ajv({ allErrors: true, code: { source: true, esm: true } });
  ajv.addVocabulary(["allowed", "prompt", "derivedDefault"]);
  const source = standalone(ajv, ajv.compile(schema));
  const bundled = buildSync({
    stdin: { contents: source, resolveDir: portfolio, loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    minifySyntax: true,
  });
  return bundled.outputFiles[0].text;
}

const schema = optionsSchema();
writeFileSync(join(portfolio, "options.schema.json"), `${JSON.stringify(schema, null, 2)}\n`);
const [code] = validator(schema).split("\nexport {");
writeFileSync(
  join(portfolio, "options.validator.ts"),
  `// @ts-nocheck Compiled from options.schema.json by scripts/schema.mjs.
import type { ErrorObject } from "ajv";

${code}

/** Whether a value is a PortfolioOptions by its schema; otherwise \`errors\` says why not. */
export const validateOptions: { (value: unknown): boolean; errors?: ErrorObject[] | null } = validate;
`,
);
