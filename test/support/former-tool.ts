import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot, sh } from "./command";

/** The commits that were released, by version: there is nothing of them but these. */
export const released: Readonly<Record<string, string>> = {
  "0.1.0": "239776e8336e0b6598e5680e88261fa8465d85bb",
};

/**
 * The tool of a commit, built.
 *
 * @param folder a new one that gets it
 */
export function buildFormerTool(commit: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  sh(repositoryRoot, `git archive ${commit} | tar -x -C '${folder}'`);
  // Builds with today's dependencies take less than a minute, and write what those of that day wrote.
  symlinkSync(join(repositoryRoot, "node_modules"), join(folder, "node_modules"));
  sh(folder, "npm run build");
}
