import type { Command, Flags } from "../command";
import { writingFlags } from "../flags";

const flags = {
  config: { type: "string", placeholder: "file", file: true, description: "Read options from a JSON or YAML file" },
  yes: { type: "boolean", short: "y", description: "Ask nothing: use defaults for what no flag or file says" },
  ...writingFlags,
  "no-install": { type: "boolean", description: "Do not install the dependencies of the app" },
} as const satisfies Flags;

export const create: Command<typeof flags> = {
  summary: "Write a portfolio into a new or empty directory",
  positionals: [{ name: "directory" }],
  flags,
  takesOptions: true,
  examples: [
    "my-portfolio --owner ada --runtime flask",
    "my-portfolio --owner ada --cluster gke --exposure ingress --ingress-host app.example.com",
  ],
  async run({ positionals: [directory], options, flags: { config, ...how } }) {
    const given = config === undefined ? {} : (await import("../config-file.js")).readConfig(config);
    if (Array.isArray(given)) return (await import("../fleet.js")).createFleet(directory ?? "devops-portfolio", given, options, how);
    return (await import("../create.js")).create(directory, { ...given, ...options }, how);
  },
};
