import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../support/command";

test.each([
  ["schema.mjs", "src/portfolio/options.schema.json"],
  ["schema.mjs", "src/portfolio/options.validator.ts"],
  ["readme.mjs", "README.md"],
])("%s would write %s as it is", (script, file) => {
  const path = join(repositoryRoot, file);
  const before = readFileSync(path, "utf8");
  execFileSync("node", [join(repositoryRoot, "scripts", script)]);
  expect(readFileSync(path, "utf8")).toBe(before);
});
