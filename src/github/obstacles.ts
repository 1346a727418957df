import { shellWord } from "../shell-word";
import type { DesiredRepository } from "./desired";
import type { Local } from "./local";
import { isToPush, type Publication } from "./plan";

/** Why a repository cannot be pushed, with what to do: nothing is made at GitHub before. */
export function obstacles({ repositories }: Publication): string[] {
  return repositories
    .filter((repository) => repository.local.isDiverged || isToPush(repository))
    .flatMap(({ desired, local }) => obstacle(desired, local) ?? [])
    .map((line) => `  - ${line}\n`);
}

function obstacle({ name, folder }: DesiredRepository, { isRepository, branch, head, main, isDiverged }: Local): string | undefined {
  const place = shellWord(folder);
  const git = `git -C ${place}`;
  const commit = `${git} add --all && ${git} commit --message Start`;
  const on = branch ? `is on the branch ${branch}` : "has no branch checked out";
  if (!isRepository) return `${name} is no git repository: git init --initial-branch main ${place} && ${commit}`;
  if (isDiverged) return `${name} and its main at GitHub have each commits that the other lacks: ${git} pull --rebase origin main`;
  if (main !== "") {
    if (branch === "main") return undefined;
    const merge = branch ? `, then ${git} merge ${shellWord(branch)} if that belongs to it` : "";
    return `${name} ${on}, and it is main that is published: ${git} switch main${merge}`;
  }
  if (head === "")
    return `${name} has no commit${branch === "main" ? "" : ", and is not on main"}: ${branch === "main" ? "" : `${git} checkout -b main && `}${commit}`;
  return `${name} ${on} and has none that is called main: ${git} ${branch ? "branch --move" : "switch --create"} main`;
}
