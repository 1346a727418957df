import { accessSync, constants, lstatSync, readdirSync, readFileSync, realpathSync, statfsSync, statSync } from "node:fs";
import { basename, join, posix, relative } from "node:path";

/** Folders whose files are not the repository's own. */
export const FOREIGN = new Set([
  ".git",
  "node_modules",
  ".terraform",
  ".venv",
  "venv",
  "__pycache__",
  ".next",
  "bower_components",
  ".tox",
  ".idea",
]);
const MAX_FILES = 20_000;
const MAX_DEPTH = 40;
const MAX_SIZE = 1024 * 1024;
const MAX_PICTURE = 20 * MAX_SIZE;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no text has.
const NO_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/;

/** File systems in which the kernel shows itself: /proc, /sys, control groups, terminals and the like. */
const KERNEL = new Set([
  0x9fa0, 0x62656572, 0x64626720, 0x74726163, 0x27e0eb, 0x63677270, 0x1cd1, 0x19800202, 0x73636673, 0xcafe4a11, 0x6165676c, 0x62656570,
]);

/** A file of a repository; read when asked for, and only as text. */
export class SourceFile {
  private content: string | undefined;
  private split: readonly string[] | undefined;

  constructor(
    readonly repository: Repository,
    /** Below the repository, with slashes. */
    readonly path: string,
    readonly size: number,
  ) {}

  get name(): string {
    return posix.basename(this.path);
  }

  get folder(): string {
    const folder = posix.dirname(this.path);
    return folder === "." ? "" : folder;
  }

  /** As people see it: like `grep` prints it. */
  get shown(): string {
    return this.repository.shown ? posix.join(this.repository.shown, this.path) : this.path;
  }

  /** Empty where it is too big or no text. */
  get text(): string {
    this.content ??= this.read();
    return this.content;
  }

  /** Whatever it is; nothing where it is too big. */
  get bytes(): Uint8Array {
    return this.size > MAX_PICTURE ? new Uint8Array() : readFileSync(join(this.repository.root, this.path));
  }

  get lines(): readonly string[] {
    this.split ??= this.text.split("\n");
    return this.split;
  }

  /** It has content, but no text that its readers could take. */
  get isBinary(): boolean {
    return this.size > 0 && this.size <= MAX_SIZE && (this.text === "" || NO_TEXT.test(this.text));
  }

  get isExecutable(): boolean {
    return (statSync(join(this.repository.root, this.path)).mode & 0o111) !== 0;
  }

  private read(): string {
    // Files that the kernel makes up say that they are empty, and may never end.
    if (this.size === 0 || this.size > MAX_SIZE) return "";
    try {
      const bytes = readFileSync(join(this.repository.root, this.path));
      const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
      if (!wide && bytes.subarray(0, 8192).includes(0)) return "";
      return bytes
        .toString(wide ? "utf16le" : "utf8")
        .replace(/^\uFEFF/, "")
        .replaceAll("\r\n", "\n");
    } catch {
      return "";
    }
  }
}

/** The files of one repository. Nothing outside its folder is read: links that leave it are not followed. */
export class Repository {
  readonly files = new Map<string, SourceFile>();
  readonly folders = new Set<string>([""]);
  /** What was left out, and why. */
  readonly skipped: string[] = [];
  /** Whether something of it may not be read. */
  isRefused = false;
  private readonly device: number | undefined;
  private readonly byName = new Map<string, string[]>();

  constructor(
    readonly root: string,
    readonly shown: string,
  ) {
    this.device = lstatSync(root, { throwIfNoEntry: false })?.dev;
    if (isKernel(root)) this.skipped.push(".: a file system of the kernel, which holds no repository");
    else this.walk("", 0);
  }

  get name(): string {
    return basename(this.root);
  }

  file(path: string): SourceFile | undefined {
    return this.files.get(normalize(path));
  }

  has(path: string): boolean {
    const wanted = normalize(path);
    return this.files.has(wanted) || this.folders.has(wanted);
  }

