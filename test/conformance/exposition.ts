import { ask } from "./client";
import type { Service } from "./service";

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)(?: \S+)?$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)/y;

/** Reads the text format. Throws on a line that is neither, and on a series that is there twice. */
export function parseExposition(text: string): Sample[] {
  const seen = new Set<string>();
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, name, labelText = "", value] = LINE.exec(line) ?? fail(`not a sample: ${line}`);
      const labels = parseLabels(labelText);
      const series = seriesOf({ name, labels });
      if (seen.has(series)) fail(`twice: ${series}`);
      seen.add(series);
      return { name, labels, value: parseValue(value) };
    });
}

/** Identifies a series, whatever the order of its labels. */
export function seriesOf({ name, labels }: Pick<Sample, "name" | "labels">): string {
  return `${name}${JSON.stringify(Object.entries(labels).sort())}`;
}

/** The samples of this name whose labels include these. */
export function select(samples: readonly Sample[], name: string, labels: Readonly<Record<string, string>> = {}): Sample[] {
  return samples.filter((sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value));
}

export function sum(samples: readonly Sample[]): number {
  return samples.reduce((total, { value }) => total + value, 0);
}

export async function scrape({ url, contract }: Service): Promise<Sample[]> {
  return parseExposition((await ask(url, contract.metricsPath)).body);
}

/** How many requests were counted under these labels. */
export async function countRequests(service: Service, labels: Readonly<Record<string, string>> = {}): Promise<number> {
  return sum(select(await scrape(service), "http_request_duration_seconds_count", labels));
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  let end = 0;
  for (let match = LABEL.exec(text); match; match = LABEL.exec(text)) {
    labels[match[1]] = match[2].replace(/\\(.)/g, (_, character) => (character === "n" ? "\n" : character));
    end = LABEL.lastIndex;
  }
  return end === text.length ? labels : fail(`not labels: ${text}`);
}

function parseValue(text: string): number {
  if (/^[+-]Inf$/.test(text)) return text === "+Inf" ? Infinity : -Infinity;
  const value = Number(text);
  // The format takes it in any case, and prom-client writes "Nan".
  return Number.isNaN(value) && text.toLowerCase() !== "nan" ? fail(`not a value: ${text}`) : value;
}

function fail(message: string): never {
  throw new Error(message);
}
