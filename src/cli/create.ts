import { basename, join, relative, resolve } from "node:path";
import { type Ending, runShell } from "../child-process";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio, type Service } from "../portfolio/portfolio";
import { PortfolioError } from "../portfolio/problems";
import { warningsOf } from "../portfolio/warnings";
import { createPortfolio, preview } from "../synthesis/create-portfolio";
import { folderPages } from "../synthesis/folder-pages";
import { installDependencies, notInstalled } from "../synthesis/install";
import { nestedIn } from "../synthesis/nested";
import type { WrittenRepository } from "../synthesis/render-portfolio";
import { assertNewOrEmpty } from "../synthesis/staging";
import { UsageError } from "../usage-error";
import type { Arguments } from "./command";
import type { create as command } from "./commands/create";
import { isInteractive } from "./interactive";
import { dockerAnswers } from "./machine";
import { nextSteps } from "./next-steps";
import { ownerExample, withOwner } from "./owner";
import { answersInWords, summary, tree, warningLines } from "./report";

type How = Arguments<typeof command.flags>["flags"];

/** Where a portfolio goes if nobody says where. */
const DEFAULT_FOLDER = "devops-portfolio";

/** Writes one portfolio into a directory: from what was given, the user's answers and the defaults. */
export async function create(path: string | undefined, given: Record<string, unknown>, how: How): Promise<void> {
  const interactive = !how.yes && !how.json && isInteractive();
  const directory = resolve(path ?? (interactive ? await askedFolder() : DEFAULT_FOLDER));
  assertNewOrEmpty(directory);
  const portfolio = await choose(given, interactive);
  const warnings = [...warningsOf(portfolio), ...(how["no-git"] ? [] : await nestedIn(directory))];
  const pages = folderPages(portfolio).map(({ name }) => name);

  if (how["dry-run"])
    return print(how, { directory, warnings, repositories: preview(portfolio, directory), pages }, (all) => tree(all, pages));
  if (interactive) await confirmed(portfolio, directory, warnings, pages);

  const asked = how.json ? false : dockerAnswers(); // which takes its time
  const repositories = await createPortfolio(portfolio, directory, { git: !how["no-git"] });
  const ending = how["no-install"] ? undefined : await installAll(portfolio, directory, interactive);
  const docker = await asked;
  const now = { installed: ending === "success", docker };
  print(how, { directory, warnings, repositories, pages }, () => nextSteps(portfolio, shortPath(directory), now));
  if (ending === "interruption") process.exitCode = 130;
  else if (interactive) await (await import("./first-minute.js")).offerToGoOn(portfolio, directory, docker, !how["no-git"]);
}

async function askedFolder(): Promise<string> {
  const problem = (folder: string) => {
    try {
      assertNewOrEmpty(resolve(folder));
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  return (await import("./prompts.js")).askFolder(DEFAULT_FOLDER, problem);
}

/** What went worst. */
async function installAll({ services }: Portfolio, directory: string, interactive: boolean): Promise<Ending> {
  let worst: Ending = "success";
  for (const service of services) {
    const folder = join(directory, service.repository);
    const ending = interactive ? await installSeen(service, folder) : await installDependencies(service, folder);
    if (ending === "interruption") return ending;
    if (ending === "failure") worst = ending;
  }
  return worst;
}

async function installSeen({ name, runtime }: Service, folder: string): Promise<Ending> {
  const { install } = runtime.commands;
  if (install === undefined) return "success";
  const { behindASpinner } = await import("./prompts.js");
  const title = `Installing the dependencies of ${name}`;
  return behindASpinner(
    title,
    (output) => runShell(folder, install, output),
    (ending) => notInstalled(install, folder, ending),
  );
}

async function choose(given: Record<string, unknown>, interactive: boolean): Promise<Portfolio> {
  const answered = interactive ? await (await import("./prompts.js")).askOptions(given) : withOwner(given);
  try {
    return resolvePortfolio(answered as unknown as PortfolioOptions);
  } catch (error) {
    if (answered.owner !== undefined || !(error instanceof PortfolioError)) throw error;
    throw new UsageError(`${error.message}\nNobody is asked here: give it with --owner, as in ${ownerExample()}`);
  }
}

async function confirmed(portfolio: Portfolio, directory: string, warnings: readonly string[], pages: readonly string[]): Promise<void> {
  const { confirmSummary } = await import("./prompts.js");
  const text = [answersInWords(portfolio, shortPath(directory)), summary(preview(portfolio, directory), pages), warningLines(warnings)]
    .filter((part) => part !== "")
    .join("\n\n");
  await confirmSummary(`${basename(directory)}/`, text);
}

interface Result {
  readonly directory: string;
  readonly warnings: readonly string[];
  readonly repositories: readonly WrittenRepository[];
  /** Files beside them. */
  readonly pages: readonly string[];
}

function print(how: How, result: Result, text: (repositories: readonly WrittenRepository[]) => string): void {
  const dryRun = Boolean(how["dry-run"]);
  if (how.json) {
    process.stdout.write(`${JSON.stringify({ ...result, dryRun }, null, 2)}\n`);
    return;
  }
  if (result.warnings.length > 0) process.stderr.write(`${warningLines(result.warnings)}\n`);
  process.stdout.write(text(result.repositories));
}

/** Relative while that is short, as a person would type it; the folder itself by its whole path, since it was replaced. */
function shortPath(directory: string): string {
  const path = relative(process.cwd(), directory);
  return path === "" || path.startsWith(join("..", "..")) ? directory : path;
}
