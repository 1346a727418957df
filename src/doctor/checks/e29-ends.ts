import type { Check } from "../finding";

/** The last day on which a version gets corrections, from the project's own calendar. */
const ENDS: readonly (readonly [image: RegExp, name: string, day: string, next: string])[] = [
  [/^python:(2|3\.[0-8])(\b|[.-])/, "Python", "2024-10-07", "python:3.13"],
  [/^python:3\.9(\b|[.-])/, "Python 3.9", "2025-10-31", "python:3.14"],
  [/^python:3\.10(\b|[.-])/, "Python 3.10", "2026-10-31", "python:3.14"],
  [/^node:(\d|1[0-7])(\b|[.-])/, "Node", "2023-09-11", "node:24"],
  [/^node:(18|19)(\b|[.-])/, "Node 18", "2025-04-30", "node:24"],
  [/^node:(20|21)(\b|[.-])/, "Node 20", "2026-04-30", "node:24"],
  [/^golang:1\.(\d|1\d|2[0-3])(\b|[.-])/, "Go", "2025-08-12", "golang:1.26"],
  [/^openjdk:/, "the image openjdk", "2022-07-01", "eclipse-temurin:21"],
  [/^(debian:(stretch|buster|9|10)|ubuntu:(14|16|18|20)\.04)(\b|[.-])/, "this distribution", "2025-05-31", "a current release"],
  [/^postgres:(9|10|11|12)(\b|[.-])/, "PostgreSQL", "2024-11-21", "postgres:17"],
];

export const e29b: Check = {
  id: "E60",
  title: "A version that gets no corrections any more",
  story: "Symptom: none today. Faults that are found from now on stay open, and scanners report them without a version that mends them.",
  *detect(workspace) {
    const today = new Date().toISOString().slice(0, 10);
    for (const dockerfile of workspace.dockerfiles) {
      for (const { image, line } of dockerfile.stages) {
        const end = ENDS.find(([pattern, , day]) => pattern.test(image) && day < today);
        if (!end) continue;
        const [, name, day, next] = end;
        yield {
          severity: "warning",
          place: dockerfile.at(line),
          evidence: `FROM ${image}`,
          cause: `${name} got its last corrections on ${day}`,
          fix: `Use ${next}.`,
        };
      }
    }
  },
};
