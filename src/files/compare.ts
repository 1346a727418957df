import { readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import { Failure, toFailure } from "../usage-error";
import { type Base, hasOurText, isKept, readBase, recordOf, renderBase, type Written } from "./base";
import { assertWithin, Boundary } from "./boundary";
import { type Decision, type DiskFile, decide, isAsWritten, type Reason } from "./decide";
import { formerOf } from "./former";
import { managedFiles } from "./manifest";
import { modeFor } from "./mode";
import { BASE, isToolFile, modeOf, PROJENRC, type Tree, type TreeFile, toolFilesIn } from "./tree";

/**
 * A file that is not as it should be. `merge`: it gets what the tool changes beside what the user changed; `conflict`: both changed the
 * same lines, and the file gets both. `mode`: its content is right, its permissions are not.
 */
export interface Change {
  readonly path: string;
  readonly kind: "create" | "update" | "merge" | "conflict" | "mode" | "delete";
  /** What to write; nothing for `mode` and `delete`. */
  readonly content?: string | Buffer;
  readonly mode: number;
  /** Only where there is no file yet: it would be the user's. */
  readonly once?: boolean;
  /** What lies there now. */
  readonly before?: Buffer;
}

/** A managed file that stays as the user left it. `dropped`: it is managed no more. `foreign`: it never was. */
export interface Kept {
  readonly path: string;
  readonly reason: Reason | "dropped" | "foreign";
}

export interface Comparison {
  readonly changes: readonly Change[];
  readonly kept: readonly Kept[];
}

interface Options {
  /** Whether files go that were managed and are not in the tree. @default true */
  readonly prune?: boolean;
  /** Whether it is noted what was written; else nothing of the tool stays in the folder. @default true */
  readonly record?: boolean;
  /** How the files were written. @default - as the folder records it */
  readonly base?: Base;
  /** What was written in another way, and is recorded, too. */
  readonly written?: Tree;
  /** What to do about a path that must not be written. @default - throws it */
  readonly refuse?: (failure: Failure) => void;
}

/**
 * What has to be done in a folder so that it holds a tree, and still everything that the user wrote.
 *
 * @throws Failure for a path that must not be written (what is there is the user's, or leads out of the folder), or that may not be read.
 */
export function compareTree(folder: string, tree: Tree, options: Options = {}): Comparison {
  try {
    return compared(folder, tree, options);
  } catch (error) {
    throw toFailure(error, `cannot read ${folder}`);
  }
}

function compared(
  folder: string,
  tree: Tree,
  { prune = true, record = true, base, written = new Map(), refuse = raise }: Options,
): Comparison {
  const place = new Place(folder, refuse, base);
  const next = new Map(prune ? [] : place.base);
  for (const [path, file] of tree) {
    if (path === BASE) continue;
    assertWithin(path, "a file to write");
    place.compare(path, file, next);
  }
  for (const [path, file] of written) if (isKept(path, file)) next.set(path, recordOf(file, place.base.get(path)));
  if (prune) place.findDropped(new Map([...written, ...tree]));
  if (record) place.compareBase(next);
  else place.forget();
  return place;
}

/** Whether nothing of a comparison changes what git would see. */
export function isUpToDate({ changes }: Comparison): boolean {
  return changes.every(({ kind }) => kind === "mode");
}

/** What is known of a path: what lies there, and how it was last written. */
interface Found {
  readonly state: Stats | undefined;
  readonly disk: DiskFile | undefined;
  readonly written: Written | undefined;
}

/** A folder, and what is found out about it. */
class Place implements Comparison {
  readonly changes: Change[] = [];
  readonly kept: Kept[] = [];
  readonly base: Base;
  private readonly boundary: Boundary;
  private readonly managed: ReadonlySet<string>;
  private readonly hasBase: boolean;

  constructor(
    private readonly folder: string,
    private readonly refuse: (failure: Failure) => void,
    given?: Base,
  ) {
    this.boundary = new Boundary(folder);
    this.managed = new Set(managedFiles(folder));
    const base = this.boundary.look(BASE)?.isFile() ? readBase(folder) : undefined;
    this.base = given ?? base ?? new Map();
    this.hasBase = base !== undefined;
    for (const path of this.base.keys()) assertWithin(path, BASE);
  }

  /** @param next what will be recorded */
  compare(path: string, file: TreeFile, next: Map<string, Written>): void {
    const state = this.boundary.look(path);
    const problem = state && this.problemAt(path, state, file);
    if (problem) {
      this.refuse(new Failure(problem));
      return;
    }
    if (!state && this.move(path, file, next)) return;
    const disk = state && this.read(path, state);
    const written = this.base.get(path);
    const decision = this.decide(path, file, disk, written);
    this.note(path, file, decision, { state, disk, written });
    if (!isKept(path, file)) return;
    const record = isRecorded(decision) ? recordOf(file, written) : written;
    if (record) next.set(path, record);
  }

  /** What was written into a file goes with it to where it lies now. */
  private move(path: string, file: TreeFile, next: Map<string, Written>): boolean {
    const former = formerOf(file.formerly ?? [], path, this.base, (from) => {
      const state = this.boundary.look(from);
      return state?.isFile() ? this.read(from, state) : undefined;
    });
    if (!former) return false;
    const { disk, written, parts } = former;
    const state = parts[0] && this.boundary.look(parts[0].path);
    const wasManaged = parts.some((part) => this.managed.has(part.path));
    const decision = decide(path, file, disk, written, wasManaged);
    if (disk && state) {
      const content = "content" in decision ? decision.content : disk.content;
      const kind = decision.kind === "conflict" || decision.kind === "merge" ? decision.kind : "create";
      this.changes.push({ path, kind, content, mode: state.mode & 0o777, once: true });
    } else this.kept.push({ path, reason: "deleted" });
    for (const part of parts) this.changes.push({ path: part.path, kind: "delete", mode: 0, before: part.content });
    if (isKept(path, file)) next.set(path, recordOf(file, this.base.get(path)));
    return true;
  }

  private decide(path: string, file: TreeFile, disk: DiskFile | undefined, written: Written | undefined): Decision {
    // Of a repository that is there, a missing file of the user's was deleted by the user.
    if (!disk && file.ownership === "own" && this.hasBase) return { kind: "kept", reason: "own" };
    return decide(path, file, disk, written, this.managed.has(path));
  }

  private note(path: string, file: TreeFile, decision: Decision, { state, disk, written }: Found): void {
    if (decision.kind === "foreign") {
      this.kept.push({ path, reason: "foreign" });
      this.refuse(new Failure(foreign(path)));
      return;
    }
    if (decision.kind === "kept") this.kept.push({ path, reason: decision.reason });
    const isManaged = file.ownership === "managed" && decision.kind !== "kept";
    const mode = state?.isFile() ? modeFor(file, state.mode, written) : modeOf(file);
    const before = disk?.content;
    if ("content" in decision) {
      const once = file.ownership !== "managed" && decision.kind === "create";
      this.changes.push({ path, kind: decision.kind, content: decision.content, mode, ...(once && { once }), before });
    } else if (isManaged && state?.isFile() && mode !== (state.mode & 0o777)) this.changes.push({ path, kind: "mode", mode, before });
  }

  /** What was managed and is not in the tree goes, if it is still what was written. */
  findDropped(tree: Tree): void {
    const recorded = [...new Set([...this.managed, ...this.base.keys()])];
    const moved = new Set(this.changes.filter(({ kind }) => kind === "delete").map(({ path }) => path));
    for (const path of recorded.filter((candidate) => !tree.has(candidate) && !moved.has(candidate))) {
      if (!this.boundary.look(path)?.isFile()) continue;
      const before = this.bytes(path);
      const written = this.base.get(path)?.content;
      if (written === "") continue; // it has been the user's since it was written
      const isOurs = isToolFile(path) || (written !== undefined && isAsWritten(before, written));
      if (isOurs) this.changes.push({ path, kind: "delete", mode: 0, before });
      else this.kept.push({ path, reason: "dropped" });
    }
  }

  /** What else is the tool's own. */
  forget(): void {
    const listed = new Set(this.changes.map(({ path }) => path));
    for (const path of [PROJENRC, ...toolFilesIn(this.folder)].filter((candidate) => !listed.has(candidate))) {
      if (this.boundary.look(path)?.isFile()) this.changes.push({ path, kind: "delete", mode: 0, before: this.bytes(path) });
    }
  }

  compareBase(next: Base): void {
    const same = this.hasBase && next.size === this.base.size && [...next].every(([path, written]) => this.base.get(path) === written);
    if (same) return;
    const mode = modeOf({ content: "", executable: false, ownership: "managed" });
    const before = this.boundary.look(BASE)?.isFile() ? this.bytes(BASE) : undefined;
    this.changes.push({ path: BASE, kind: before ? "update" : "create", content: renderBase(next), mode, before });
  }

  private problemAt(path: string, state: Stats, file: TreeFile): string | undefined {
    if (!hasOurText(file)) return undefined;
    if (state.isSymbolicLink() && this.boundary.leadsOut(path)) {
      return `${path} is a symbolic link that leads out of the repository. Remove the link.`;
    }
    if (state.isFile() || state.isSymbolicLink()) return undefined;
    return `${path} is ${state.isDirectory() ? "a folder" : "no file"}, where a file belongs. Move it away.`;
  }

  private read(path: string, state: Stats): DiskFile {
    return { content: this.bytes(path), executable: (state.mode & 0o100) !== 0, isLink: state.isSymbolicLink() };
  }

  private bytes(path: string): Buffer {
    try {
      return readFileSync(join(this.folder, path));
    } catch (error) {
      if (["EISDIR", "ENOENT", "ELOOP"].includes((error as NodeJS.ErrnoException).code ?? "")) return Buffer.alloc(0); // of a link
      throw error;
    }
  }
}

/** Whether the tool's text is in the file, or the user has seen to it that it is not. */
function isRecorded(decision: Decision): boolean {
  return decision.kind !== "kept" || decision.reason === "changed";
}

function foreign(path: string): string {
  const ways = "Move it away, make it yours for good (npx create-devops-portfolio own), or leave the managed one out (removeFiles)";
  return `${path} is a file of yours, where a managed one belongs. ${ways}.`;
}

function raise(failure: Failure): never {
  throw failure;
}