  /** Whether it keeps more than a folder of that kind: the file may be left out of git on purpose. */
  ignores(path: string): boolean {
    const wanted = normalize(path);
    const lines = [...this.files.values()].filter((file) => file.name === ".gitignore");
    return lines.some((file) => {
      const below = file.folder ? relative(file.folder, wanted) : wanted;
      return !below.startsWith("..") && file.lines.some((line) => ignoredBy(below, line.trim()));
    });
  }

  /** Files and folders below another folder whose path ends in these steps. */
  endingIn(steps: string): string[] {
    if (this.byName.size === 0)
      for (const path of [...this.files.keys(), ...this.folders]) {
        const name = posix.basename(path);
        this.byName
          .set(name, this.byName.get(name) ?? [])
          .get(name)!
          .push(path);
      }
    return (this.byName.get(posix.basename(steps)) ?? []).filter((path) => path.endsWith(`/${steps}`));
  }

  under(folder: string): SourceFile[] {
    const prefix = normalize(folder);
    return [...this.files.values()].filter((file) => prefix === "" || file.path.startsWith(`${prefix}/`));
  }

  private walk(folder: string, depth: number): void {
    if (depth > MAX_DEPTH) return void this.skipped.push(`${folder}: deeper than ${MAX_DEPTH} folders`);
    for (const entry of entries(join(this.root, folder), () => this.refuse(folder || "."))) {
      if (this.files.size >= MAX_FILES) return void this.skipped.push(`${folder || "."}: more than ${MAX_FILES} files`);
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) {
        if (FOREIGN.has(entry.name)) continue;
        if (lstatSync(join(this.root, path), { throwIfNoEntry: false })?.dev !== this.device) {
          this.skipped.push(`${path}: on another file system`);
          continue;
        }
        this.folders.add(path);
        this.walk(path, depth + 1);
      } else if (entry.isFile() || (entry.isSymbolicLink() && this.linksInside(path))) this.add(path);
    }
  }

  private add(path: string): void {
    const size = sizeOf(join(this.root, path));
    if (size === undefined) return;
    try {
      accessSync(join(this.root, path), constants.R_OK);
    } catch {
      return void this.refuse(path);
    }
    if (size > MAX_SIZE && /\.(ya?ml|json|md|sh|tpl)$/.test(path)) this.skipped.push(`${path}: larger than 1 MiB`);
    this.files.set(path, new SourceFile(this, path, size));
  }

  /** Refused is not absent: nobody knows what stands there. */
  private refuse(path: string): void {
    this.isRefused = true;
    this.skipped.push(`${path}: permission denied`);
  }

  private linksInside(path: string): boolean {
    try {
      const target = realpathSync(join(this.root, path));
      return !relative(realpathSync(this.root), target).startsWith("..") && lstatSync(target).isFile();
    } catch {
      return false;
    }
  }
}

/** `a/./b/../c` without its detours. */
export function normalize(path: string): string {
  const clean = posix.normalize(path.replace(/\/+$/, "")).replace(/^\.\//, "");
  return clean === "." ? "" : clean;
}

/** @param refused called for a folder that is there and may not be read */
export function entries(folder: string, refused?: () => void) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (["EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) refused?.();
    return [];
  }
}

function isKernel(path: string): boolean {
  try {
    return KERNEL.has(statfsSync(path).type);
  } catch {
    return false;
  }
}

function sizeOf(path: string): number | undefined {
  try {
    const found = statSync(path);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}

function ignoredBy(path: string, pattern: string): boolean {
  if (!pattern || pattern.startsWith("#") || pattern.startsWith("!")) return false;
  const source = pattern
    .replace(/^\/|\/$/g, "")
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/?/g, "\u0000")
    .replace(/\*/g, "[^/]*")
    .replace(/\?/g, "[^/]")
    .replaceAll("\u0000", "(?:.*/)?");
  const anchored = pattern.replace(/\/$/, "").includes("/");
  return new RegExp(`^${anchored ? "" : "(?:.*/)?"}${source}(?:/.*)?$`).test(path);
}
