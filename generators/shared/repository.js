import { chmodSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import scaffold from "create-devops-portfolio/scaffold";

/** @typedef {{ content: string, executable: boolean, ownership: "managed" | "seeded" }} TreeFile */
/** @typedef {{ path: string, target: string, file: TreeFile }} ToWrite */

const REGULAR_FILE = 0o100000;

/** One repository as the tree that the command would write, to be handed to Yeoman file by file. */
export class RenderedRepository {
  /** Modes to set when Yeoman is done: what is managed is read-only. @type {Map<string, number>} */
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
    this.changes = new Map(scaffold.compareTree(folder, this.tree).map((change) => [change.path, change]));
  }

  /**
   * What is to be written: managed files always, seeded ones where they are missing. `.projenrc.ts` follows the options.
   *
   * @returns {ToWrite[]}
   */
  files() {
    return [...this.tree]
      .filter(([path, { ownership }]) => ownership === "managed" || path === ".projenrc.ts" || this.changes.has(path))
      .map(([path, file]) => ({ path, target: join(this.folder, path), file }));
  }

  /** Files that were managed and are no more. @returns {string[]} */
  stale() {
    return [...this.changes.values()].filter(({ kind }) => kind === "delete").map(({ path }) => join(this.folder, path));
  }

  /**
   * Lets Yeoman compare and write a managed file, which is read-only on disk. Its mode is no difference: a clone has another.
   *
   * @param {ToWrite} file
   * @param {{ rewrite: boolean, dryRun: boolean }} how `rewrite`: Yeoman writes files that are the same, too
   * @returns {number} the mode for Yeoman
   */
  unlock({ path, target, file }, { rewrite, dryRun }) {
    const right = scaffold.modeOf(file);
    if (file.ownership === "managed" && !dryRun) this.#modes.set(target, right & ~process.umask());
    const state = statSync(target, { throwIfNoEntry: false });
    if (!state) return REGULAR_FILE | right;
    const write = !dryRun && (rewrite || this.changes.get(path)?.kind === "update" || path === ".projenrc.ts");
    const mode = write ? state.mode | 0o200 : state.mode;
    if (mode !== state.mode) chmodSync(target, mode);
    return mode;
  }

  /** Makes managed files read-only again. */
  lock() {
    for (const [target, mode] of this.#modes) if (existsSync(target)) chmodSync(target, mode);
    this.#modes.clear();
  }
}
