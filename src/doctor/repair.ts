import { lstatSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "../workspace/repository";
import type { Repair } from "./finding";

/** A file as it would be after its repairs. */
export interface RepairedFile {
  readonly path: string;
  readonly shown: string;
  readonly changes: readonly { readonly line: number; readonly before: string; readonly after: string }[];
  readonly text: string;
}

/** Each repair changes one text of one line; what does not stand there exactly once is left alone. */
export function repaired(repairs: readonly Repair[]): RepairedFile[] {
  const files = new Map<SourceFile, Repair[]>();
  for (const repair of repairs) files.set(repair.place.file, [...(files.get(repair.place.file) ?? []), repair]);
  return [...files].flatMap(([file, mine]) => {
    const path = join(file.repository.root, file.path);
    if (lstatSync(path).isSymbolicLink()) return [];
    // As the bytes are: line ends and a mark at the beginning stay.
    const lines = readFileSync(path, "utf8").split("\n");
    const before = [...lines];
    for (const { place, from, to } of mine) {
      const line = lines[place.line - 1];
      if (line !== undefined && line.split(from).length === 2) lines[place.line - 1] = line.replace(from, () => to);
    }
    const changes = lines.flatMap((after, at) => (after === before[at] ? [] : [{ line: at + 1, before: before[at]!, after }]));
    return changes.length > 0 ? [{ path, shown: file.shown, changes, text: lines.join("\n") }] : [];
  });
}

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

export function writeRepaired(files: readonly RepairedFile[]): void {
  for (const { path, text } of files) writeFileSync(path, text);
}
