import { UsageError } from "../../usage-error";
import type { Command, Flags } from "../command";

const flags = {
  context: { type: "string", placeholder: "name", description: "Context of kubectl (default: the current one)" },
  namespace: { type: "string", placeholder: "name", description: "Namespace of the service (default: that of the context)" },
  service: { type: "string", placeholder: "name", description: "Service to break, where the namespace has several" },
  yes: { type: "boolean", short: "y", description: "Break it without asking" },
} as const satisfies Flags;

export const drill: Command<typeof flags> = {
  summary: "Break one thing of a running service on purpose, to find it; end puts it back",
  positionals: [{ name: "name|end|grade" }, { name: "answer", many: true }],
  flags,
  examples: ["drill", "drill wrong-door --namespace shop", 'drill grade "the path of the monitor"', "drill end"],
  async run({ positionals: [word, ...answer], flags: { context, namespace, service, yes } }) {
    // A bundle of its own: no other command pays for it.
    const { drillCommand } = await import("../../doctor/doctor.js");
    const ask = async (question: string) => {
      if (yes) return true;
      if (!process.stdin.isTTY)
        throw new UsageError("A drill asks before it breaks anything, and there is no terminal to ask: give --yes.");
      return (await import("../prompts.js")).confirmed(question);
    };
    if (answer.length > 0 && word !== "grade") throw new UsageError(`Only grade takes an answer: drill grade "${answer.join(" ")}".`);
    if (word === "grade" && answer.length === 0) throw new UsageError('Say what it was: drill grade "the port of the monitor".');
    const text = await drillCommand({ word, answer: answer.join(" "), context, namespace, service, ask });
    process.stdout.write(text);
  },
};
