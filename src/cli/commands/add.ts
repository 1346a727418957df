import type { Command, Flags } from "../command";
import { environmentFlags, kinds, serviceFlags } from "../extend-flags";
import { writingFlags } from "../flags";

const flags = {
  calls: { type: "string", placeholder: "name,name", description: "Other services that a new service calls" },
  context: { type: "string", placeholder: "text", description: "Context of kubectl that leads to the cluster of a new environment" },
  ...writingFlags,
  "no-install": { type: "boolean", description: "Do not install the dependencies of a new service" },
} as const satisfies Flags;

export const add: Command<typeof flags> = {
  summary: "Add a service or an environment to a portfolio, in all its repositories",
  positionals: [
    { name: "kind", required: true, values: kinds },
    { name: "name", required: true, isName: true },
  ],
  flags,
  takesOptions: [...serviceFlags, ...environmentFlags],
  examples: [
    "add service orders --runtime fastapi",
    "add service web --calls orders --dry-run",
    "add environment production --cluster gke",
  ],
  async run({ positionals: [kind, name], options, flags: how }) {
    await (await import("../extend.js")).add(kind as (typeof kinds)[number], name, options, how);
  },
};
