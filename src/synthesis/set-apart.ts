import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RECORD, type Tree } from "../files/tree";
import { replaceFile } from "../replace-file";

/** Says in the record of a repository that its portfolio knows its service no more: no sync reaches it then. */
export function setApart(folder: string): void {
  rewrite(folder, (record) => ({ ...record, removed: true }));
}

/** The other way round, for a service that comes back. */
export function takeBack(folder: string): void {
  rewrite(folder, ({ removed: _, ...record }) => record);
}

/** The tree of a repository that belongs to its portfolio, whatever was so before. */
export function takenBack(tree: Tree): Tree {
  const file = tree.get(RECORD);
  if (!file) return tree;
  const { removed: _, ...record } = JSON.parse(file.content);
  return new Map([...tree, [RECORD, { ...file, content: `${JSON.stringify(record, null, 2)}\n` }]]);
}

function rewrite(folder: string, change: (record: Record<string, unknown>) => object): void {
  const file = join(folder, RECORD);
  replaceFile(file, `${JSON.stringify(change(JSON.parse(readFileSync(file, "utf8"))), null, 2)}\n`);
}
