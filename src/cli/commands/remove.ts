import type { Command, Flags } from "../command";
import { kinds } from "../extend-flags";

const flags = {
  "dry-run": { type: "boolean", description: "Show what would be changed and change nothing" },
  json: { type: "boolean", description: "Print the result as JSON" },
} as const satisfies Flags;

export const remove: Command<typeof flags> = {
  summary: "Take a service or an environment out of a portfolio; the repository of a service stays on disk",
  positionals: [
    { name: "kind", required: true, values: kinds },
    { name: "name", required: true, isName: true },
  ],
  flags,
  examples: ["remove service orders", "remove environment staging --dry-run"],
  async run({ positionals: [kind, name], flags: how }) {
    await (await import("../extend.js")).remove(kind as (typeof kinds)[number], name, how);
  },
};
