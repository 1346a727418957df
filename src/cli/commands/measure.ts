import { UsageError } from "../../usage-error";
import type { Command, Flags } from "../command";

const flags = {
  service: { type: "string", placeholder: "name", description: "Service to measure (default: the first one that answers requests)" },
  environment: { type: "string", placeholder: "name", description: "Environment to measure it in (default: the first one)" },
  rollouts: {
    type: "string",
    placeholder: "number",
    description: "How often it is restarted while requests go to it, 0 to 50 (default: 10)",
  },
  rate: { type: "string", placeholder: "number", description: "Requests a second meanwhile, 1 to 50 (default: 10)" },
  address: { type: "string", placeholder: "url", description: "Where it is reached from here (default: what the options say)" },
  context: { type: "string", placeholder: "name", description: "Context of kubectl (default: that of the environment)" },
  json: { type: "boolean", description: "Print the numbers as JSON" },
  yes: { type: "boolean", short: "y", description: "Restart it without asking" },
} as const satisfies Flags;

export const measure: Command<typeof flags> = {
  summary: "Measure what the portfolio does, and write the numbers into docs/resume.md",
  positionals: [{ name: "folder" }],
  flags,
  examples: ["measure", "measure --rollouts 0", "measure --address http://shop.example.org"],
  async run({ positionals: [folder = "."], flags: { rollouts = "10", rate = "10", json = false, yes = false, ...chosen } }) {
    const { measure: run } = await import("../measure.js");
    await run(folder, { ...chosen, rollouts: numberOf("rollouts", rollouts, 0), rate: numberOf("rate", rate, 1), json, yes });
  },
};

function numberOf(flag: string, text: string, least: number): number {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= 50) return value;
  throw new UsageError(`--${flag} is a whole number from ${least} to 50, not ${text}.`);
}
