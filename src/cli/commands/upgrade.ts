import type { Command, Flags } from "../command";

const flags = {
  "dry-run": { type: "boolean", description: "Say what would change and write nothing" },
  json: { type: "boolean", description: "Print the result as JSON" },
} as const satisfies Flags;

export const upgrade: Command<typeof flags> = {
  summary: "Bring the repositories of a portfolio to another version: a branch and a commit in each",
  positionals: [{ name: "version" }],
  flags,
  examples: ["upgrade --dry-run", "upgrade 0.2.0"],
  async run({ positionals: [version], flags: { "dry-run": dryRun = false, json = false } }) {
    await (await import("../upgrade.js")).upgrade(version, { dryRun, json });
  },
};
