import { basename, dirname, join, relative } from "node:path";
import { warningsOf } from "../portfolio/warnings";
import { shellWord } from "../shell-word";
import type { Adoption } from "../synthesis/adopt-repository";
import { BRANCH } from "../synthesis/adoptable";
import { unifiedDiff } from "../synthesis/diff";
import { describe } from "../synthesis/render-portfolio";
import { summary, warningLines } from "./report";

/** What would be done, in a few lines. */
export function planText(adoption: Adoption, notes: readonly string[]): string {
  const { folder, files, beside, theirs } = adoption;
  const paths = [...files.keys()].sort().map((path) => `  + ${path}`);
  return [
    `${basename(folder)}, on a new branch ${BRANCH}: ${files.size} new files, and none is changed`,
    ...paths,
    ...kept(theirs),
    `beside it: ${summary(beside.map(describe)).replaceAll("\n", "\n           ")}`,
    ...said(adoption, notes),
  ].join("\n");
}

/** As git would show the commit, and the files of what comes beside it. */
export function differenceText(adoption: Adoption, notes: readonly string[]): string {
  const { folder, files, beside, theirs } = adoption;
  const pairs = [...files].sort().map(([path, { content }]) => ({ path: `${basename(folder)}/${path}`, after: content }));
  const made = beside.flatMap((repository) => {
    const { name, files: list } = describe(repository);
    return [`${short(join(dirname(folder), name))}/ would be made:`, ...list.map(({ path }) => `  ${path}`)];
  });
  const lines = [...made, ...kept(theirs), ...said(adoption, notes), "Nothing was written."];
  return `${unifiedDiff(pairs)}${lines.map((line) => `${line}\n`).join("")}`;
}

/** What was done, and what is next. */
export function doneText(adoption: Adoption, notes: readonly string[]): string {
  const { folder, files, beside, theirs, standing } = adoption;
  const before = standing.branch ?? standing.commit.slice(0, 10);
  const main = standing.branch ?? "main"; // a merge into no branch is soon lost
  const [infra] = beside;
  const lines = [
    `${short(folder)}: ${files.size} new files, as one commit on the branch ${BRANCH}, which is checked out. ${before} is as it was.`,
    ...kept(theirs),
    summary(beside.map(describe)),
    ...said(adoption, notes),
    ...branchNote(standing.branch),
    "",
    "Next:",
    `  Look at it      git -C ${short(folder)} show --stat`,
    `  Take it         git -C ${short(folder)} checkout ${main} && git -C ${short(folder)} merge ${BRANCH}`,
    `  Or leave it     git -C ${short(folder)} checkout ${before} && git -C ${short(folder)} branch -D ${BRANCH}`,
    `  On a cluster    (cd ${short(join(dirname(folder), infra?.name ?? ""))} && ./scripts/up.sh)`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}

export function adoptionAsJson(adoption: Adoption, notes: readonly string[]) {
  const { folder, files, theirs, beside, portfolio } = adoption;
  return {
    folder,
    branch: BRANCH,
    files: [...files.keys()].sort(),
    kept: theirs,
    options: portfolio.options,
    repositories: beside.map(describe),
    notes: [...notes, ...folderNotes(adoption)],
    warnings: warningsOf(portfolio),
  };
}

function kept(theirs: readonly string[]): string[] {
  return theirs.length === 0 ? [] : [`Not written, because you have one: ${theirs.join(", ")}.`];
}

function said(adoption: Adoption, notes: readonly string[]): string[] {
  const warnings = warningLines(warningsOf(adoption.portfolio));
  return [...[...notes, ...folderNotes(adoption)].map((note) => `Note: ${note}`), ...(warnings === "" ? [] : [warnings])];
}

/** Whatever looks for the repository beside the others looks for a folder of its name. */
function folderNotes({ folder, portfolio: { services } }: Adoption): string[] {
  const [here, name] = [basename(folder), services[0].repository];
  if (here === name) return [];
  return [
    `the repository is called ${name} and its folder ${here}: rename the folder (mv ${shellWord(here)} ${shellWord(name)}), or set APP_DIR=../${shellWord(here)} for scripts/up.sh and scripts/image.sh`,
  ];
}

/** The pipeline publishes what is on main. */
function branchNote(branch: string | undefined): string[] {
  return branch === undefined || branch === "main" ? [] : [`Note: the pipeline publishes from main, and you were on ${branch}.`];
}

export function short(folder: string): string {
  return shellWord(relative(process.cwd(), folder) || ".");
}
