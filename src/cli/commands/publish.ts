import type { Command, Flags } from "../command";

const flags = {
  public: { type: "boolean", description: "Make the repositories public; without it they are private" },
  app: { type: "boolean", description: "Offer the GitHub App of the hand-over again, after you did without it" },
  yes: { type: "boolean", short: "y", description: "Ask nothing: do what is planned, and leave out what only a person can do" },
  "dry-run": { type: "boolean", description: "Print the plan with its exact commands and do nothing" },
  check: { type: "boolean", description: "Say what GitHub lacks and do nothing; exit code 1 if it lacks anything" },
} as const satisfies Flags;

export const publish: Command<typeof flags> = {
  summary: "Make the portfolio's repositories at GitHub, with gh, or go on with that",
  positionals: [{ name: "directory" }],
  flags,
  examples: ["publish my-portfolio --dry-run", "publish my-portfolio --public", "publish --check"],
  async run({ positionals: [directory = "."], flags: how }) {
    await (await import("../publish.js")).publish(directory, how);
  },
};
