import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ejs from "ejs";
import { templatesRoot } from "../package-root";

/** Renders a template with what it has in scope. */
export type Template = (scope: object) => string;

const loaded = new Map<string, Template>();

/** The files of a folder of `templates/`, as paths below it. The bundle of the command has its own version of this module. */
export function listTemplates(folder: string): string[] {
  const root = join(templatesRoot, folder);
  return filesBelow(root).map((file) => relative(root, file).split(sep).join("/"));
}

/** A file of `templates/`: EJS where its name ends in `.ejs`, otherwise text as it is. */
export function loadTemplate(path: string): Template {
  let template = loaded.get(path);
  if (!template) {
    const file = join(templatesRoot, path);
    const source = readFileSync(file, "utf8");
    template = path.endsWith(".ejs") ? ejs.compile(source, { filename: file, escape: String }) : () => source;
    loaded.set(path, template);
  }
  return template;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));
}
