import { resolve } from "node:path";

const SYNTHESIZED = Symbol.for("create-devops-portfolio.synthesized");

/** Notes for the program that runs `.projenrc.ts`, which is another bundle, that it did what it is there for. */
export function noteSynthesis(folder: string): void {
  synthesizedFolders().add(resolve(folder));
}

/** The folders that were synthesized in this process. */
export function synthesizedFolders(): Set<string> {
  const place = globalThis as { [SYNTHESIZED]?: Set<string> };
  place[SYNTHESIZED] ??= new Set();
  return place[SYNTHESIZED];
}
