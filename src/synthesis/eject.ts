import { existsSync, lstatSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gitOfPerson as git } from "../child-process";
import { type Comparison, compareTree } from "../files/compare";
import { recover } from "../files/journal";
import { BASE } from "../files/tree";
import { writeTree } from "../files/write-tree";
import { packageManifest } from "../package-root";
import { FOLDER_PAGES } from "../portfolio/collisions";
import type { Sibling } from "../repositories/neighbours";
import { problemsOf } from "../repositories/report";
import { Failure } from "../usage-error";
import { ejectedTree } from "./intended";

/** What becomes of a repository that goes on without the tool. Nothing is done before `apply`. */
export interface Ejection {
  readonly repository: Sibling;
  readonly comparison: Comparison;
  apply(): void;
  /** Where the person's own words still speak of the tool then: `path:line`. */
  mentions(): Promise<string[]>;
}

/** @throws Failure for a repository in which a person's edits and what is to go cannot be told apart: once the tool is gone, nothing could mend it. */
export function planEject(repository: Sibling): Ejection {
  const { folder, record } = repository;
  recover(folder);
  const own = packageManifest().version;
  if (record.version !== own)
    throw new Failure(`${folder} was written by version ${record.version}, and this is ${own}: run upgrade first`);
  if (!existsSync(join(folder, BASE)))
    throw new Failure(`${folder}: nothing records how its files were written: run npx projen there first`);
  const tree = ejectedTree(folder, record);
  const comparison = compareTree(folder, tree, { record: false });
  const problems = problemsOf(comparison);
  if (problems.length > 0) throw new Failure(`${folder}:\n${problems.join("\n")}`);
  const isOurs = (path: string) => tree.has(path) && readFileSync(join(folder, path), "utf8") === tree.get(path)?.content;
  return {
    repository,
    comparison,
    apply: () => void writeTree(folder, tree, { record: false }),
    mentions: async () => (await mentionsIn(folder)).filter((place) => !isOurs(place.replace(/:\d+$/, ""))),
  };
}

const MENTION = /\.projen|npx (projen|create-devops-portfolio)/;

/** The same of the pages that `create` puts beside the repositories: `path:line`. */
export function mentionsBeside(repositories: readonly Sibling[]): string[] {
  const folders = [...new Set(repositories.map(({ folder }) => dirname(resolve(folder))))];
  return folders.flatMap((folder) => mentionsOf(folder, FOLDER_PAGES).map((place) => join(folder, place)));
}

async function mentionsIn(folder: string): Promise<string[]> {
  const listed = await git(folder, ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
  return mentionsOf(folder, new Set(listed.split("\0").filter(Boolean)));
}

/** Read here: what `git grep` prints is a matter of a person's settings. */
function mentionsOf(folder: string, paths: Iterable<string>): string[] {
  const isFile = (path: string) => lstatSync(join(folder, path), { throwIfNoEntry: false })?.isFile();
  return [...paths].filter(isFile).flatMap((path) => {
    const lines = readFileSync(join(folder, path), "utf8").split("\n");
    return lines.flatMap((line, index) => (MENTION.test(line) ? [`${path}:${index + 1}`] : []));
  });
}
