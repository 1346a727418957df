import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assertWithin, Boundary } from "./boundary";
import { MANIFEST } from "./tree";

/** The paths that the manifest of a repository names. It comes with a clone: what it says is checked. */
export function managedFiles(folder: string): string[] {
  if (!new Boundary(folder).look(MANIFEST)?.isFile()) return [];
  const files = filesIn(readFileSync(join(folder, MANIFEST), "utf8"));
  for (const path of files) assertWithin(path, MANIFEST);
  return files as string[];
}

/** Nothing where the manifest is damaged: the synthesis writes it anew. */
function filesIn(manifest: string): unknown[] {
  try {
    const { files } = JSON.parse(manifest);
    return Array.isArray(files) ? files : [];
  } catch {
    return [];
  }
}
