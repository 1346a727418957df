import { basename, dirname, join, relative, resolve } from "node:path";
import type { Detected } from "../adopt/detect";
import type { DockerfileOffer } from "../adopt/dockerfile-offer";
import type { OpenOption } from "../adopt/proposal";
import type { Tree } from "../files/tree";
import { flagOf } from "../portfolio/option-text";
import type { PortfolioOptions } from "../portfolio/options";
import { optionsSchema } from "../portfolio/schema";
import { type Adoption, planAdoption } from "../synthesis/adopt-repository";
import { assertAdoptable } from "../synthesis/adoptable";
import { dockerfileTree } from "../synthesis/dockerfile";
import { nestedIn } from "../synthesis/nested";
import { UsageError } from "../usage-error";
import { type Case, type Choice, type Given, optionsOf } from "./adopt-case";
import { choose } from "./adopt-choice";
import { adoptionAsJson, differenceText, doneText, planText, short } from "./adopt-text";
import type { Arguments } from "./command";
import type { adopt as command } from "./commands/adopt";
import { isInteractive } from "./interactive";
import { originOf } from "./origin";
import { withOwner } from "./owner";

type How = Arguments<typeof command.flags>["flags"];

/** Puts the delivery of a repository that a person had before beside it, and into it as new files on a branch. */
export async function adopt(path: string, given: Given, how: How): Promise<void> {
  const interactive = !how.yes && !how.json && isInteractive();
  await assertAdoptable(path);
  // A bundle of its own: no other command pays for it.
  const { detect, report } = await import("../adopt/adopt.js");
  const detected = detect(resolve(path));
  if (!how.json) process.stdout.write(`${report(detected)}\n`);
  await adoptDetected(path, detected, given, how, interactive).catch((error) => {
    const problem = error instanceof Error ? error.message : String(error);
    if (how.json) process.stdout.write(`${JSON.stringify({ dryRun: Boolean(how["dry-run"]), detected, problem }, null, 2)}\n`);
    throw error;
  });
}

async function adoptDetected(path: string, detected: Detected, given: Given, how: How, interactive: boolean): Promise<void> {
  const choice = await choose(detected, given, interactive);
  const cases = await casesOf(path, choice, given);
  const answered: Case[] = [];
  for (const one of cases) answered.push(interactive ? await (await import("./adopt-prompts.js")).askOpen(one, cases.length > 1) : one);
  for (const { options } of answered) assertUnprivileged(options);
  if (!interactive && reportsOpen(detected, answered, how)) return;
  const more = await dockerfilesFor(path, answered, interactive, how);
  const all = choice.isWhole ? answered[0]!.options : severalOptions(path, given, answered);
  const options = interactive ? await (await import("./prompts.js")).askOptions(all) : withOwner({ ...all });
  const adoption = await planAdoption(path, options as unknown as PortfolioOptions, more);
  await finish(
    adoption,
    detected,
    [...answered.flatMap(notesOf), ...(await nestedNotes(adoption)), ...(await brokenNotes(adoption))],
    how,
    interactive,
  );
}

/** Each service with what is said of it, and what its files tell. */
async function casesOf(path: string, { chosen, isWhole }: Choice, given: Given): Promise<Case[]> {
  const { namesFor, proposalOf, workerNote } = await import("../adopt/adopt.js");
  const { appRepository, appName, ...more } = await namesOf(path, given);
  const names = isWhole
    ? []
    : namesFor(
        chosen.map(({ service }) => service),
        String(appRepository),
      );
  return chosen.map(({ service, said }, place) => {
    const proposal = proposalOf(service, said);
    const known = isWhole ? { appRepository, ...(appName !== undefined && { appName }), ...more } : { name: names[place] };
    return {
      service,
      said,
      known,
      proposal,
      options: optionsOf(known, proposal, said),
      note: said.worker === undefined ? workerNote(service) : undefined,
    };
  });
}

/** The services in the list of a portfolio, whose options of the whole are what else is said. */
function severalOptions(path: string, given: Given, cases: readonly Case[]): Given {
  const { services: _, appRepository: said, ...whole } = given;
  const origin = originOf(path);
  const repository = said ?? origin?.repository ?? basename(resolve(path));
  return { ...(origin && { owner: origin.owner }), ...whole, services: cases.map(({ options }) => ({ ...options, repository })) };
}

/** Of several services each note says of which. */
function notesOf({ proposal: { notes }, options: { name } }: Case): string[] {
  return notes.map((note) => (name === undefined ? note : `${name}: ${note}`));
}

/** What comes beside the repository. */
async function nestedNotes({ folder, beside }: Adoption): Promise<string[]> {
  return (await Promise.all(beside.map(({ name }) => nestedIn(join(dirname(folder), name))))).flat();
}

const MAX_BROKEN = 5;

/** What is broken there already: the pipeline says so at its first run, and holds no image back for it. */
async function brokenNotes({ folder }: Adoption): Promise<string[]> {
  const { brokenIn } = await import("../doctor/doctor.js");
  const found = brokenIn(folder);
  const notes = found
    .slice(0, MAX_BROKEN)
    .map(
      ({ id, file, line, cause }) => `${relative(folder, file)}:${line} is broken: ${cause} (create-devops-portfolio doctor explain ${id})`,
    );
  const more = found.length - notes.length;
  return more > 0 ? [...notes, `${more} more are broken: create-devops-portfolio doctor ${short(folder)}`] : notes;
}

