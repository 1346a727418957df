import type { Command, Flags } from "../command";

const flags = {
  "dry-run": { type: "boolean", description: "Say what would change and write nothing" },
  json: { type: "boolean", description: "Print the result as JSON" },
} as const satisfies Flags;

export const own: Command<typeof flags> = {
  summary: "Make managed files yours for good: npx projen leaves them alone",
  positionals: [{ name: "file", required: true, many: true }],
  flags,
  examples: ["own README.md"],
  async run({ positionals, flags: { "dry-run": dryRun = false, json = false } }) {
    (await import("../own.js")).own(positionals, { dryRun, json });
  },
};
