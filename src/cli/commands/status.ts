import type { Command, Flags } from "../command";

const flags = {
  json: { type: "boolean", description: "Print the result as JSON" },
} as const satisfies Flags;

export const status: Command<typeof flags> = {
  summary: "Show which files differ from what would be written, and why",
  positionals: [{ name: "folder" }],
  flags,
  async run({ positionals: [folder = "."], flags: { json = false } }) {
    (await import("../status.js")).status(folder, { json });
  },
};
