import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ActualRepository } from "./actual";
import type { DesiredRepository } from "./desired";

/** The commands of the repository's README that let its workflow into the cluster, with what is known filled in. */
export function cloudCommands(desired: DesiredRepository, { id, ownerId }: ActualRepository): string | undefined {
  const [variable] = desired.variables;
  const blocks = [...readme(desired.folder).matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block);
  const block = blocks.find((text) => text.includes(`gh variable set ${variable} `));
  if (block === undefined) return undefined;
  const commands = block.trim().replace(/\bgh variable set (\w+)/g, `gh variable set $1 --repo ${desired.owner}/${desired.name}`);
  return `OWNER_ID=${ownerId}\nREPOSITORY_ID=${id}\n${commands}`;
}

function readme(folder: string): string {
  try {
    return readFileSync(join(folder, "README.md"), "utf8");
  } catch {
    return ""; // its owner may have done without
  }
}
