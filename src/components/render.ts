import { readFileSync } from "node:fs";
import ejs from "ejs";
import { action } from "../actions";
import type { Portfolio } from "../portfolio/portfolio";
import { versions } from "../versions";

/** Templates do not change while a process runs, which may write hundreds of repositories from them. */
const templates = new Map<string, (scope: object) => string>();

/** What a template has in scope besides the portfolio. */
const helpers = { action, versions, json: (value: unknown) => JSON.stringify(value), yaml: yamlString, markdown: markdownText };

/** Renders one file of `templates/`: EJS where its name ends in `.ejs`, otherwise as it is. */
export function render(file: string, portfolio: Portfolio): string {
  const template = templates.get(file) ?? load(file);
  templates.set(file, template);
  return template({ ...portfolio, ...helpers });
}

function load(file: string): (scope: object) => string {
  const text = readFileSync(file, "utf8");
  return file.endsWith(".ejs") ? ejs.compile(text, { filename: file, escape: String }) : () => text;
}

/** A YAML double-quoted scalar: JSON's string syntax is a subset of it. */
function yamlString(value: unknown): string {
  return JSON.stringify(String(value));
}

/** Free text in Markdown: what would be markup there is shown as it is. */
function markdownText(value: unknown): string {
  return String(value).replace(/[\\`*_[\]<>|~&$#]/g, "\\$&");
}
