// Builds when a source is newer than what was built from it, so that `npm start` works in a fresh clone and is quick afterwards.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const newest = Math.max(
  ...readdirSync(`${root}src`, { recursive: true })
    .map((file) => statSync(`${root}src/${file}`))
    .filter((s) => s.isFile())
    .map((s) => s.mtimeMs),
);
const built = [`${root}lib/index.js`, `${root}dist/cli.js`];
if (built.some((file) => !existsSync(file) || statSync(file).mtimeMs < newest)) {
  console.error("Building create-devops-portfolio (once, about 15 s) …");
  execFileSync("npx", ["projen", "compile-all"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}
