import { existsSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import scaffold from "create-devops-portfolio/scaffold";

/** One repository as the command would write it: shown to Yeoman file by file, and written in one step. */
export class RenderedRepository {
  /**
   * Refuses, before anything is written, what the command refuses: paths that lead out of the repository, or are the user's.
   *
   * @param {{ role: "app" | "infra" | "docs", service?: string }} which
   * @param {string} folder where it goes
   * @param {object} portfolio
   */
  constructor({ role, service }, folder, portfolio) {
    this.role = role;
    this.service = service;
    this.folder = folder;
    this.isNew = !existsSync(join(folder, ".projen/files.json"));
    this.tree = scaffold.renderRepository(portfolio, role, folder, service);
    const { changes, kept } = scaffold.compareTree(folder, this.tree);
    this.changes = new Map(changes.map((change) => [change.path, change]));
    this.kept = new Set(kept.map(({ path }) => path));
    /** What waits for the user: a line a file. */
    this.problems = scaffold.problemsOf({ changes, kept });
  }

  /**
   * What is to be written: managed files as they are to be, together with what the user changed in them, seeded ones where they are
   * missing. `.projenrc.ts` follows the options.
   *
   * @returns {{ target: string, content: string | Buffer }[]}
   */
  files() {
    return [...this.tree]
      .filter(
        ([path, { ownership }]) => !this.kept.has(path) && (ownership === "managed" || path === ".projenrc.ts" || this.changes.has(path)),
      )
      .map(([path, file]) => ({ target: join(this.folder, path), content: this.#contentOf(path, file) }));
  }

  /** Files that were managed and are no more. @returns {string[]} */
  stale() {
    return [...this.changes.values()].filter(({ kind }) => kind === "delete").map(({ path }) => join(this.folder, path));
  }

  /**
   * Writes what was agreed to, in the same step as the other doors: what a run that is killed leaves undone, the next one does.
   *
   * @param {{ path: string, contents: Buffer | null }[]} agreed files of any repository
   */
  write(agreed) {
    const files = agreed
      .map((file) => ({ contents: file.contents, path: relative(this.folder, file.path).split(sep).join("/") }))
      .filter(({ path }) => this.tree.has(path) || this.changes.has(path));
    const modes = [...this.changes.values()].filter(({ kind }) => kind === "mode");
    scaffold.applyChanges(this.folder, [...modes, ...files.flatMap((file) => this.#changeOf(file))]);
  }

  #changeOf({ path, contents }) {
    const change = this.changes.get(path);
    if (change?.kind === "mode") return [];
    if (change) return [change.kind === "delete" ? change : { ...change, content: contents }];
    const [before, file] = [join(this.folder, path), this.tree.get(path)];
    if (existsSync(before) && readFileSync(before).equals(contents)) return []; // --force names what is the same, too
    return [scaffold.replacement(this.folder, path, { content: contents, executable: file.executable })];
  }

  #contentOf(path, file) {
    const change = this.changes.get(path);
    const target = join(this.folder, path);
    // The same bytes as on disk where nothing changes: line endings are the user's.
    const isRight = path !== ".projenrc.ts" && change?.content === undefined && existsSync(target);
    return change?.content ?? (isRight ? readFileSync(target) : file.content);
  }
}
