import { lstatSync, realpathSync, type Stats, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep, win32 } from "node:path";
import { Failure } from "../usage-error";

/** @throws Failure unless a path that a file of the repository names lies within the repository. */
export function assertWithin(path: unknown, source: string): asserts path is string {
  const steps = typeof path === "string" ? path.split(/[\\/]/) : [];
  const leaves =
    steps.length === 0 || steps.includes("..") || steps[0] === ".git" || isAbsolute(String(path)) || win32.isAbsolute(String(path));
  if (leaves || steps.join("").includes("\0") || steps.join("") === "") {
    throw new Failure(`${source}: ${JSON.stringify(path)} is no file of this repository. Take it out, and see who put it in.`);
  }
}

/** A folder that no write leaves: not by `..`, not by a symbolic link. */
export class Boundary {
  private readonly root: string;
  private readonly known = new Map<string, boolean>();

  constructor(private readonly folder: string) {
    const root = resolve(folder);
    this.root = lstat(root) ? realpathSync(root) : root;
  }

  /**
   * What lies at a path now, if anything does.
   *
   * @throws Failure where a folder on the way leads out of the repository, or is none.
   */
  look(path: string): Stats | undefined {
    const steps = path.split("/");
    const found = steps.slice(0, -1).every((_, index) => this.isFolder(steps.slice(0, index + 1).join("/"), path));
    return found ? lstat(join(this.folder, path)) : undefined;
  }

  /** Whether what a link points to, or would, lies outside. */
  leadsOut(path: string): boolean {
    try {
      return !this.contains(realpathSync(join(this.folder, path)));
    } catch {
      return true;
    }
  }

  private isFolder(folder: string, path: string): boolean {
    const known = this.known.get(folder);
    if (known !== undefined) return known;
    const state = lstat(join(this.folder, folder));
    if (state?.isSymbolicLink()) {
      if (this.leadsOut(folder))
        throw new Failure(`${path}: ${folder} is a symbolic link that leads out of the repository. Remove the link.`);
    }
    if (state && !statSync(join(this.folder, folder)).isDirectory()) {
      throw new Failure(`${path}: ${folder} is a file, where a folder belongs. Move it away.`);
    }
    this.known.set(folder, state !== undefined);
    return state !== undefined;
  }

  private contains(path: string): boolean {
    const way = relative(this.root, path);
    return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way));
  }
}

function lstat(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}
