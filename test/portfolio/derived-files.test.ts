import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../support/command";

test.each([
  ["schema.mjs", ["src/portfolio/options.schema.json", "src/portfolio/options.validator.ts"]],
  ["readme.mjs", ["README.md"]],
])("%s would write %j as they are", (script, files) => {
  const read = () => files.map((file) => [file, readFileSync(join(repositoryRoot, file), "utf8")]);
  const before = read();
  execFileSync("node", [join(repositoryRoot, "scripts", script)]);
  expect(read()).toEqual(before);
});
