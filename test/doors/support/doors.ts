import { chmodSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../support/portfolio";
import { installPacked } from "./packages";
import { installDoorTools, modules } from "./tools";
import { User } from "./user";

/** Both packages as they are published, installed for a user: command lines to begin with. */
export interface Doors {
  readonly user: User;
  readonly yo: string;
  readonly command: string;
}

export function installDoors(): Doors {
  installDoorTools();
  const world = temporaryFolder();
  for (const folder of [join(world, ".."), world]) chmodSync(folder, 0o755); // for the user
  installPacked(world);
  return {
    user: new User(undefined, undefined, { NODE_PATH: join(world, "node_modules") }),
    yo: `node ${join(modules, "yo/lib/cli.js")}`,
    command: `node ${join(world, "node_modules/create-devops-portfolio/bin/create-devops-portfolio.js")}`,
  };
}
