// The files of a repository, as the checks look them up.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, sep } from "node:path";

const SKIPPED = new Set([".git", "node_modules", ".venv", "__pycache__", "coverage", "dist"]);
const NO_EVIDENCE = /\.(md|png|lock)$|^\.projen\/|(^|\/)package-lock\.json$/;

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
      .filter((path) => !path.split("/").some((part) => SKIPPED.has(part)) && statSync(join(this.root, path), { throwIfNoEntry: false })?.isFile());
    return this.#files;
  }

  text(path) {
    if (!this.#texts.has(path)) this.#texts.set(path, this.has(path) ? readFileSync(join(this.root, path), "utf8") : "");
    return this.#texts.get(path);
  }

  json(path) {
    return this.has(path) ? JSON.parse(this.text(path)) : undefined;
  }

  /** Whether one of the files matches. Markdown does not count: it is what is being checked. */
  some(pattern, files = /^/, except = /^$/) {
    return this.files.some((path) => files.test(path) && !except.test(path) && !NO_EVIDENCE.test(path) && pattern.test(this.text(path)));
  }

  tasks() {
    return Object.keys(this.json(".projen/tasks.json")?.tasks ?? {});
  }
}

/** A pattern that finds a text as a whole word. */
export function word(text) {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`);
}
