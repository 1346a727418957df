import { relative } from "node:path";
import type { Change } from "../files/compare";
import type { Sibling } from "../repositories/neighbours";
import { pendingChanges, unifiedDiff } from "../synthesis/diff";
import { locate, repositoriesAt } from "../synthesis/locate";

interface How {
  readonly json: boolean;
}

/** What the next `npx projen` would change, in all files or in some. */
export function diff(files: readonly string[], { json }: How): void {
  const asked: { repository: Sibling; paths?: string[] }[] =
    files.length > 0
      ? locate(files)
      : repositoriesAt(".", (text) => process.stderr.write(`${text}\n`)).map((repository) => ({ repository }));
  const found = asked.map(({ repository, paths }) => ({ folder: repository.folder, changes: pendingChanges(repository, paths) }));
  if (json) process.stdout.write(`${JSON.stringify({ repositories: found.map(asJson) }, null, 2)}\n`);
  else for (const { folder, changes } of found) process.stdout.write(unifiedDiff(changes.map((change) => pairOf(folder, change))));
  if (found.some(({ changes }) => changes.length > 0)) process.exitCode = 1;
}

function pairOf(folder: string, { path, before, content }: Change) {
  const way = relative(process.cwd(), folder);
  const within = way === "" || way.startsWith("..") ? path : `${way}/${path}`;
  return { path: within, before, after: content };
}

function asJson({ folder, changes }: { folder: string; changes: readonly Change[] }) {
  return {
    folder,
    files: changes.map(({ path, kind, before, content }) => ({ path, kind, before: before?.toString(), after: content?.toString() })),
  };
}
