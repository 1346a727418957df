import { existsSync } from "node:fs";
import { join } from "node:path";
import { runtimeIds } from "../../src/portfolio/runtimes";
import { repositoryRoot, sh } from "../support/command";
import { generateFresh } from "../support/portfolio";

const biome = join(repositoryRoot, "node_modules/.bin/biome");

// Ruff is no part of this repository: the end-to-end run lints what is written in Python.
const apps = runtimeIds
  .map((runtime) => [runtime, generateFresh({ runtime }).app] as const)
  .filter(([, app]) => existsSync(join(app, "biome.json")));

test("Biome finds nothing in the apps that are checked by it", () => {
  expect(apps.map(([runtime]) => runtime)).toEqual(["express", "static"]);
  for (const [, app] of apps) sh(app, `"${biome}" check --error-on-warnings`);
});
