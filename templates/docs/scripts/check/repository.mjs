// The files of a repository, as the checks look them up.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";

const SKIPPED = new Set([".git", "node_modules", ".venv", "__pycache__", "coverage", "dist"]);

export class Repository {
  #files;
  #texts = new Map();

  constructor(root) {
    this.root = root;
    this.name = basename(root);
    this.record = this.json(".projen/portfolio.json");
  }

  has(path) {
    return existsSync(join(this.root, path));
  }

  /** Paths of all files, with `/`. */
  get files() {
    this.#files ??= readdirSync(this.root, { recursive: true })
      .map((path) => path.split(sep).join("/"))
      .filter((path) => !path.split("/").some((part) => SKIPPED.has(part)) && statSync(join(this.root, path)).isFile());
    return this.#files;
  }

  text(path) {
    if (!this.#texts.has(path)) this.#texts.set(path, this.has(path) ? readFileSync(join(this.root, path), "utf8") : "");
    return this.#texts.get(path);
  }

  json(path) {
    return this.has(path) ? JSON.parse(this.text(path)) : undefined;
  }

  /** Whether a file that is no Markdown matches: Markdown is what is being checked, not what it is checked against. */
  some(pattern, folder = "") {
    return this.files.some((path) => path.startsWith(folder) && !/\.(md|png|lock)$|^\.projen\/|package-lock\.json$/.test(path) && pattern.test(this.text(path)));
  }

  tasks() {
    return Object.keys(this.json(".projen/tasks.json")?.tasks ?? {});
  }

  relative(file) {
    return relative(this.root, file).split(sep).join("/");
  }
}

/** A pattern that finds a text as a whole word. */
export function word(text) {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`);
}
