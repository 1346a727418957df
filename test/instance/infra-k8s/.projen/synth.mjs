// What `npx projen` runs: .projenrc.ts, with the scaffolder that package.json beside this file pins. It is installed here
// when it is missing or of another version, so that a fresh clone needs nothing else.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = new URL("./", import.meta.url);
const manifest = (path) => JSON.parse(readFileSync(new URL(`${path}package.json`, here), "utf8"));

function isInstalled([name, pin]) {
  try {
    const { version } = manifest(`node_modules/${name}/`);
    return pin.startsWith("file:") || version === pin;
  } catch {
    return false;
  }
}

/** npm looks for settings beside package.json only: those of the repository are handed over, below the environment's own. */
function repositorySettings() {
  try {
    const lines = readFileSync(new URL("../.npmrc", here), "utf8").split(/\r?\n/);
    const pairs = lines.flatMap((line) => [...line.matchAll(/^\s*([^#;[\s][^=\s]*)\s*=\s*(.*?)\s*$/g)]);
    return Object.fromEntries(pairs.map(([, name, value]) => [`npm_config_${name}`, value]));
  } catch {
    return {};
  }
}

if (!Object.entries(manifest("").dependencies).every(isInstalled)) {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const flags = ["--no-workspaces", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
  const env = { ...repositorySettings(), ...process.env };
  execFileSync(npm, ["install", ...flags], { cwd: fileURLToPath(here), env, stdio: "inherit", shell: process.platform === "win32" });
}
await import(new URL("node_modules/create-devops-portfolio/dist/synth.js", here));
