import { readdirSync, readFileSync } from "node:fs";
import { isAbsolute, join, posix, relative, resolve, sep } from "node:path";
import ejs from "ejs";
import { templatesRoot } from "../package-root";
import { compiledTemplates } from "./compiled-templates";

/** Renders a template with what it has in scope. */
export type Template = (scope: object) => string;

// Templates do not change while a process runs, which may write hundreds of repositories from them.
const listings = new Map<string, readonly string[]>();
const templates = new Map<string, Template>();

/** The files of a folder of `templates/`, or of one elsewhere, as paths within it. */
export function listTemplates(folder: string): readonly string[] {
  let listing = listings.get(folder);
  if (!listing) {
    listing = listCompiled(folder);
    if (listing.length === 0) listing = listOnDisk(resolve(templatesRoot, folder));
    listings.set(folder, listing);
  }
  return listing;
}

/** A file of `templates/`, or of a folder elsewhere: EJS where its name ends in `.ejs`, otherwise text as it is. */
export function loadTemplate(path: string): Template {
  let template = templates.get(path);
  if (!template) {
    template = path in compiledTemplates ? fromCompiled(path) : fromDisk(path);
    templates.set(path, template);
  }
  return template;
}

function listCompiled(folder: string): string[] {
  return Object.keys(compiledTemplates)
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => path.slice(folder.length + 1));
}

function listOnDisk(root: string): string[] {
  return filesBelow(root).map((file) => relative(root, file).split(sep).join("/"));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));
}

/** A scope with more in it. Not a copy: it has a hundred names, and a portfolio hundreds of pieces. */
export function within(scope: object, more?: object): object {
  return more ? Object.create(scope, Object.getOwnPropertyDescriptors(more)) : scope;
}

const includeBeside = (path: string, scope: object) => (other: string, more?: object) =>
  loadTemplate(posix.join(posix.dirname(path), other))(within(scope, more));

function fromCompiled(path: string): Template {
  const compiled = compiledTemplates[path];
  if (typeof compiled === "string") return () => compiled;
  return (scope) => compiled(scope, String, includeBeside(path, scope));
}

function fromDisk(path: string): Template {
  const file = resolve(templatesRoot, path);
  const text = readFileSync(file, "utf8");
  if (!file.endsWith(".ejs")) return () => text;
  const options = { filename: file, escape: String, unsafePrototypeLocals: true };
  const compiled = ejs.compile(text, options);
  // A template of the user's includes as EJS does, which compiles what is included each time.
  if (isAbsolute(path)) return compiled;
  return (scope) => compiled(within(scope, { include: includeBeside(path, scope) }));
}
