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
    expose: "none", // the members of a service stand where the list is
    skipTypeCheck: true,
    extraTags: ["allowed", "prompt", "like"],
  }).createSchema("PortfolioOptions");
  const { definitions, ...schema } = generated; // none is referred to
  const flat = inOrder(["options", "delivery-options", "container-options"], schema.properties);
  const properties = {
    ...flat,
    services: withItems(flat.services, ["service-options", "container-options"], flat),
    environments: withItems(flat.environments, ["environment-options"], flat),
  };
  return { ...schema, $id: "https://create-devops-portfolio.github.io/options.schema.json", title: "Portfolio options", properties };
}

/** As their files have them, not by name. */
function inOrder(files, properties) {
  const text = files.map((file) => readFileSync(join(portfolio, `${file}.ts`), "utf8")).join("");
  const order = [...text.matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name);
  return Object.fromEntries(order.map((name) => [name, withDerivedDefault(properties[name])]));
}

/** `@like port`: what a member of a list allows is what the option allows that describes the only one. */
function withItems({ items, ...list }, files, flat) {
  const members = Object.entries(inOrder(files, items.properties)).map(([name, { $ref, ...own }]) => {
    if (!own.like) return [name, own];
    const { like, type, ...rest } = own;
    const { prompt, default: value, derivedDefault, ...limits } = flat[like];
    const hasOwn = rest.derivedDefault || items.required.includes(name);
    const byDefault = hasOwn ? {} : { ...(value !== undefined && { default: value }), ...(derivedDefault && { derivedDefault }) };
    return [name, { ...limits, ...byDefault, ...rest }];
  });
  return { ...list, items: { ...items, properties: Object.fromEntries(members) } };
}

/** `@default - text` says in words what the model computes: it is no value of the option. */
function withDerivedDefault({ anyOf, properties, ...rest }) {
  const property = {
    ...rest,
    ...(anyOf && { anyOf: alternatives(anyOf).map(withDerivedDefault) }),
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, own]) => [name, withDerivedDefault(own)])) }),
  };
  if (typeof property.default !== "string" || !property.default.startsWith("- ")) return property;
  const { default: text, ...others } = property;
  return { ...others, derivedDefault: text.slice(2) };
}

/** Texts that are allowed beside something else: the generator has a schema for each. */
function alternatives(schemas) {
  const texts = schemas.flatMap((schema) => (schema.const === undefined ? [] : [schema.const]));
  return [{ type: "string", enum: texts }, ...schemas.filter((schema) => schema.const === undefined)];
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
