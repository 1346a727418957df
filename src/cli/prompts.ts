import { preset, problemWith } from "../portfolio/questions";
import { type OptionName, optionNames, optionsSchema } from "../portfolio/schema";
import { guessOwner } from "./owner";

/** The user ended the dialogue: nothing is written; exit code 130. */
export class Cancelled extends Error {}

/** Asks for the options that have a question and are not given yet; each answer is checked at once. */
export async function askOptions(given: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = { ...given };
  for (const name of optionNames) {
    if (optionsSchema.properties[name].prompt && answers[name] === undefined) answers[name] = await ask(name, answers);
  }
  // Only one exposure needs to know a host.
  if (answers.exposure === "ingress" && answers.ingressHost === undefined)
    answers.ingressHost = await askText("ingressHost", { message: "Under which host name?" }, answers);
  return answers;
}

/** The prompt library is an ES module, which CommonJS can only load when it is needed. */
export async function clack() {
  const prompts = await import("@clack/prompts");
  prompts.updateSettings({ aliases: { [CTRL_D]: "cancel" } }); // the end of the input, where readline would wait for ever
  return prompts;
}

const CTRL_D = "\u0004";

async function ask(name: OptionName, answers: Record<string, unknown>): Promise<unknown> {
  const { prompt: message = name, enum: values } = optionsSchema.properties[name];
  if (name === "owner") return askOwner(message, answers);
  const initialValue = preset(name, answers);
  if (!values) return askText(name, { message, initialValue }, answers);
  const { select } = await clack();
  return orCancel(await select({ message, options: values.map((value) => ({ value, label: value })), initialValue }));
}

/** The guess is shown where the answer goes, and is gone with the first letter typed. */
function askOwner(message: string, answers: Record<string, unknown>): Promise<string> {
  const guess = guessOwner();
  if (!guess) return askText("owner", { message }, answers);
  const { owner, source } = guess;
  return askText("owner", { message: `${message} (Enter: ${owner}, from ${source})`, placeholder: owner, defaultValue: owner }, answers);
}

interface TextQuestion {
  readonly message: string;
  readonly initialValue?: string;
  readonly placeholder?: string;
  readonly defaultValue?: string;
}

async function askText(name: OptionName, question: TextQuestion, answers: Record<string, unknown>): Promise<string> {
  const { text } = await clack();
  const validate = (value: string | undefined) => problemWith(name, { ...answers, [name]: value || question.defaultValue || "" });
  return orCancel<string>(await text({ ...question, validate }));
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
