import { UsageError } from "../../usage-error";
import type { Command, Flags } from "../command";

const flags = {
  json: { type: "boolean", description: "Print the facts as JSON" },
} as const satisfies Flags;

export const inspect: Command<typeof flags> = {
  summary: "Say what the files of any repository tell of its services, and where",
  positionals: [{ name: "repository" }],
  flags,
  examples: ["inspect", "inspect ../shop --json"],
  async run({ positionals: [repository = "."], flags: { json } }) {
    // A bundle of its own: no other command pays for it.
    const { inspected, isFolder } = await import("../../adopt/adopt.js");
    if (!isFolder(repository)) throw new UsageError(`${repository} is no folder: give the folder of a repository, or none for this one.`);
    process.stdout.write(inspected(repository, json ? "json" : "text"));
  },
};
