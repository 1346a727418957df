import { relative } from "node:path";
import { warningsOf } from "../portfolio/warnings";
import { summaryOf } from "../repositories/report";
import { unifiedDiff } from "../synthesis/diff";
import type { Extension } from "../synthesis/extend-portfolio";
import type { Reshaped } from "../synthesis/reshape";
import { summary, warningLines } from "./report";

/** What would be done: as git shows it, and the files of what is new. */
export function differenceText({ created, reshaped, removed, notes, portfolio }: Extension): string {
  const files = created.map(({ folder, written }) => [`${short(folder)}/ would be made:`, ...written.files.map(({ path }) => `  ${path}`)]);
  const apart = removed.map((folder) => `${short(folder)} would stay as it is.`);
  const said = [...files.flat(), ...apart, ...notes, ...warnings(portfolio), "Nothing was written."];
  return [...reshaped.map(differenceOf), ...said.map((line) => `${line}\n`)].join("");
}

function differenceOf({ folder, changes }: Reshaped): string {
  const seen = changes.filter(({ kind }) => kind !== "mode");
  return unifiedDiff(seen.map(({ path, before, content }) => ({ path: `${short(folder)}/${path}`, before, after: content })));
}

/** What was done, and what is next. */
export function doneText({ created, reshaped, removed, notes, portfolio }: Extension): string {
  const said = [
    ...created.map(({ written, folder }) => `${short(folder)}: made. ${summary([written])}`),
    ...reshaped.map(changedLine),
    ...removed.map(
      (folder) => `${short(folder)}: stays as it is, and is no part of the portfolio any more. Delete it when you need it no more.`,
    ),
    ...notes,
    ...warnings(portfolio),
    `Next: look at the changes (git diff) and commit them in each repository${created.length > 0 ? "; npx create-devops-portfolio publish makes the new one at GitHub" : ""}.`,
  ];
  return said.map((line) => `${line}\n`).join("");
}

function changedLine(repository: Reshaped): string {
  const left = repository.left.map((path) => ` ${path} is yours, and stays.`).join("");
  const rest = repository.needsProjen ? " Its .projenrc.ts says more than the options: run npx projen there for the rest." : "";
  return `${short(repository.folder)}: ${summaryOf(repository)}${left}${rest}`;
}

export function asJson({ created, reshaped, removed, notes, portfolio }: Extension) {
  return {
    created: created.map(({ folder, written }) => ({ folder, files: written.files })),
    changed: reshaped.map(({ folder, changes, left, needsProjen }) => ({
      folder,
      files: changes.map(({ path, kind }) => ({ path, kind })),
      left,
      needsProjen,
    })),
    removed,
    notes,
    warnings: warningsOf(portfolio),
  };
}

function warnings(portfolio: Extension["portfolio"]): string[] {
  const text = warningLines(warningsOf(portfolio));
  return text === "" ? [] : [text];
}

/** As a person would type it. */
function short(folder: string): string {
  return relative(process.cwd(), folder) || ".";
}
