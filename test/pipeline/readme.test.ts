import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AppRuntime, runtimeIds } from "../../src/portfolio/runtimes";
import { generate } from "../support/portfolio";

/** Where the code of a runtime lists the levels, in quotes. */
const levels: Record<AppRuntime["id"], { file: string; list: RegExp }> = {
  express: { file: "src/logger.ts", list: /LOG_LEVELS: [^=]+= \[[^\]]+/ },
  fastapi: { file: "app/logs.py", list: /^LEVELS = \{[^}]+\}/m },
  flask: { file: "app/logs.py", list: /^LEVELS = \{[^}]+\}/m },
  static: { file: "server/logger.ts", list: /LOG_LEVELS: [^=]+= \[[^\]]+/ },
};

describe.each(runtimeIds)("the README of the %s app", (runtime) => {
  const { app } = generate({ runtime });
  const read = (path: string) => readFileSync(join(app, path), "utf8");
  const readme = read("README.md");

  test("names the levels of the log that its code takes", () => {
    const { file, list } = levels[runtime];
    const inCode = list.exec(read(file))?.[0].match(/(?<=['"])\w+(?=['"])/g) ?? [];
    const row = /^\| `LOG_LEVEL` \| `info` \| ([^;]+);/m.exec(readme)?.[1] ?? "";
    expect(row.split(", ")).toEqual(inCode.map((found) => `\`${found}\``));
  });

  test("says which type of content a fault comes with", () => {
    expect(readme).toMatch(/^\| `POST GET DELETE \/api\/faults` .*`Content-Type: application\/json`/m);
  });
});
