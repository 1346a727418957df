import type { Dialogue } from "../github/apply";
import { Cancelled, clack } from "./prompts";

/** Once, for all that is planned. */
export async function askToPublish(steps: number, isPublic: boolean): Promise<void> {
  const { confirm, cancel } = await clack();
  const what = steps === 1 ? "this" : `these ${steps} steps`;
  const agreed = await confirm({ message: `Do ${what}${isPublic ? ", with PUBLIC repositories" : ""}?` });
  if (agreed === true) return;
  cancel("Nothing was done.");
  throw new Cancelled();
}

/** A person at a terminal. */
export const atTheTerminal: Pick<Dialogue, "done" | "stopped"> = {
  async done(question) {
    const { confirm } = await clack();
    return (await confirm({ message: question, active: "Yes", inactive: "Skip" })) === true;
  },
  async stopped(question, signal) {
    const { text } = await clack();
    await text({ message: question, signal });
  },
};
