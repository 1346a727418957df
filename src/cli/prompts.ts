import type { Ending } from "../child-process";
import { asksForHost, HOST_QUESTION, hintOf, optionsToAsk, preset, problemWith } from "../portfolio/questions";
import { type OptionName, optionsSchema } from "../portfolio/schema";
import { lastLines } from "../synthesis/install";
import { guessAuthor, guessOwner } from "./owner";

/** The user ended the dialogue: nothing is written; exit code 130. */
export class Cancelled extends Error {
  public override readonly name = "Cancelled"; // for who has not loaded this file
}

/** Asks for the options that have a question and are not given yet; each answer is checked at once. */
export async function askOptions(given: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = { ...given };
  for (const name of nameFirst(optionsToAsk(given))) answers[name] = await ask(name, answers);
  if (asksForHost(answers)) answers.ingressHost = await askText("ingressHost", { message: HOST_QUESTION }, answers);
  return answers;
}

/** It is what a person has in mind. */
function nameFirst(names: readonly OptionName[]): OptionName[] {
  return [...names].sort((a, b) => Number(b === "appName") - Number(a === "appName"));
}

/** Where to write it. */
export async function askFolder(preset: string, problem: (folder: string) => string | undefined): Promise<string> {
  const validate = (value: string | undefined) => problem(value || preset);
  return askLine({ message: "Into which new folder?", placeholder: preset, defaultValue: preset, validate });
}

/** The prompt library is an ES module, which CommonJS can only load when it is needed. */
export async function clack() {
  const prompts = await import("@clack/prompts");
  prompts.updateSettings({ aliases: { [CTRL_D]: "cancel" } }); // the end of the input, where readline would wait for ever
  return prompts;
}

const CTRL_D = "\u0004";

async function ask(name: OptionName, answers: Record<string, unknown>): Promise<unknown> {
  const { prompt: message = name, enum: values, derivedDefault: derived = "" } = optionsSchema.properties[name];
  if (name === "owner") return askOwner(message, answers);
  if (name === "author") return askAuthor(message, answers);
  if (MAY_STAY_OPEN.includes(name)) {
    // The name's default follows what is asked later.
    const usual = name === "appName" ? derived.replaceAll("`", "") : preset(name, answers);
    return (await askText(name, { message, placeholder: `Enter: ${usual}` }, answers)) || undefined;
  }
  const initialValue = preset(name, answers);
  if (!values) return askText(name, { message, initialValue }, answers);
  const { select } = await clack();
  return orCancel(await select({ message, options: values.map((value) => choice(value, value, hintOf(name, value))), initialValue }));
}

/** What a line of 80 columns has left beside the marks of a choice. */
const LABEL_WIDTH = 74;

/** A choice with what it means. The library shows a hint of the active choice only, and who compares wants to see all. */
export function choice<Value>(value: Value, name: string, meaning: string): { value: Value; label: string; hint?: string } {
  if (meaning === "") return { value, label: name };
  const label = `${name} (${meaning})`;
  return label.length <= LABEL_WIDTH ? { value, label } : { value, label: name, hint: meaning };
}

/** The guess is shown where the answer goes, and is gone with the first letter typed. */
function askOwner(message: string, answers: Record<string, unknown>): Promise<string> {
  const guess = guessOwner();
  if (!guess) return askText("owner", { message }, answers);
  const { owner, source } = guess;
  return askText("owner", { message, placeholder: `Enter: ${owner}, from ${source}`, defaultValue: owner }, answers);
}

function askAuthor(message: string, answers: Record<string, unknown>): Promise<string> {
  const guess = guessAuthor();
  const author = guess ?? preset("author", answers);
  const placeholder = `Enter: ${author}${guess ? ", from git's user.name" : ""}`;
  return askText("author", { message, placeholder, defaultValue: author }, answers);
}

/** What follows from the other options where nothing is answered. */
const MAY_STAY_OPEN: readonly OptionName[] = ["appName", "summary"];

interface TextQuestion {
  readonly message: string;
  readonly initialValue?: string;
  readonly placeholder?: string;
  readonly defaultValue?: string;
}

function askText(name: OptionName, question: TextQuestion, answers: Record<string, unknown>): Promise<string> {
  const validate = (value: string | undefined) => problemWith(name, { ...answers, [name]: value || question.defaultValue });
  return askLine({ ...question, validate });
}

/** A line of text. What is wrong with it is said beside the mark of the question, where the library would go on below the mark. */
export async function askLine(question: TextQuestion & { validate(typed: string | undefined): string | undefined }): Promise<string> {
  const { text } = await clack();
  const validate = (typed: string | undefined) => besideTheMark(question.validate(typed));
  return orCancel<string>(await text({ ...question, validate }));
}

const MARK_WIDTH = 3;

/** In lines that fit the terminal. A longer word, as a path may be, stays whole. */
function besideTheMark(problem: string | undefined): string | undefined {
  const width = (process.stdout.columns || 80) - MARK_WIDTH;
  const line = new RegExp(`(\\S{${width + 1},}|.{1,${width}})(?: +|$)`, "gm");
  return problem && [...problem.matchAll(line)].map(([, words]) => words).join(`\n${" ".repeat(MARK_WIDTH)}`);
}

/** A question after the work is done. @returns nothing where the person ended the dialogue, which is no failure then */
export async function offered(message: string, initialValue: boolean): Promise<boolean | undefined> {
  const { confirm } = await clack();
  const answer = await confirm({ message, initialValue });
  return typeof answer === "boolean" ? answer : undefined;
}

/** Runs something behind a moving line; what it prints is shown only where it fails. */
export async function behindASpinner(
  title: string,
  work: (output: (text: string) => void) => Promise<Ending>,
  explain: (ending: Ending) => string,
): Promise<Ending> {
  const { spinner } = await clack();
  const line = spinner();
  let printed = "";
  line.start(title);
  const ending = await work((text) => {
    printed += text;
  });
  if (ending === "success") line.stop(`${title}: done`);
  else line.error(explain(ending));
  if (ending === "failure") process.stderr.write(lastLines(printed));
  return ending;
}

export async function confirmSummary(title: string, summary: string): Promise<void> {
  const { confirm, note } = await clack();
  note(summary, title);
  if (!(await orCancel<boolean>(await confirm({ message: "Write these files?" })))) throw await cancelled();
}

/** A question to be answered with yes or no. */
export async function confirmed(message: string): Promise<boolean> {
  const { confirm } = await clack();
  return orCancel<boolean>(await confirm({ message, initialValue: false }));
}

/** What was answered. @param state what is said where not @throws Cancelled where the person ended the dialogue */
export async function orCancel<Value>(answer: Value | symbol, state?: string): Promise<Value> {
  if (typeof answer === "symbol") throw await cancelled(state);
  return answer;
}

async function cancelled(state = "Nothing was written."): Promise<Cancelled> {
  const { cancel } = await clack();
  cancel(state);
  return new Cancelled();
}
