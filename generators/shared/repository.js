import { chmodSync, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import scaffold from "create-devops-portfolio/scaffold";

/** @typedef {{ path: string, target: string, content: string | Buffer, mode: number }} ToWrite */

const REGULAR_FILE = 0o100000;

/** One repository as the command would write it, to be handed to Yeoman file by file. */
export class RenderedRepository {
  /** Modes to set when Yeoman is done. @type {Map<string, number>} */
  #modes = new Map();

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
   * @returns {ToWrite[]}
   */
  files() {
    return [...this.tree]
      .filter(
        ([path, { ownership }]) => !this.kept.has(path) && (ownership === "managed" || path === ".projenrc.ts" || this.changes.has(path)),
      )
      .map(([path, file]) => this.#toWrite(path, file));
  }

  /** Files that were managed and are no more. @returns {string[]} */
  stale() {
    return [...this.changes.values()].filter(({ kind }) => kind === "delete").map(({ path }) => join(this.folder, path));
  }

  /**
   * Lets Yeoman compare and write a file that is read-only on disk.
   *
   * @param {ToWrite} file
   * @param {{ rewrite: boolean, dryRun: boolean }} how `rewrite`: Yeoman writes files that are the same, too
   * @returns {number} the mode for Yeoman
   */
  unlock({ path, target, mode: right }, { rewrite, dryRun }) {
    const state = statSync(target, { throwIfNoEntry: false });
    if (!dryRun) this.#modes.set(target, state ? right : right & ~process.umask());
    if (!state) return REGULAR_FILE | right;
    const write = !dryRun && (rewrite || this.changes.has(path) || path === ".projenrc.ts");
    const mode = write ? state.mode | 0o200 : state.mode;
    if (mode !== state.mode) chmodSync(target, mode);
    return mode;
  }

  /** Gives files their modes, now that they are written. */
  lock() {
    for (const [target, mode] of this.#modes) if (existsSync(target)) chmodSync(target, mode);
    this.#modes.clear();
  }

  /** @returns {ToWrite} */
  #toWrite(path, file) {
    const change = this.changes.get(path);
    const target = join(this.folder, path);
    const there = statSync(target, { throwIfNoEntry: false });
    const mode = change?.mode ?? (there ? there.mode & 0o777 : scaffold.modeOf(file));
    // The same bytes as on disk where nothing changes: line endings are the user's.
    const isRight = there && !change && path !== ".projenrc.ts";
    return { path, target, mode, content: change?.content ?? (isRight ? readFileSync(target) : file.content) };
  }
}
