import { dirname, resolve } from "node:path";
import { apply, type Dialogue } from "../github/apply";
import { commandsOf } from "../github/commands";
import type { LocalRepository } from "../github/desired";
import { leftForPerson } from "../github/left";
import { obstacles } from "../github/obstacles";
import { type Publication, plan } from "../github/plan";
import { readPublication } from "../github/publication";
import { isForPerson, type Step } from "../github/steps";
import { uncommitted } from "../github/uncommitted";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { repositoriesIn } from "../repositories/neighbours";
import { type PortfolioRecord, RECORD, readRecord, recordedService, samePortfolio } from "../repositories/record";
import { brokenGits } from "../synthesis/broken-git";
import { Failure, UsageError } from "../usage-error";
import type { Arguments } from "./command";
import type { publish as command } from "./commands/publish";
import { isInteractive } from "./interactive";

type How = Arguments<typeof command.flags>["flags"];

/** Reads what GitHub has, says what it lacks, and does that when a person agrees. */
export async function publish(directory: string, how: How): Promise<void> {
  const { portfolio, repositories, damaged } = await portfolioIn(resolve(directory));
  for (const problem of damaged) process.stderr.write(`${problem}\n`);
  if (damaged.length > 0) process.exitCode = 1;
  const askedPublic = how.public === true;
  const read = () => readPublication(portfolio, repositories, { isPublic: askedPublic, app: how.app === true });
  const before = await read();
  const steps = plan(before);
  const hindrances = obstacles(before).join("");
  if (how.check) return check(before, steps, { hindrances, damaged }, askedPublic);
  if (hindrances !== "") throw new Failure(`This cannot be published as it is:\n${hindrances}Nothing was changed.`);
  process.stdout.write(planText(before, steps, how["dry-run"] === true, askedPublic));
  if (how["dry-run"] || steps.length === 0) return report(before, askedPublic);

  const interactive = !how.yes && isInteractive();
  if (!interactive && !how.yes) throw new UsageError("Nobody can be asked here: give --yes to do what is planned");
  const { askToPublish, atTheTerminal } = await import("./publish-prompts.js");
  if (interactive)
    await askToPublish(
      steps.length,
      before.repositories.some(({ desired }) => desired.isPublic),
    );
  const say: Dialogue["say"] = (text) => void process.stdout.write(`${text}\n`);
  await apply(steps, before, { say, ...(interactive && atTheTerminal) });
  report(await read(), askedPublic);
}

interface OnDisk {
  readonly portfolio: Portfolio;
  readonly repositories: LocalRepository[];
  /** What cannot be read there, and what to do: a sentence each. */
  readonly damaged: string[];
}

/** The portfolio of a folder that holds its repositories, or is one of them. */
async function portfolioIn(folder: string): Promise<OnDisk> {
  const own = readRecord(folder);
  const unread: string[] = [];
  const found = repositoriesIn(own ? dirname(folder) : folder, (text) => void unread.push(text));
  const record = own ?? found[0]?.record;
  if (!record) throw new UsageError([...unread, `${folder} is no portfolio: no repository in it has a ${RECORD}`].join("\n"));
  const others = found.filter((other) => !samePortfolio(other.record, record));
  if (!own && others.length > 0) {
    throw new UsageError(
      `${folder} holds repositories of several portfolios: give a repository of the one to publish, such as ${found[0].folder}`,
    );
  }
  const repositories = found.filter((other) => samePortfolio(other.record, record));
  return {
    portfolio: resolvePortfolio(record.options as PortfolioOptions),
    repositories: repositories.map(({ folder: place, record: its }) => ({
      role: its.role,
      id: its.id,
      folder: place,
      name: nameOf(its),
      ...(its.role === "app" && { service: recordedService(its).name }),
    })),
    damaged: [...unread, ...(await brokenGits(repositories))],
  };
}

function nameOf(record: PortfolioRecord): string {
  return record.role === "app" ? recordedService(record).repository : record.options[`${record.role}Repository`];
}

function planText(publication: Publication, steps: readonly Step[], withCommands: boolean, askedPublic: boolean): string {
  const { owner, repositories } = publication;
  if (steps.length === 0) return "Everything is there.\n";
  const isPublic = repositories.some(({ desired }) => desired.isPublic);
  const whose = `${owner.isOrganization ? "the organization " : ""}${owner.login}`;
  const visibility = isPublic
    ? "PUBLIC: everybody can read them, with their whole history."
    : `private: only you, and whom you invite, can read them (${askedPublic ? "as before: their settings make them public" : "--public for the world"}).`;
  const lines = steps.map((step) => {
    const line = `  ${step.repository.name}: ${step.title}`;
    return withCommands ? `${line}\n${commandsOf(step, steps, publication).replace(/^/gm, "    ")}` : line;
  });
  const kept = repositories.flatMap(({ desired, local }) =>
    local.changed > 0 ? [`${desired.name}: ${uncommitted(desired, local)}\n`] : [],
  );
  return `At GitHub, for ${whose}, ${visibility}\n\n${lines.join("\n")}\n\n${kept.length > 0 ? `${kept.join("")}\n` : ""}`;
}

/** What keeps this portfolio from being published, and which of its neighbours could not be read. */
interface Trouble {
  readonly hindrances: string;
  readonly damaged: readonly string[];
}

function check(publication: Publication, steps: readonly Step[], { hindrances, damaged }: Trouble, askedPublic: boolean): void {
  // A run that has not ended lacks nothing yet.
  const running = publication.repositories.filter(({ actual }) => actual?.run && actual.run.status !== "completed");
  const isRunning = ({ kind, repository }: Step) => kind === "run" && running.some(({ desired }) => desired === repository);
  const drift = steps.filter((step) => !isForPerson(step) && !isRunning(step));
  const lines = drift.map(({ repository, title }) => `  ${repository.name}: ${title}\n`);
  if (lines.length > 0) process.stdout.write(`GitHub lacks:\n${lines.join("")}`);
  if (hindrances !== "") process.stdout.write(`This cannot be published as it is:\n${hindrances}`);
  if (drift.length > 0 || hindrances !== "") process.exitCode = 1;
  else
    process.stdout.write(damaged.length === 0 ? "GitHub has what it should.\n" : "GitHub has what it should of what could be read here.\n");
  report(publication, askedPublic);
}

/** Where everything is, how it does, and what only a person can do. */
function report(publication: Publication, askedPublic: boolean): void {
  const there = publication.repositories.filter(({ actual }) => actual);
  if (there.length === 0) return;
  const rows = there.flatMap(({ desired: { url, workflow }, actual }) => {
    const state = actual?.run ? `${workflow} ${actual.run.conclusion ?? actual.run.status}` : `${workflow} has not run`;
    const site = actual?.site === undefined ? [] : [[actual.site, "site", ""] as const];
    return [[url, actual?.isPublic ? "public" : "private", state] as const, ...site];
  });
  const width = Math.max(...rows.map(([url]) => url.length));
  const table = rows
    .map(([url, visibility, state]) => `  ${url.padEnd(width)}  ${visibility.padEnd(7)}  ${state}`.trimEnd().concat("\n"))
    .join("");
  const left = leftForPerson(publication, askedPublic);
  const rest = left.length === 0 ? "" : `\nLeft for you:\n${left.map((line) => `  - ${line}\n`).join("")}`;
  process.stdout.write(`\n${table}${rest}`);
}
