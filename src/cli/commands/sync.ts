import type { Command, Flags } from "../command";

const flags = {
  "dry-run": { type: "boolean", description: "Say what would change and write nothing" },
} as const satisfies Flags;

export const sync: Command<typeof flags> = {
  summary: "Carry changed options to the sibling repositories",
  positionals: [{ name: "repository" }],
  flags,
  async run({ positionals: [repository = "."], flags: { "dry-run": dryRun = false } }) {
    (await import("../sync.js")).sync(repository, { dryRun });
  },
};
