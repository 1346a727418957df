import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { hasRegions, regionsAlone } from "./regions";
import { BASE, isToolFile, PROJENRC, type Tree, type TreeFile } from "./tree";

/** A managed file as it was last written: what tells a user's edit, and what both sides of a merge started from. */
export interface Written {
  readonly content: string;
  readonly executable: boolean;
  /** Its line in the record, which stays as it is while the file does: not every zlib compresses to the same bytes. */
  readonly line?: string;
}

export type Base = ReadonlyMap<string, Written>;

/**
 * What a repository records of its managed files. A line a file: a change of one file is a change of one line, which git merges, and
 * a line that cannot be read costs no other. A file that two lines speak of, after a merge of branches, is as good as not recorded.
 */
function parseBase(text: string): Map<string, Written> {
  const found = new Map<string, Written>();
  const twice = new Set<string>();
  for (const line of text.split(/\r?\n/).map((entry) => entry.trim().replace(/,$/, ""))) {
    const [path, written] = parseLine(line) ?? [];
    if (path === undefined || written === undefined) continue;
    if (found.has(path) && found.get(path)?.content !== written.content) twice.add(path);
    found.set(path, written);
  }
  for (const path of twice) found.delete(path);
  return found;
}

export function renderBase(base: Base): string {
  const lines = [...base].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, written]) => `  ${written.line ?? lineOf(path, written)}`);
  return lines.length === 0 ? "{}\n" : `{\n${lines.join(",\n")}\n}\n`;
}

/** Nothing for a folder that has none. */
export function readBase(folder: string): Map<string, Written> | undefined {
  try {
    return parseBase(readFileSync(join(folder, BASE), "utf8"));
  } catch {
    return undefined;
  }
}

/** Whether it is recorded how a file was written; of one that is the user's from then on, that it was: a file that they delete stays so. */
export function isKept(path: string, { ownership }: TreeFile): boolean {
  return !isToolFile(path) && path !== PROJENRC && ownership !== "own";
}

/** Whether a file has text that is kept right: managed ones, and those of the user's that have regions of the tool's. */
export function hasOurText({ content, ownership }: TreeFile): boolean {
  return ownership === "managed" || (ownership === "seeded" && hasRegions(content));
}

/** What is recorded of a file that was written so; the same line, if it was recorded so before. */
export function recordOf({ ownership, executable, ...file }: TreeFile, before?: Written): Written {
  const content = ownership === "seeded" ? regionsAlone(file.content) : file.content;
  return before && before.content === content && before.executable === executable ? before : { content, executable };
}

/** A tree with the record of itself, as a new repository gets it. */
export function withBase(tree: Tree): Tree {
  const record: TreeFile = {
    executable: false,
    ownership: "managed",
    get content() {
      const kept = [...tree].filter(([path, file]) => isKept(path, file));
      return renderBase(new Map(kept.map(([path, file]) => [path, recordOf(file)])));
    },
  };
  return new Map([...tree, [BASE, record]]);
}

function lineOf(path: string, { content, executable }: Written): string {
  const deflated = content === "" ? undefined : deflateRawSync(content, { level: 6 }).toString("base64");
  return `${JSON.stringify(path)}: ${JSON.stringify({ ...(executable && { executable }), deflated })}`;
}

function parseLine(line: string): [path: string, written: Written] | undefined {
  if (!line.startsWith('"')) return undefined;
  try {
    const [[path, { deflated, executable = false }]] = Object.entries<{ deflated?: string; executable?: boolean }>(JSON.parse(`{${line}}`));
    const content = deflated === undefined ? "" : inflateRawSync(Buffer.from(deflated, "base64")).toString();
    return [path, { content, executable, line }];
  } catch {
    return undefined;
  }
}
