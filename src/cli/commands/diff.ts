import type { Command, Flags } from "../command";

const flags = {
  json: { type: "boolean", description: "Print the files as JSON, with what is there and what would be" },
} as const satisfies Flags;

export const diff: Command<typeof flags> = {
  summary: "Show what the next npx projen would change; exit code 1 when something would",
  positionals: [{ name: "file", many: true }],
  flags,
  async run({ positionals, flags: { json = false } }) {
    (await import("../diff.js")).diff(positionals, { json });
  },
};
