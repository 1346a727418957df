import { join } from "node:path";

/** The surroundings of a person of whom gh and git know nothing but what lies in a folder. */
export function nobody(folder: string): NodeJS.ProcessEnv {
  return {
    HOME: folder,
    GH_CONFIG_DIR: folder,
    XDG_CONFIG_HOME: folder,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: join(folder, ".gitconfig"),
  };
}
