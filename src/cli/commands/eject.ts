import type { Command, Flags } from "../command";
import { changingFlags } from "../flags";

export const eject: Command<typeof changingFlags> = {
  summary: "Let the repositories of a portfolio go on without this tool",
  positionals: [{ name: "folder" }],
  flags: changingFlags satisfies Flags,
  examples: ["eject --dry-run", "eject --commit"],
  async run({ positionals: [folder = "."], flags }) {
    await (await import("../eject.js")).eject(folder, flags);
  },
};
