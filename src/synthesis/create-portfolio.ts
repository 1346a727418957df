import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Portfolio } from "../portfolio/portfolio";
import { repositoriesOf } from "../portfolio/repositories";
import { readRecordIfSound } from "../repositories/record";
import { commitByHand, firstCommit } from "./first-commit";
import { folderPages } from "./folder-pages";
import { describe, type RenderedRepository, renderPortfolio, type WrittenRepository, writeRepositories } from "./render-portfolio";
import { writeAtomically } from "./staging";

/** What would be written. */
export function preview(portfolio: Portfolio, directory: string): WrittenRepository[] {
  return renderPortfolio(portfolio, directory).map(describe);
}

/** Writes a portfolio into a new or empty directory: all of it or nothing. */
export async function createPortfolio(portfolio: Portfolio, directory: string, { git }: { git: boolean }): Promise<WrittenRepository[]> {
  const repositories = renderPortfolio(portfolio, directory);
  const problems = await writeAtomically(directory, async (staging) => {
    writeRepositories(repositories, staging);
    for (const { name, content } of folderPages(portfolio)) writeFileSync(join(staging, name), content);
    return git ? commitAll(repositories, staging, portfolio) : [];
  });
  if (problems.length > 0) process.stderr.write(withoutCommit(problems, directory));
  return repositories.map(describe);
}

/** Whether a directory holds this very portfolio already, whole. */
export function isComplete(portfolio: Portfolio, directory: string): boolean {
  return repositoriesOf(portfolio).every(({ role, name }) => {
    const record = readRecordIfSound(join(directory, name));
    return record?.role === role && JSON.stringify(record.options) === JSON.stringify(portfolio.options);
  });
}

interface Problem {
  readonly name: string;
  readonly reason: string;
}

async function commitAll(repositories: readonly RenderedRepository[], staging: string, portfolio: Portfolio): Promise<Problem[]> {
  const attempts = repositories.map(async ({ name }) => ({ name, reason: await firstCommit(join(staging, name), portfolio) }));
  return (await Promise.all(attempts)).flatMap(({ name, reason }) => (reason === undefined ? [] : [{ name, reason }]));
}

/** An optional step that failed: what there is stays, and this is how to do it by hand. */
function withoutCommit(problems: readonly Problem[], directory: string): string {
  const lines = problems.map(({ name }) => `  ${commitByHand(join(directory, name))}\n`);
  return `No first commit: ${problems[0].reason}. The files are complete. To commit them yourself:\n${lines.join("")}`;
}
