import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tree } from "../support";

/**
 * A project of somebody else's making, in one text: `=== path` begins a file. Labels stand before the first of them:
 * `breaks <file>: what` for what visibly breaks, `trap <file>: what` for what looks wrong and is right.
 */
export interface Project {
  readonly name: string;
  readonly tree: Tree;
  readonly breaks: readonly Label[];
  readonly traps: readonly Label[];
}

export interface Label {
  readonly file: string;
  readonly what: string;
}

export const projects: readonly Project[] = readdirSync(__dirname)
  .filter((name) => name.endsWith(".txt"))
  .sort()
  .map((name) => readProject(name.replace(/\.txt$/, ""), readFileSync(join(__dirname, name), "utf8")));

function readProject(name: string, text: string): Project {
  const [head = "", ...parts] = text.split(/^=== /m);
  const labels = (kind: string): Label[] =>
    [...head.matchAll(new RegExp(`^${kind} (\\S+): (.+)$`, "gm"))].map(([, file, what]) => ({ file: file!, what: what! }));
  const files = parts.map((part): [string, string] => {
    const end = part.indexOf("\n");
    return [part.slice(0, end).trim(), part.slice(end + 1)];
  });
  return { name, tree: Object.fromEntries(files), breaks: labels("breaks"), traps: labels("trap") };
}
