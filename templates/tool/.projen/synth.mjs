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

if (!Object.entries(manifest("").dependencies).every(isInstalled)) {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const quietly = ["--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync(npm, ["install", ...quietly], { cwd: fileURLToPath(here), stdio: "inherit", shell: process.platform === "win32" });
}
await import(new URL("node_modules/create-devops-portfolio/dist/synth.js", here));
