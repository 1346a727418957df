import type { Sibling } from "../repositories/neighbours";
import { commitAll } from "../synthesis/commit";
import { isInteractive } from "./interactive";

interface How {
  readonly commit?: boolean;
  readonly json?: boolean;
}

/**
 * One commit a repository, if a person wants that: with `--commit`, or asked at a terminal.
 *
 * @param repositories those that were clean before the command changed them
 * @returns those that have it
 */
export async function offerCommits(
  repositories: readonly Sibling[],
  message: string,
  { commit = false, json = false }: How,
): Promise<Sibling[]> {
  if (repositories.length === 0) return [];
  const count = repositories.length === 1 ? "the repository" : `each of ${repositories.length} repositories`;
  const asked = !commit && !json && isInteractive();
  const wanted = commit || (asked && (await (await import("./prompts.js")).offered(`Commit that in ${count}? "${message}"`, true)));
  if (!wanted) return [];
  const done: Sibling[] = [];
  for (const repository of repositories) {
    const problem = await commitAll(repository, message);
    if (problem === undefined) done.push(repository);
    else {
      process.stderr.write(
        `${repository.folder}: written, but not committed: ${problem}. Then commit by hand: git add --all && git commit\n`,
      );
      process.exitCode = 1;
    }
  }
  if (!json) for (const { folder } of done) process.stdout.write(`${folder}: committed\n`);
  return done;
}
