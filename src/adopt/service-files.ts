import { posix } from "node:path";
import type { Dockerfile } from "../workspace/dockerfile";
import type { Repository, SourceFile } from "../workspace/repository";
import type { Place } from "../workspace/yaml";
import { withoutComments } from "./code";

const SOURCE = /\.(py|go|java|kt|[mc]?[jt]sx?)$/;
/** Folders and files whose text is no part of what the service runs. */
const ASIDE =
  /(^|\/)(tests?|__tests__|__mocks__|spec|specs|e2e|cypress|fixtures?|examples?|samples?|docs?|vendor|third_party|dist|build|target|out|coverage|migrations|scripts?|bench|benchmarks?|k6|storybook|\.storybook)\/|[._-](test|spec|stories)\.|(^|\/)(test_|conftest|locustfile)|\.d\.ts$|\.min\.js$/i;
const MAX_SIZE = 300_000;
const MAX_FILES = 2000;
const MAX_TOTAL = 16 * 1024 * 1024;

/** The files of one service of a repository, and its source without comments. What is too big or too much is left out. */
export class ServiceFiles {
  readonly sources: readonly SourceFile[];
  private readonly codes = new Map<SourceFile, string>();

  constructor(
    readonly repository: Repository,
    /** Below the repository; empty for the repository itself. */
    readonly folder: string,
    readonly dockerfile: Dockerfile | undefined,
    /** Folders of other services below this one. */
    others: readonly string[] = [],
  ) {
    const sources = repository
      .under(folder)
      .filter((file) => SOURCE.test(file.name) && file.size <= MAX_SIZE && !ASIDE.test(this.within(file)))
      .filter((file) => !others.some((other) => file.path.startsWith(`${other}/`)))
      .slice(0, MAX_FILES);
    let left = MAX_TOTAL;
    this.sources = sources.filter(({ size }) => {
      left -= size;
      return left >= 0;
    });
  }

  /** The path of a file below the service. */
  within(file: SourceFile): string {
    return this.folder ? file.path.slice(this.folder.length + 1) : file.path;
  }

  file(path: string): SourceFile | undefined {
    return this.repository.file(posix.join(this.folder, path));
  }

  /** The files that lie in its folder itself. */
  get top(): SourceFile[] {
    return [...this.repository.files.values()].filter((file) => file.folder === this.folder);
  }

  /** The first of some files that is there. */
  first(...paths: readonly string[]): SourceFile | undefined {
    return paths.map((path) => this.file(path)).find((file) => file !== undefined);
  }

  named(pattern: RegExp): SourceFile[] {
    return this.sources.filter(({ name }) => pattern.test(name));
  }

  code(file: SourceFile): string {
    const known = this.codes.get(file) ?? withoutComments(file.name, file.text);
    this.codes.set(file, known);
    return known;
  }

  /** Every match of a pattern in the source, without comments. */
  *matches(files: RegExp, pattern: RegExp): Generator<{ file: SourceFile; match: RegExpExecArray; place: Place }> {
    for (const file of this.named(files))
      for (const match of this.code(file).matchAll(pattern)) yield { file, match, place: placeAt(file, match.index) };
  }
}

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

export function placeAt(file: SourceFile, offset: number): Place {
  const starts = lineStarts.get(file) ?? startsOf(file.text);
  lineStarts.set(file, starts);
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return { file, line: low + 1 };
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Where a pattern stands first in a file. */
export function placeOf(file: SourceFile, pattern: RegExp | string): Place {
  const at = typeof pattern === "string" ? file.text.indexOf(pattern) : file.text.search(pattern);
  return placeAt(file, Math.max(0, at));
}
