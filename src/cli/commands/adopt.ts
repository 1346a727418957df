import { flatOptionNames } from "../../portfolio/schema";
import type { Command, Flags } from "../command";

const flags = {
  config: { type: "string", placeholder: "file", file: true, description: "Read options from a JSON or YAML file" },
  yes: { type: "boolean", short: "y", description: "Ask nothing: use defaults for what no flag or file says" },
  "dry-run": { type: "boolean", description: "Show what would be written and write nothing" },
  json: { type: "boolean", description: "Print the result as JSON" },
  start: {
    type: "string",
    placeholder: "command",
    description: "Command that starts the service, for the Dockerfile of a repository that has none",
  },
} as const satisfies Flags;

export const adopt: Command<typeof flags> = {
  summary: "Put the delivery of an existing repository beside it: new files on a branch, infra and docs",
  positionals: [{ name: "repository", required: true }],
  flags,
  takesOptions: flatOptionNames.filter((name) => name !== "runtime"),
  examples: ["adopt ../shop", "adopt ../shop --yes --owner ada --health-path /healthz --dry-run"],
  async run({ positionals: [repository = "."], options, flags: { config, ...how } }) {
    const given = config === undefined ? {} : (await import("../config-file.js")).readConfig(config);
    await (await import("../adopt.js")).adopt(repository, { ...given, ...options }, how);
  },
};
