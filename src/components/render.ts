import { readFileSync } from "node:fs";
import ejs from "ejs";
import { action } from "../actions";
import type { Portfolio } from "../portfolio/portfolio";
import { versions } from "../versions";

const compiled = new Map<string, ejs.TemplateFunction>();

/** What a template has in scope besides the portfolio. */
const helpers = { action, versions, json: (value: unknown) => JSON.stringify(value), yaml: yamlString, markdown: markdownText };

/** Renders one file of `templates/`: EJS where its name ends in `.ejs`, otherwise as it is. */
export function render(file: string, portfolio: Portfolio): string {
  if (!file.endsWith(".ejs")) return readFileSync(file, "utf8");
  let template = compiled.get(file);
  if (!template) {
    template = ejs.compile(readFileSync(file, "utf8"), { filename: file, escape: String });
    compiled.set(file, template);
  }
  return template({ ...portfolio, ...helpers });
}

/** A YAML double-quoted scalar: JSON's string syntax is a subset of it. */
function yamlString(value: unknown): string {
  return JSON.stringify(String(value));
}

/** Free text in Markdown: what would be markup there is shown as it is. */
function markdownText(value: unknown): string {
  return String(value).replace(/[\\`*_[\]<>|~&$#]/g, "\\$&");
}
