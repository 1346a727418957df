import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import ejs from "ejs";
import { templatesRoot } from "../package-root";

// Where templates come from. The bundle of the command has this module with every template compiled into it
// (scripts/bundle.mjs): reading and compiling them took a third of its time.

/** Renders a template with what it has in scope. */
export type Template = (scope: object) => string;

// Templates do not change while a process runs, which may write hundreds of repositories from them.
const listings = new Map<string, readonly string[]>();
const templates = new Map<string, Template>();

/** The files of a folder of `templates/`, or of one elsewhere, as paths within it. */
export function listTemplates(folder: string): readonly string[] {
  let listing = listings.get(folder);
  if (!listing) {
    const root = resolve(templatesRoot, folder);
    listing = filesBelow(root).map((file) => relative(root, file).split(sep).join("/"));
    listings.set(folder, listing);
  }
  return listing;
}

/** A file of `templates/`, or of a folder elsewhere: EJS where its name ends in `.ejs`, otherwise text as it is. */
export function loadTemplate(path: string): Template {
  let template = templates.get(path);
  if (!template) {
    const file = resolve(templatesRoot, path);
    const text = readFileSync(file, "utf8");
    template = path.endsWith(".ejs") ? ejs.compile(text, { filename: file, escape: String }) : () => text;
    templates.set(path, template);
  }
  return template;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));
}
