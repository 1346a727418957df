import type { Command, Flags } from "../command";
import { changingFlags } from "../flags";

export const sync: Command<typeof changingFlags> = {
  summary: "Carry changed options to all repositories of a portfolio",
  positionals: [{ name: "repository" }],
  flags: changingFlags satisfies Flags,
  examples: ["sync --dry-run", "sync --commit"],
  async run({ positionals: [repository = "."], flags }) {
    await (await import("../sync.js")).sync(repository, flags);
  },
};
