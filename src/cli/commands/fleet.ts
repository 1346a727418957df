import { UsageError } from "../../usage-error";
import type { Command, Flags } from "../command";
import { writingFlags } from "../flags";

const flags = {
  config: {
    type: "string",
    placeholder: "file",
    file: true,
    description: "JSON or YAML file with a list of the options of each portfolio",
  },
  ...writingFlags,
} as const satisfies Flags;

export const fleet: Command<typeof flags> = {
  summary: "Write many portfolios, one for each entry of a list",
  positionals: [{ name: "directory" }],
  flags,
  takesOptions: true,
  examples: ["fleet --config fleet.yaml", "fleet services --config fleet.yaml --owner ada --cluster eks"],
  async run({ positionals: [directory = "fleet"], options, flags: { config, ...how } }) {
    if (config === undefined) throw new UsageError("fleet needs --config <file>: a JSON or YAML list of the options of each portfolio");
    const { readConfig } = await import("../config-file.js");
    const given = readConfig(config);
    const { createFleet } = await import("../fleet.js");
    return createFleet(directory, Array.isArray(given) ? given : [given], options, how);
  },
};
