import { posix } from "node:path";
import { normalize, type Repository, type SourceFile } from "./repository";

export interface Found {
  readonly repository: Repository;
  readonly path: string;
}

/** What a path means: from where it is used, from its file, from the root, or by its end when that is unique. */
export function findPath(repositories: readonly Repository[], from: SourceFile, folder: string, path: string): Found | undefined {
  const clean = normalize(path.replace(/^\$\{?\w+\}?\/|^~\/|^\$\(pwd\)\/|^\$\{\{.*?\}\}\//, "")) || ".";
  for (const base of [folder, posix.join(from.folder, folder), from.folder, ""]) {
    const wanted = normalize(posix.join(base, clean));
    if (!wanted.startsWith("..") && from.repository.has(wanted)) return { repository: from.repository, path: wanted };
  }
  const end = clean.replace(/^(\.\.\/)+/, "");
  for (const repository of repositories) {
    const [first, ...rest] = end.split("/");
    if (repository.name === first && repository.has(rest.join("/"))) return { repository, path: normalize(rest.join("/")) };
    if (end !== "." && repository.has(end)) return { repository, path: normalize(end) };
  }
  const matches = repositories.flatMap((repository) => repository.endingIn(end).map((known) => ({ repository, path: known })));
  return matches.length === 1 ? matches[0] : undefined;
}
