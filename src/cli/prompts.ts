import { preset, problemWith } from "../portfolio/questions";
import { type OptionName, optionNames, optionsSchema } from "../portfolio/schema";
import type { OwnerGuess } from "./owner";

/** The user ended the dialogue: nothing is written; exit code 130. */
export class Cancelled extends Error {}

/** Asks for the options that have a question and are not given yet; each answer is checked at once. */
export async function askOptions(given: Readonly<Record<string, unknown>>, owner: OwnerGuess): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = { ...given };
  for (const name of optionNames) {
    if (optionsSchema.properties[name].prompt && answers[name] === undefined) answers[name] = await ask(name, answers, owner);
  }
  // Only one exposure needs to know a host.
  if (answers.exposure === "ingress" && answers.ingressHost === undefined)
    answers.ingressHost = await askText("ingressHost", "Under which host name?", "", answers);
  return answers;
}

/** The prompt library is an ES module, which CommonJS can only load when it is needed. */
const clack = () => import("@clack/prompts");

async function ask(name: OptionName, answers: Record<string, unknown>, guess: OwnerGuess): Promise<unknown> {
  const { prompt, enum: values } = optionsSchema.properties[name];
  const message = name === "owner" ? `${prompt} (from ${guess.source})` : (prompt as string);
  const initial = name === "owner" ? guess.owner : preset(name, answers);
  if (!values) return askText(name, message, initial, answers);
  const { select } = await clack();
  return orCancel(await select({ message, options: values.map((value) => ({ value, label: value })), initialValue: initial }));
}

async function askText(name: OptionName, message: string, initial: string, answers: Record<string, unknown>): Promise<string> {
  const { text } = await clack();
  const validate = (value: string | undefined) => problemWith(name, { ...answers, [name]: value ?? "" });
  return orCancel<string>(await text({ message, initialValue: initial, validate }));
}

export async function confirmSummary(title: string, summary: string): Promise<void> {
  const { confirm, note } = await clack();
  note(summary, title);
  if (!(await orCancel<boolean>(await confirm({ message: "Write these files?" })))) throw await cancelled();
}

async function orCancel<Value>(answer: Value | symbol): Promise<Value> {
  if (typeof answer === "symbol") throw await cancelled();
  return answer;
}

async function cancelled(): Promise<Cancelled> {
  const { cancel } = await clack();
  cancel("Nothing was written.");
  return new Cancelled();
}
