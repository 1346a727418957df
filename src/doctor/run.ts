import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { locationsIn } from "../workspace/locations";
import { isAside } from "../workspace/patterns";
import { projectsOf } from "../workspace/projects";
import { Repository, type SourceFile } from "../workspace/repository";
import { Workspace } from "../workspace/workspace";
import { checks, documentation } from "./checks";
import type { Check, Finding, Repair, Severity, Sight } from "./finding";
import { documented } from "./pages/pages";

export interface Diagnosis {
  readonly findings: readonly Finding[];
  /** What could not be checked, and why. */
  readonly unchecked: readonly string[];
  /** Whether some of it is left out because it may not be read. */
  readonly isRefused: boolean;
  readonly silenced: number;
  readonly repairs: readonly Repair[];
}

const ORDER: readonly Severity[] = ["error", "warning", "note"];

/** Reads the folders, what belongs together as one workspace, and asks every check. */
export function diagnose(paths: readonly string[]): Diagnosis {
  const locations = paths.flatMap((path) => locationsIn(resolve(path), path === "." ? "" : path.replace(/\/+$/, "") || "/"));
  const diagnoses = projectsOf(locations).map((project) =>
    examine(new Workspace(project.map(({ root, shown }) => new Repository(root, shown))), checks),
  );
  return {
    findings: sorted(diagnoses.flatMap(({ findings }) => findings)),
    unchecked: [...new Set(diagnoses.flatMap(({ unchecked }) => unchecked))],
    isRefused: diagnoses.some(({ isRefused }) => isRefused),
    silenced: diagnoses.reduce((sum, { silenced }) => sum + silenced, 0),
    repairs: diagnoses.flatMap(({ repairs }) => repairs),
  };
}

/** Holds the documentation of a portfolio against the repositories that lie beside it. Nothing for a folder that is no docs repository. */
export function diagnoseDocumentation(path: string): Diagnosis | undefined {
  const folder = resolve(path);
  const docs = new Repository(folder, path === "." ? "" : path);
  const portfolio = documented(new Workspace([docs]));
  if (!portfolio) return undefined;
  const beside = portfolio.missing.filter((name) => existsSync(join(dirname(folder), name)));
  const repositories = beside.map((name) => new Repository(join(dirname(folder), name), join(dirname(path), name)));
  return examine(new Workspace([docs, ...repositories]), documentation);
}

export function examine(workspace: Workspace, asked: readonly Check[]): Diagnosis {
  const unchecked = [...workspace.unread];
  const findings = new Map<string, Finding>();
  const repairs: Repair[] = [];
  let silenced = 0;
  for (const check of asked) {
    try {
      for (const sight of check.detect(workspace)) {
        if (isSilenced(check.id, sight)) silenced++;
        else {
          add(findings, finding(check.id, sight));
          if (sight.repair) repairs.push(sight.repair);
        }
      }
    } catch (error) {
      unchecked.push(`${check.id}: ${(error as Error).message.split("\n")[0]}`);
    }
  }
  for (const rendering of workspace.renderings)
    for (const text of rendering.unread) unchecked.push(`${rendering.unit.label}: ${text} is not understood here`);
  for (const name of documented(workspace)?.missing ?? [])
    unchecked.push(`what the pages say of ${name}, which does not lie beside the docs repository`);
  const isRefused = workspace.repositories.some((repository) => repository.isRefused);
  return { findings: sorted([...findings.values()]), unchecked: [...new Set(unchecked)], isRefused, silenced, repairs: unique(repairs) };
}

/** Several renderings of a chart say the same. */
const unique = (repairs: readonly Repair[]): Repair[] => [
  ...new Map(repairs.map((repair) => [`${repair.place.file.shown}:${repair.place.line}:${repair.from}`, repair])).values(),
];

const sorted = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort(
    (a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || compare(a.file, b.file) || a.line - b.line || compare(a.id, b.id),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function finding(id: string, { severity, place, evidence, cause, fix }: Sight): Finding {
  // What is kept aside breaks nothing until somebody takes it up; what others released is theirs.
  const shown = severity === "error" && (isAside(place.file.path) || isReleased(place.file)) ? "warning" : severity;
  return { id, severity: shown, file: place.file.shown, line: place.line, evidence: shortened(evidence), cause, fix };
}

/** It lies in an unpacked release of others: a folder with a version in its name and a licence of its own. */
function isReleased({ path, repository }: SourceFile): boolean {
  const [folder] = /^(?:.*\/)?[\w.-]+-v?\d+\.\d+\.\d+(?=\/)/.exec(path) ?? [];
  return folder !== undefined && ["LICENSE", "LICENSE.txt", "LICENSE.md"].some((name) => repository.has(`${folder}/${name}`));
}

/** One finding a place and check: several renderings of a chart say the same. */
function add(findings: Map<string, Finding>, found: Finding): void {
  const key = `${found.id}:${found.file}:${found.line}`;
  const known = findings.get(key);
  if (!known || ORDER.indexOf(found.severity) < ORDER.indexOf(known.severity)) findings.set(key, found);
}

/** What stands behind a name like that is nobody's business, whatever check quotes it. */
const SECRET =
  /([\w-]*(?:password|passwd|secret|token|api[_-]?key|private[_-]?key|credential)[\w-]*["']?\s*[:=]\s*["']?)(?![\s"'${{<])[^\s"',}]+/gi;

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim().replace(SECRET, "$1...");
  return line.length > 160 ? `${line.slice(0, 157)}...` : line;
}

/** `# doctor-ignore D05: reason`, on the line itself, the one before, or at the head of the file for all of it. */
function isSilenced(id: string, { place }: Sight): boolean {
  const { lines } = place.file;
  const near = [lines[place.line - 1], lines[place.line - 2], ...lines.slice(0, 3)];
  return near.some((line) => new RegExp(`doctor-ignore(?:\\s+|.*[\\s,])${id}\\b[^:]*:\\s*\\S`).test(line ?? ""));
}
