import type { Command, Flags } from "../command";

const flags = {
  yes: { type: "boolean", short: "y", description: "Ask nothing: take the tool's text once the difference is shown" },
  "dry-run": { type: "boolean", description: "Show the difference and write nothing" },
  json: { type: "boolean", description: "Print the result as JSON" },
} as const satisfies Flags;

export const disown: Command<typeof flags> = {
  summary: "Give files back to the tool: show the difference, then take its text",
  positionals: [{ name: "file", required: true, many: true }],
  flags,
  examples: ["disown README.md"],
  async run({ positionals, flags: { yes = false, "dry-run": dryRun = false, json = false } }) {
    await (await import("../own.js")).disown(positionals, { yes, dryRun, json });
  },
};
