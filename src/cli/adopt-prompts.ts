import type { DetectedService } from "../adopt/detect";
import type { Fact } from "../adopt/fact";
import type { AdoptedOption, OpenOption } from "../adopt/proposal";
import { convert } from "../portfolio/option-text";
import { problemWith } from "../portfolio/questions";
import { optionsSchema } from "../portfolio/schema";
import { type Case, optionsOf } from "./adopt-case";
import { askLine, choice, clack, orCancel } from "./prompts";

const QUESTIONS: Readonly<Record<AdoptedOption, string>> = {
  dockerfile: "Which Dockerfile builds it?",
  buildContext: "From which folder is the image built?",
  runAsUser: "Which number has the user that the image runs as?",
  worker: "Does it answer requests?",
  port: "On which port does it listen?",
  managementPort: "On which port do its probes and metrics answer?",
  healthPath: "Which path answers 200 while it is alive?",
  readyPath: "Which path answers 200 while it can take requests?",
  metrics: "Which library measures its requests?",
  metricsPath: "Under which path are its metrics?",
  statusPath: "At which path does nginx answer its stub_status?",
  setup: "Which language does CI set up?",
  setupVersion: "Which version of the language?",
  installCommand: "What does CI install before it tests?",
  testCommand: "How is it tested?",
  lintCommand: "How is it linted?",
};

interface Choice {
  readonly value: string | number;
  readonly hint: string;
}

/** Asks for what the files of a service do not tell. */
export async function askOpen(one: Case, isOneOfSeveral: boolean): Promise<Case> {
  if (isOneOfSeveral && one.proposal.open.length > 0) (await clack()).log.step(`${one.options.name} (${one.service.dockerfile})`);
  const { service, known, note } = one;
  const said = note !== undefined && (await isWorker()) ? { ...one.said, worker: true } : one.said;
  const proposal = (await import("../adopt/adopt.js")).proposalOf(service, said);
  const answers: Record<string, unknown> = optionsOf(known, proposal, said);
  for (const question of proposal.open) {
    const answer = await ask(question, answers);
    if (answer !== undefined) answers[question.option] = answer;
  }
  return { ...one, said, proposal, options: answers };
}

async function ask({ option, candidates, otherwise }: OpenOption, answers: Record<string, unknown>): Promise<unknown> {
  const message = QUESTIONS[option];
  const choices: Choice[] = [
    ...candidates.map(({ value, evidence }) => ({ value, hint: hintOf(evidence) })),
    ...allowed(option, candidates),
  ];
  const chosen = choices.length === 0 ? undefined : choices[await askChoice(message, choices)];
  if (chosen) return chosen.value;
  return askText(option, message, otherwise, answers);
}

/** @returns its place among the choices, or the one behind the last of them */
async function askChoice(message: string, choices: readonly Choice[]): Promise<number> {
  const { select } = await clack();
  const options = [...choices, { value: "something else", hint: "" }].map(({ value, hint }, place) => choice(place, String(value), hint));
  return orCancel<number>(await select({ message, options }));
}

/** What an option may be, where that is a short list. */
function allowed(option: AdoptedOption, candidates: readonly Fact[]): Choice[] {
  const values = optionsSchema.properties[option].enum ?? [];
  return values.filter((value) => !candidates.some((candidate) => candidate.value === value)).map((value) => ({ value, hint: "" }));
}

async function askText(option: AdoptedOption, message: string, otherwise: string | undefined, answers: Record<string, unknown>) {
  const validate = (typed: string | undefined) => {
    if (!typed) return otherwise === undefined ? "say it, or end with Ctrl-C" : undefined;
    return problemWith(option, { owner: "nobody", ...flat(answers), [option]: convert(option, typed) });
  };
  const typed = await askLine({ message, validate, ...(otherwise && { placeholder: `Enter: none, ${otherwise}` }) });
  return typed ? convert(option, typed) : undefined;
}

/** A service of several under the names of the options that describe the only one. */
function flat({ name, ...answers }: Record<string, unknown>): Record<string, unknown> {
  return { ...answers, ...(name !== undefined && { appName: name }) };
}

function hintOf(evidence: Fact["evidence"]): string {
  return evidence.map(({ file, line }) => `${file}:${line}`).join(", ");
}

/** Whether a service answers no requests, of which no server is known. */
async function isWorker(): Promise<boolean> {
  const { confirm } = await clack();
  const message =
    "No HTTP server was recognised. Does it answer requests? (No: it takes work from a queue, is a bot or runs on a schedule)";
  return !(await orCancel<boolean>(await confirm({ message })));
}

export async function askService(services: readonly DetectedService[]): Promise<DetectedService> {
  const { select } = await clack();
  const options = services.map((service) => ({ value: service, label: service.dockerfile ?? (service.folder || "."), hint: "" }));
  return orCancel<DetectedService>(await select({ message: "Which of its services?", options }));
}

/** Those that have an image: all, unless a person leaves some out. @param unclear of which some may be the same: none is chosen */
export async function askServices(
  services: readonly DetectedService[],
  unclear: readonly DetectedService[],
): Promise<readonly DetectedService[]> {
  const { multiselect } = await clack();
  const options = services.map((service) => ({ value: service, label: service.dockerfile ?? "", hint: "" }));
  const message = "Which of its services? They share this repository, and each gets an image and a chart of its own.";
  return orCancel<DetectedService[]>(
    await multiselect({ message, options, initialValues: services.filter((service) => !unclear.includes(service)), required: true }),
  );
}

export async function askStart(): Promise<string> {
  const validate = (typed: string | undefined) => (typed ? undefined : "say it, or end with Ctrl-C");
  return askLine({ message: "Which command starts it? A Dockerfile needs to know.", validate });
}

export async function takesDockerfile(language: string): Promise<boolean> {
  const { confirm } = await clack();
  return orCancel<boolean>(await confirm({ message: `There is no Dockerfile. Add one for ${language}, which is yours then?` }));
}
