import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type MetricsProfile, metricsProfiles, type Series } from "../../src/portfolio/metrics-profiles";
import { repositoryRoot } from "../support/command";

const folder = join(repositoryRoot, "test/adopt/expositions");

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a library said when it was run as `expositions/record/record.sh` does: two good requests of one route, a 500 and a 404. */
function samplesOf(library: string): Sample[] {
  const lines = readFileSync(join(folder, `${library}.txt`), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const [, name = "", labels = "", value] = /^([a-zA-Z_:]\w*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    return {
      name,
      labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map((match) => [match[1], match[2]])),
      value: Number(value),
    };
  });
}

/** That of the runtimes with an app is held by their conformance suite. */
const { portfolio: _, ...libraries } = metricsProfiles;

const labelsOf = ({ labels }: Series): string[] => Object.values(labels);

test("every profile was recorded, and every recording is a profile's", () => {
  const recorded = readdirSync(folder).filter((name) => name.endsWith(".txt"));
  expect(recorded.map((name) => name.replace(/\.txt$/, ""))).toEqual(Object.keys(libraries).sort());
});

describe.each(Object.entries<MetricsProfile>(libraries))("%s", (library, { requests, duration }) => {
  const samples = samplesOf(library);
  const counts = samples.filter(({ name }) => name === requests.name);
  const buckets = samples.filter(({ name }) => name === `${duration?.name}_bucket`);

  test("counts the requests by the labels that the profile names", () => {
    for (const { labels } of counts) expect(Object.keys(labels)).toEqual(expect.arrayContaining(labelsOf(requests)));
    const status = requests.labels.status!;
    const by = (pattern: RegExp) => counts.filter(({ labels }) => pattern.test(labels[status]!)).reduce((sum, { value }) => sum + value, 0);
    expect(by(/^5..$/)).toBe(1); // a rule asks for 5.. : a class such as 5xx is one, too
    expect(by(/^[2-5]..$/)).toBeGreaterThanOrEqual(4);
  });

  test("measures them in seconds, by the labels and with the edges that the profile names", () => {
    expect(buckets.length).toBeGreaterThan(0);
    for (const { labels } of buckets) expect(Object.keys(labels)).toEqual(expect.arrayContaining(labelsOf(duration!)));
    const edges = new Set(buckets.map(({ labels }) => labels.le!).filter((le) => le !== "+Inf"));
    expect([...edges].map(Number)).toEqual(duration!.edges);
    const sum = samples.filter(({ name }) => name === `${duration!.name}_sum`).reduce((total, { value }) => total + value, 0);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan(10); // the four requests took less than that in seconds, and more in milliseconds
  });
});
