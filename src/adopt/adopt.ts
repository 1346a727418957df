import { statSync } from "node:fs";
import { detect } from "./detect";
import { report } from "./report";

export { alternativesAmong } from "./alternatives";
export { detect } from "./detect";
export { offerFor } from "./dockerfile-offer";
export { labelOf, namesFor } from "./names";
export { proposalOf } from "./proposal";
export { report } from "./report";
export { workerNote } from "./worker";

/** What the files of a repository tell, for people or as JSON. */
export function inspected(folder: string, format: "text" | "json"): string {
  const detected = detect(folder);
  return format === "json" ? `${JSON.stringify(detected, null, 2)}\n` : report(detected);
}

export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
