import { basename, resolve } from "node:path";
import type { Detected, DetectedService } from "../adopt/detect";
import type { DockerfileOffer } from "../adopt/dockerfile-offer";
import type { OpenOption, Proposal } from "../adopt/proposal";
import type { Tree } from "../files/tree";
import { flagOf } from "../portfolio/option-text";
import type { PortfolioOptions } from "../portfolio/options";
import { optionsSchema } from "../portfolio/schema";
import { type Adoption, planAdoption } from "../synthesis/adopt-repository";
import { assertAdoptable } from "../synthesis/adoptable";
import { dockerfileTree } from "../synthesis/dockerfile";
import { UsageError } from "../usage-error";
import { adoptionAsJson, differenceText, doneText, planText } from "./adopt-text";
import type { Arguments } from "./command";
import type { adopt as command } from "./commands/adopt";
import { isInteractive } from "./interactive";
import { originOf } from "./origin";
import { withOwner } from "./owner";

type How = Arguments<typeof command.flags>["flags"];
type Given = Readonly<Record<string, unknown>>;

/** Puts the delivery of a repository that a person had before beside it, and into it as new files on a branch. */
export async function adopt(path: string, given: Given, how: How): Promise<void> {
  const interactive = !how.yes && !how.json && isInteractive();
  await assertAdoptable(path);
  // A bundle of its own: no other command pays for it.
  const { detect, offerFor, proposalOf, report, workerNote } = await import("../adopt/adopt.js");
  const detected = detect(resolve(path));
  if (!how.json) process.stdout.write(`${report(detected)}\n`);

  const service = await chosen(detected, given, interactive);
  const note = given.worker === undefined ? workerNote(service) : undefined;
  const asked = note && interactive && (await (await import("./adopt-prompts.js")).isWorker()) ? { ...given, worker: true } : given;
  const proposal = proposalOf(service, asked);
  const known = { ...namesOf(path, given), ...proposal.options, ...asked, runtime: "container" };
  const answered: Given = interactive ? await (await import("./adopt-prompts.js")).askOpen(proposal.open, known) : known;
  assertUnprivileged(answered.port);
  if (!interactive && reportsOpen(detected, proposal, how, note)) return;
  const more = await dockerfileFor(service, answered, interactive, (start) =>
    offerFor(resolve(path), service, { language: answered.setup, port: answered.port, start: start ?? how.start }),
  );
  const options = interactive ? await (await import("./prompts.js")).askOptions(answered) : withOwner({ ...answered });
  const adoption = await planAdoption(path, options as unknown as PortfolioOptions, more);
  await finish(adoption, detected, proposal, how, interactive);
}

async function finish(adoption: Adoption, detected: Detected, { notes }: Proposal, how: How, interactive: boolean): Promise<void> {
  const dryRun = Boolean(how["dry-run"]);
  if (interactive && !dryRun) await (await import("./prompts.js")).confirmSummary(basename(adoption.folder), planText(adoption, notes));
  const problems = dryRun ? [] : await adoption.apply();
  if (how.json) process.stdout.write(`${JSON.stringify({ dryRun, detected, ...adoptionAsJson(adoption, notes), problems }, null, 2)}\n`);
  else process.stdout.write(dryRun ? differenceText(adoption, notes) : doneText(adoption, notes));
  if (problems.length > 0) process.stderr.write(`${problems.join("\n")}\n`);
}

/** One service of those that were found: a repository is adopted for one. */
async function chosen({ services }: Detected, given: Given, interactive: boolean): Promise<DetectedService> {
  if (services.length === 0)
    throw new UsageError(
      "no service was found: there is neither a Dockerfile nor a manifest of Node, Python, Go or Java. Write a Dockerfile first",
    );
  const fitting = services.filter((service) => fits(service, given));
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  const lines = services.map((service) => `  ${flagFor(service)}`).join("\n");
  if (!only) throw new UsageError(`no service was found that is built so. There are:\n${lines}`);
  if (interactive) return (await import("./adopt-prompts.js")).askService(fitting);
  throw new UsageError(`there are several services, of which one can be adopted: say which one by\n${lines}`);
}

function fits(service: DetectedService, { dockerfile, buildContext }: Given): boolean {
  if (dockerfile !== undefined && service.dockerfile !== undefined) return service.dockerfile === dockerfile;
  return buildContext === undefined || service.dockerfile !== undefined || (service.folder || ".") === buildContext;
}

function flagFor({ dockerfile, folder }: DetectedService): string {
  return dockerfile === undefined ? `--build-context ${folder || "."}` : `--dockerfile ${dockerfile}`;
}

/** GitHub's names where there is a remote, else those of the folder. */
function namesOf(path: string, given: Given): Given {
  const origin = originOf(path);
  const repository = (given.appRepository as string | undefined) ?? origin?.repository ?? basename(resolve(path));
  const name = repository
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 53);
  return { appRepository: repository, ...(name && { appName: name }), ...(origin && { owner: origin.owner }) };
}

/** Nobody is there to answer: what is open is said, with the flag that answers it. @returns whether that is all that is to be done */
function reportsOpen(detected: Detected, { open, notes }: Proposal, how: How, note: string | undefined): boolean {
  const needed = open.filter(({ otherwise }) => otherwise === undefined);
  if (needed.length === 0) return false;
  if (!(how.json && how["dry-run"])) throw new UsageError([...needed.map(openLine), ...(note ? [note] : [])].join("\n"));
  const questions = open.map(({ option, candidates, otherwise }) => ({ option, flag: `--${flagOf(option)}`, candidates, otherwise }));
  process.stdout.write(`${JSON.stringify({ dryRun: true, detected, open: questions, notes }, null, 2)}\n`);
  return true;
}

/** Most images of nginx and Apache listen at 80. */
function assertUnprivileged(port: unknown): void {
  if (port === undefined || Number(port) >= 1024) return;
  throw new UsageError(
    `port ${port}: only root may listen below 1024, and the cluster lets nobody run as root. Let it listen at 8080 or above (nginx: listen 8080, FROM nginxinc/nginx-unprivileged), commit that, and run adopt again`,
  );
}

function openLine({ option, candidates }: OpenOption): string {
  const said = candidates.map(({ value }) => String(value)).join(" or ");
  const { enum: values, allowed = values?.join(", ") } = optionsSchema.properties[option];
  const choice = said === "" && (option === "setup" || option === "metrics") ? ` (${allowed})` : "";
  return `${option}: the files ${said ? `leave a choice (${said})` : "do not tell it"}: give it with --${flagOf(option)}${choice}`;
}

/** A Dockerfile where there is none, which is the person's at once. */
async function dockerfileFor(
  { dockerfile, folder }: DetectedService,
  answered: Given,
  interactive: boolean,
  offer: (start?: string) => DockerfileOffer | { readonly because: string },
): Promise<Tree> {
  if (dockerfile !== undefined) return new Map();
  let found = offer();
  if (interactive) {
    const prompts = await import("./adopt-prompts.js");
    if ("because" in found) found = offer(await prompts.askStart());
    if (!("because" in found) && !(await prompts.takesDockerfile(String(answered.setup))))
      throw new UsageError("Write a Dockerfile, commit it, and run adopt again");
  }
  if ("because" in found) throw new UsageError(`there is no Dockerfile, and none can be written: ${found.because}`);
  return dockerfileTree(found.template, found.scope, folder);
}