async function finish(adoption: Adoption, detected: Detected, notes: readonly string[], how: How, interactive: boolean): Promise<void> {
  const dryRun = Boolean(how["dry-run"]);
  if (interactive && !dryRun) await (await import("./prompts.js")).confirmSummary(basename(adoption.folder), planText(adoption, notes));
  const problems = dryRun ? [] : await adoption.apply();
  if (how.json) process.stdout.write(`${JSON.stringify({ dryRun, detected, ...adoptionAsJson(adoption, notes), problems }, null, 2)}\n`);
  else process.stdout.write(dryRun ? differenceText(adoption, notes) : doneText(adoption, notes));
  if (problems.length > 0) process.stderr.write(`${problems.join("\n")}\n`);
}

/** GitHub's names where there is a remote, else those of the folder. */
async function namesOf(path: string, given: Given): Promise<Given> {
  const { labelOf } = await import("../adopt/adopt.js");
  const origin = originOf(path);
  const repository = (given.appRepository as string | undefined) ?? origin?.repository ?? basename(resolve(path));
  const name = labelOf(repository);
  return { appRepository: repository, ...(name && { appName: name }), ...(origin && { owner: origin.owner }) };
}

/** Nobody is there to answer: what is open is said, with what answers it. @returns whether that is all that is to be done */
function reportsOpen(detected: Detected, cases: readonly Case[], how: How): boolean {
  const open = cases.flatMap((one) => one.proposal.open.map((question) => ({ ...question, of: one })));
  const needed = open.filter(({ otherwise }) => otherwise === undefined);
  if (needed.length === 0) return false;
  if (!(how.json && how["dry-run"])) throw new UsageError(openText(cases, needed).join("\n"));
  const questions = open.map(({ option, candidates, otherwise, of }) => ({
    ...(isListed(of) && { service: of.options.name, dockerfile: of.service.dockerfile }),
    option,
    flag: `--${flagOf(option)}`,
    candidates,
    otherwise,
  }));
  const notes = cases.flatMap(notesOf);
  process.stdout.write(`${JSON.stringify({ dryRun: true, detected, open: questions, notes }, null, 2)}\n`);
  return true;
}

const isListed = ({ options }: Case): boolean => options.name !== undefined;

/** A line a question, and how to answer. */
function openText(cases: readonly Case[], needed: readonly (OpenOption & { readonly of: Case })[]): string[] {
  const lines = needed.map(({ of, ...question }) => (isListed(of) ? `${of.options.name}: ${openLine(question, "")}` : openLine(question)));
  const notes = cases.flatMap(({ note, options: { name } }) => (note ? [name === undefined ? note : `${name}: ${note}`] : []));
  if (!cases.some(isListed)) return [...lines, ...notes];
  const items = cases.map(({ service: { dockerfile, folder }, options: { name }, proposal }) => {
    const asked = proposal.open.filter(({ otherwise }) => otherwise === undefined).map(({ option }) => `, ${option}: …`);
    return `  - { name: ${name}, ${dockerfile ? `dockerfile: ${dockerfile}` : `buildContext: ${folder || "."}`}${asked.join("")} }`;
  });
  return [
    ...lines,
    ...notes,
    "Say it in a file for --config, which also leaves out the services that are not in it:",
    "services:",
    ...items,
  ];
}

/** Most images of nginx and Apache listen at 80. */
function assertUnprivileged({ port, name }: Given): void {
  if (port === undefined || Number(port) >= 1024) return;
  throw new UsageError(
    `${name === undefined ? "" : `${name}: `}port ${port}: only root may listen below 1024, and the cluster lets nobody run as root. Let it listen at 8080 or above (nginx: listen 8080, FROM nginxinc/nginx-unprivileged), commit that, and run adopt again`,
  );
}

function openLine({ option, candidates }: OpenOption, how = `: give it with --${flagOf(option)}`): string {
  const said = candidates.map(({ value }) => String(value)).join(" or ");
  const { enum: values, allowed = values?.join(", ") } = optionsSchema.properties[option];
  const choice = said === "" && (option === "setup" || option === "metrics") ? ` (${allowed})` : "";
  return `${option}: the files ${said ? `leave a choice (${said})` : "do not tell it"}${how}${choice}`;
}

/** A Dockerfile where there is none, which is the person's at once. */
async function dockerfilesFor(path: string, cases: readonly Case[], interactive: boolean, how: How): Promise<Tree> {
  const { offerFor } = await import("../adopt/adopt.js");
  const trees: Tree[] = [];
  for (const { service, options } of cases) {
    if (service.dockerfile !== undefined) continue;
    const { setup: language, port } = options;
    const found = await offered(String(language), interactive, (start) =>
      offerFor(resolve(path), service, { language, port, start: start ?? how.start }),
    );
    trees.push(dockerfileTree(found.template, found.scope, service.folder));
  }
  return new Map(trees.flatMap((tree) => [...tree]));
}

async function offered(
  language: string,
  interactive: boolean,
  offer: (start?: string) => DockerfileOffer | { readonly because: string },
): Promise<DockerfileOffer> {
  let found = offer();
  if (interactive) {
    const prompts = await import("./adopt-prompts.js");
    if ("because" in found) found = offer(await prompts.askStart());
    if (!("because" in found) && !(await prompts.takesDockerfile(language)))
      throw new UsageError("Write a Dockerfile, commit it, and run adopt again");
  }
  if ("because" in found) throw new UsageError(`there is no Dockerfile, and none can be written: ${found.because}`);
  return found;
}
