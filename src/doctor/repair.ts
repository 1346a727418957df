import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../replace-file";
import { Failure } from "../usage-error";
import type { SourceFile } from "../workspace/repository";
import type { Repair } from "./finding";

/** A file as it would be after its repairs. */
export interface RepairedFile {
  readonly path: string;
  readonly shown: string;
  readonly changes: readonly { readonly line: number; readonly before: string; readonly after: string }[];
  /** Its bytes, before and after. */
  readonly found: Buffer;
  readonly content: Buffer;
}

/** Each repair changes one text of one line; what does not stand there exactly once is left alone. */
export function repaired(repairs: readonly Repair[]): RepairedFile[] {
  const files = new Map<SourceFile, Repair[]>();
  for (const repair of repairs) files.set(repair.place.file, [...(files.get(repair.place.file) ?? []), repair]);
  return [...files].flatMap(([file, mine]) => {
    const path = join(file.repository.root, file.path);
    if (lstatSync(path).isSymbolicLink()) return [];
    // As the bytes are: line ends, a mark at the beginning and what is no UTF-8 stay.
    const found = readFileSync(path);
    const lines = found.toString("latin1").split("\n");
    const before = [...lines];
    for (const { place, from, to } of mine) {
      const line = lines[place.line - 1];
      if (line?.split(bytes(from)).length === 2) lines[place.line - 1] = line.replace(bytes(from), () => bytes(to));
    }
    const changes = lines.flatMap((after, at) =>
      after === before[at] ? [] : [{ line: at + 1, before: text(before[at]!), after: text(after) }],
    );
    return changes.length > 0 ? [{ path, shown: file.shown, changes, found, content: Buffer.from(lines.join("\n"), "latin1") }] : [];
  });
}

/** A character a byte, and back. */
const bytes = (words: string): string => Buffer.from(words).toString("latin1");
const text = (line: string): string => Buffer.from(line, "latin1").toString();

/** As `diff -U0` writes it. */
export function diffOf(files: readonly RepairedFile[]): string {
  return files
    .map(({ shown, changes }) =>
      [
        `--- ${shown}`,
        `+++ ${shown}`,
        ...changes.flatMap(({ line, before, after }) => [`@@ -${line} +${line} @@`, `-${before}`, `+${after}`]),
        "",
      ]
        .map((line) => line.replace(/\r$/, ""))
        .join("\n"),
    )
    .join("\n");
}

/** @throws Failure where a file is not what was shown any more, before anything is written, or cannot be written */
export function writeRepaired(files: readonly RepairedFile[]): void {
  const changed = files.filter(({ path, found }) => !readFileSync(path).equals(found)).map(({ shown }) => shown);
  if (changed.length > 0) throw new Failure(`${changed.join(", ")} changed meanwhile: nothing was written. Run doctor --fix again.`);
  for (const { path, content } of files) replaceFile(path, content);
}
