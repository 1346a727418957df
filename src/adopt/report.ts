import type { MetricsProfile, Series } from "../portfolio/metrics-profiles";
import type { Detected, DetectedService } from "./detect";
import type { Evidence, Fact } from "./fact";
import { workerNote } from "./worker";

/** For people: every fact with the places that tell it, then what is open, then what delivers the repository already. */
export function report({ services, workflows, charts, skipped }: Detected): string {
  const lines = services.flatMap(ofService);
  if (services.length === 0)
    lines.push("No service was found: there is neither a Dockerfile nor a manifest of Node, Python, Go or Java.", "");
  const delivery = [
    ...workflows.map(({ file, name }) => `workflow ${name} (${file})`),
    ...charts.map(({ file, name }) => `chart ${name} (${file})`),
  ];
  if (delivery.length > 0) lines.push("What delivers it already:", ...delivery.map((text) => `  ${text}`), "");
  for (const text of skipped) lines.push(`not read: ${text}`);
  return `${lines.join("\n").trimEnd()}\n`;
}

function ofService(service: DetectedService): string[] {
  const { folder, dockerfile, names, facts, open } = service;
  const title = `${folder || "The repository"}${dockerfile ? `, built by ${dockerfile}` : ", without a Dockerfile"}`;
  const known = Object.entries(facts).flatMap(([name, fact]) => [
    `  ${name.padEnd(WIDTH)}${fact.value}`,
    ...places(fact),
    ...(name === "metrics" && names ? series(names).map((line) => INDENT + line) : []),
  ]);
  const questions = open.flatMap(({ fact, candidates }) => [
    `  ${fact.padEnd(WIDTH)}${candidates.length === 0 ? "? nothing tells it" : "? the files differ, or leave a choice"}`,
    ...candidates.flatMap((candidate) => [`${INDENT}${candidate.value}`, ...places(candidate).map((line) => `  ${line}`)]),
  ]);
  const note = workerNote(service);
  return [title, ...known, ...questions, ...(note ? [note] : []), ...service.notes.map((text) => `Note: ${text}`), ""];
}

const WIDTH = 16;
const INDENT = " ".repeat(WIDTH + 2);

/** What a rule would ask for. */
function series({ requests, duration }: MetricsProfile): string[] {
  const shown = ({ name, labels }: Series) => `${name}{${Object.values(labels).filter(Boolean).join(",")}}`;
  const times = duration && `times ${shown({ ...duration, name: `${duration.name}_bucket` })}, ${edges(duration.edges)}`;
  return [`requests ${shown(requests)}`, ...(times ? [times] : [])];
}

/** The choice for a latency target, which must be one of them. */
function edges(all: readonly number[]): string {
  const few = all.length > 16 ? [...all.slice(0, 2), "…", ...all.slice(-1)] : all;
  return `edges in seconds: ${few.join(" ")}`;
}

const places = ({ evidence }: Fact): string[] => evidence.map(({ file, line, says }: Evidence) => `${INDENT}${file}:${line}  ${says}`);
