// Builds what is older than its sources, so that `npm start` works in a fresh clone and is quick afterwards. With --command, for somebody who
// never built the library, only the command, which takes a moment.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

const newest = (folder) =>
  Math.max(
    ...readdirSync(root + folder, { recursive: true })
      .map((file) => statSync(`${root}${folder}/${file}`))
      .filter((file) => file.isFile())
      .map((file) => file.mtimeMs),
  );
const isOlder = (file, than) => !existsSync(root + file) || statSync(root + file).mtimeMs < than;
// Which versions of Node jsii still supports is no news for a newcomer.
const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: "20" };
const run = (task) => execFileSync("npx", ["projen", task], { cwd: root, stdio: ["ignore", "ignore", "inherit"], env });

const isLibraryWanted = !process.argv.includes("--command") || existsSync(`${root}lib/index.js`);

if (isLibraryWanted && isOlder("lib/index.js", newest("src"))) {
  console.error("Building create-devops-portfolio (once, about 15 s) …");
  run("compile-all");
} else if (isOlder("dist/cli.js", Math.max(newest("src"), newest("templates")))) {
  execFileSync("node", ["scripts/bundle.mjs"], { cwd: root, stdio: "inherit" });
}
