import type { Dialogue } from "../github/apply";
import { Cancelled, clack, orCancel } from "./prompts";

/** Once, for all that is planned. */
export async function askToPublish(steps: number, isPublic: boolean): Promise<void> {
  const { confirm, cancel } = await clack();
  const what = steps === 1 ? "this" : `these ${steps} steps`;
  const agreed = await confirm({ message: `Do ${what}${isPublic ? ", with PUBLIC repositories" : ""}?` });
  if (agreed === true) return;
  cancel("Nothing was done.");
  throw new Cancelled();
}

/** Ctrl-C at a question is no answer to it, after which the next repository would be pushed. */
const STOPPED = "Stopped. What was done stays; run publish again to go on.";

/** A person at a terminal. */
export const atTheTerminal: Pick<Dialogue, "done" | "stopped"> = {
  async done(question) {
    const { confirm } = await clack();
    return orCancel<boolean>(await confirm({ message: question, active: "Yes", inactive: "Skip" }), STOPPED);
  },
  async stopped(question, signal) {
    const { text } = await clack();
    const answer = await text({ message: question, signal });
    if (!signal.aborted) await orCancel(answer, STOPPED);
  },
};
