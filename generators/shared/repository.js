import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import scaffold from "create-devops-portfolio/scaffold";

/** @typedef {{ path: string, staged: string, target: string, managed: boolean }} StagedFile */

const MANIFEST = ".projen/files.json";

/**
 * One repository, written aside by the class that the command uses, to be handed to Yeoman file by file.
 */
export class StagedRepository {
  /** Modes to set when Yeoman is done: what is managed is read-only. @type {Map<string, number>} */
  #modes = new Map();

  /**
   * @param {"app" | "infra" | "docs"} role
   * @param {string} folder where it goes
   */
  constructor(role, folder) {
    this.role = role;
    this.folder = folder;
    this.isNew = !existsSync(join(folder, MANIFEST));
    this.before = managedFiles(folder);
    this.staging = mkdtempSync(join(tmpdir(), "devops-portfolio-"));
  }

  /** @param {object} portfolio */
  write(portfolio) {
    // The classes look at what lies there: a pin that Dependabot raised is kept.
    for (const path of this.before) copy(join(this.folder, path), join(this.staging, path));
    scaffold.writeRepository(portfolio, this.role, this.staging, this.folder);
  }

  /**
   * What is to be written: managed files always, seeded ones where they are missing. `.projenrc.ts` follows the options.
   *
   * @returns {StagedFile[]}
   */
  files() {
    return scaffold
      .listFiles(this.staging)
      .map(({ path, owner }) => ({ path, staged: join(this.staging, path), target: join(this.folder, path), managed: owner === "managed" }))
      .filter(({ path, target, managed }) => managed || path === ".projenrc.ts" || !existsSync(target));
  }

  /** Files that were managed and are no more. @returns {string[]} */
  stale() {
    const now = new Set(managedFiles(this.staging));
    return this.before.filter((path) => !now.has(path)).map((path) => join(this.folder, path));
  }

  /**
   * Lets Yeoman compare and write a managed file, which is read-only on disk. Its mode is no difference: a clone has another.
   *
   * @param {StagedFile} file
   * @param {{ rewrite: boolean, dryRun: boolean }} how `rewrite`: Yeoman writes files that are the same, too
   */
  unlock({ staged, target, managed }, { rewrite, dryRun }) {
    if (managed && !dryRun) this.#modes.set(target, statSync(staged).mode);
    if (!existsSync(target)) return;
    const { mode } = statSync(target);
    const write = !dryRun && (rewrite || !readFileSync(staged).equals(readFileSync(target)));
    if (write) chmodSync(target, mode | 0o200);
    chmodSync(staged, write ? mode | 0o200 : mode);
  }

  /** Makes managed files read-only again. */
  lock() {
    for (const [target, mode] of this.#modes) if (existsSync(target)) chmodSync(target, mode);
    this.#modes.clear();
  }

  remove() {
    rmSync(this.staging, { recursive: true, force: true });
  }
}

/** @param {string} folder @returns {string[]} */
function managedFiles(folder) {
  const manifest = join(folder, MANIFEST);
  if (!existsSync(manifest)) return [];
  /** @type {{ files: string[] }} */
  const { files } = JSON.parse(readFileSync(manifest, "utf8"));
  return files.filter((path) => existsSync(join(folder, path)));
}

/** @param {string} from @param {string} to */
function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
