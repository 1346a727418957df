import { relative } from "node:path";
import { PortfolioError } from "../portfolio/problems";
import type { Sibling } from "../repositories/neighbours";
import { repositoriesAt } from "../synthesis/locate";
import { type RepositoryStatus, statusOf } from "../synthesis/status";
import { Failure } from "../usage-error";

interface How {
  readonly json: boolean;
}

interface Unknown {
  readonly folder: string;
  readonly problem: string;
}

/** A line a file that differs, a line a repository that differs from its siblings. */
export function status(path: string, { json }: How): void {
  const repositories = repositoriesAt(path, (text) => {
    process.stderr.write(`${text}\n`);
    process.exitCode = 1; // nobody knows how that one stands
  });
  const results = repositories.map(statusOrProblem);
  if (json) process.stdout.write(`${JSON.stringify({ repositories: results }, null, 2)}\n`);
  else for (const result of results) process.stdout.write(`${linesOf(result).join("\n")}\n`);
  if (results.some((result) => "problem" in result)) process.exitCode = 1;
}

/** One that cannot be looked at keeps the others not waiting. */
function statusOrProblem(repository: Sibling): RepositoryStatus | Unknown {
  try {
    return statusOf(repository);
  } catch (error) {
    if (!(error instanceof Failure || error instanceof PortfolioError)) throw error;
    return { folder: repository.folder, problem: error.message };
  }
}

function linesOf(result: RepositoryStatus | Unknown): string[] {
  const name = shown(result.folder);
  if ("problem" in result) return [`${name}: ${result.problem}`];
  const { files, siblings, version } = result;
  const width = Math.max(...files.map((file) => file.path.length), 0);
  return [
    `${name}: ${files.length === 0 ? "as the tool writes it" : `${files.length} ${files.length === 1 ? "file differs" : "files differ"}`}`,
    ...files.map(({ state, path, note }) => `  ${state.padEnd(8)}  ${path.padEnd(width)}  ${note}`),
    ...(version === undefined ? [] : [`  written by version ${version} of the tool`]),
    ...siblings.map(
      ({ folder, options }) => `  ${shown(folder)} has other options (${options.join(", ")}): npx create-devops-portfolio sync`,
    ),
  ];
}

function shown(folder: string): string {
  return relative(process.cwd(), folder) || ".";
}
