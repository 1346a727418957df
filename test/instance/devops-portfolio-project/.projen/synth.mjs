// What `npx projen` runs: .projenrc.ts, with the scaffolder that package.json beside this file pins; with arguments, the
// command of that version. It is installed here when it is missing or of another version, so that a fresh clone needs
// nothing else.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
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
  // What an npm around this, or a person, has set for its own installation means nothing here.
  const place = ["--prefix=.", "--location=project", "--no-global", "--no-dry-run", "--no-package-lock-only", "--no-workspaces"];
  const flags = [...place, "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
  const env = { ...repositorySettings(), ...process.env };
  // What npm says is not the output of the command.
  const stdio = ["inherit", process.stderr.fd, "inherit"];
  const { status } = spawnSync(npm, ["install", ...flags], { cwd: fileURLToPath(here), env, stdio, shell: process.platform === "win32" });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(new URL("node_modules/.gitignore", here), "*\n"); // whatever the repository ignores
}
const entry = process.argv.length > 2 ? "bin/create-devops-portfolio.js" : "dist/synth.js";
await import(new URL(`node_modules/create-devops-portfolio/${entry}`, here));
