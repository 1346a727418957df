// Writes the options table of the README from the JSON Schema.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const { properties } = JSON.parse(readFileSync(path("src/portfolio/options.schema.json"), "utf8"));

function allowed({ allowed: text, enum: values, items, type, minimum, maximum }) {
  if (text) return text;
  if (values) return values.map((value) => `\`${value}\``).join(", ");
  if (items) return `one or both of ${items.enum.map((value) => `\`${value}\``).join(", ")}`;
  return `${type === "integer" ? "whole number" : "number"}, ${minimum} to ${maximum}`;
}

function byDefault({ default: value, derivedDefault }) {
  if (value === undefined) return derivedDefault ?? "**required**";
  return `\`${Array.isArray(value) ? value.join(",") : value}\``;
}

function tableOf(heading, members) {
  const rows = Object.entries(members).map(
    ([name, schema]) => `| \`${name}\` | ${schema.description} | ${byDefault(schema)} | ${allowed(schema)} |`,
  );
  return [`| ${heading} | what it is | default | allowed |`, "| --- | --- | --- | --- |", ...rows].join("\n");
}

const lists = Object.entries(properties).filter(([, { items }]) => items?.properties);
/** What is said of a container under the same name everywhere stands once. */
const ownMembers = (members) =>
  Object.fromEntries(Object.entries(members).filter(([name, own]) => JSON.stringify(own) !== JSON.stringify(properties[name])));
const table = [
  tableOf("option", properties),
  ...lists.map(([name, { items }]) => tableOf(`in \`${name}\``, ownMembers(items.properties))),
].join("\n\n");
const readme = readFileSync(path("README.md"), "utf8");
writeFileSync(
  path("README.md"),
  readme.replace(/(<!-- options: [^>]*-->\n)[\s\S]*?(<!-- \/options -->)/, (_, start, end) => `${start}\n${table}\n\n${end}`),
);
