import { statSync } from "node:fs";
import { resolve } from "node:path";
import { Failure, toFailure } from "../usage-error";
import { checks } from "./checks";
import type { Finding } from "./finding";
import { liveStories } from "./live/links";
import { diffOf, repaired, writeRepaired } from "./repair";
import { json } from "./reports/json";
import { sarif } from "./reports/sarif";
import { table, wrapped } from "./reports/table";
import { type Diagnosis, diagnose, diagnoseDocumentation } from "./run";

export { drillCommand } from "./drills/command";
export { consultCluster, consultSnapshot, takeSnapshot } from "./live/live";

export interface Consultation {
  readonly paths: readonly string[];
  /** Hold documentation alone, of the portfolio whose docs repository the path is. */
  readonly docs?: boolean;
  readonly format: "table" | "json" | "sarif";
  readonly version: string;
  readonly width: number;
}

/** The report on these folders, and whether it has an error, or could not look at all of them. */
export function consult({ paths, docs = false, format, version, width }: Consultation): { text: string; broken: boolean } {
  const diagnosis = docs ? documentationAt(paths[0] ?? ".") : diagnose(paths.length > 0 ? paths : ["."]);
  const broken = diagnosis.isRefused || diagnosis.findings.some(({ severity }) => severity === "error");
  if (format === "json") return { text: json(diagnosis), broken };
  return { text: format === "sarif" ? sarif(diagnosis, checks, version) : table(diagnosis, width), broken };
}

function documentationAt(path: string): Diagnosis {
  const diagnosis = diagnoseDocumentation(path);
  if (diagnosis) return diagnosis;
  throw new Failure(`${resolve(path)} is not the docs repository of a portfolio: its .projen/portfolio.json would say so`);
}

/** What is broken in a repository, read from its files. */
export function brokenIn(path: string): readonly Finding[] {
  return diagnose([path]).findings.filter(({ severity }) => severity === "error");
}

/** The mechanical repairs of these folders: what they would change, and how to write it. Nothing is written before `write` is called. */
export function repairsOf(paths: readonly string[]): { diff: string; files: number; write: () => void } {
  const files = repaired(diagnose(paths.length > 0 ? paths : ["."]).repairs);
  return { diff: diffOf(files), files: files.length, write: () => writeRepaired(files) };
}

/** The whole story of a check; nothing for an id that is none. */
export function explain(id: string, width: number): string | undefined {
  const check = checks.find((one) => one.id.toLowerCase() === id.toLowerCase());
  if (!check) return explainLive(id, width);
  const silence = `Where it is meant so, say why on the line or at the head of the file: # doctor-ignore ${check.id}: reason`;
  return `${[`${check.id}  ${check.title}`, "", ...wrapped(check.story, "", width), "", ...wrapped(silence, "", width)].join("\n")}\n`;
}

/** A check of a cluster, by its id or by the name of its link. */
function explainLive(id: string, width: number): string | undefined {
  const found = liveStories.find((one) => one.id.toLowerCase() === id.toLowerCase() || one.link === id);
  return found && `${[`${found.id}  ${found.link}`, "", ...wrapped(found.story, "", width)].join("\n")}\n`;
}

export const known = (): string[] => [...new Set([...checks, ...liveStories].map(({ id }) => id))].sort();

/** @throws Failure where nobody may know */
export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch (error) {
    throw toFailure(error, `cannot look at ${path}`);
  }
}
