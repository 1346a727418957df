import { optionsSchema } from "../../portfolio/schema";
import type { Command } from "../command";

export const schema: Command<Record<never, never>> = {
  summary: "Print the JSON Schema of the options",
  positionals: [],
  flags: {},
  async run() {
    process.stdout.write(`${JSON.stringify(optionsSchema, null, 2)}\n`);
  },
};
