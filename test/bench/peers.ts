import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { repositoryRoot, walk } from "../support/command";
import { installTool } from "../support/tools";
import type { Candidate } from "./measure";

export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "create-devops-portfolio", "bench-1");
const npm = join(cache, "npm");
const venv = join(cache, "venv");

/** Installs the peers into the user's cache, once. */
export function installPeers(): void {
  installTool("helm");
  if (existsSync(join(cache, "complete"))) return;
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(npm, { recursive: true });
  writeFileSync(join(npm, "package.json"), "{}");
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "create-vite@9.3.0", "autocannon@8.0.0"], { cwd: npm, stdio: "inherit" });
  execFileSync("python3", ["-m", "venv", venv]);
  execFileSync(join(venv, "bin/pip"), ["install", "--quiet", "cookiecutter==2.6.0", "copier==9.14.0"], { stdio: "inherit" });
  writeFileSync(join(cache, "complete"), "");
}

/** The peers, where a template is needed with one of theirs that holds the files of a portfolio. */
export function peers(portfolio: string): Record<string, Candidate> {
  return {
    "create-vite": {
      command: "node",
      args: () => [join(npm, "node_modules/create-vite/index.js"), "app", "--template", "vanilla-ts", "--no-interactive"],
    },
    cookiecutter: { command: join(venv, "bin/cookiecutter"), args: () => ["--no-input", cookiecutterTemplate(portfolio)] },
    copier: {
      command: join(venv, "bin/copier"),
      args: (folder) => ["copy", "--quiet", "--defaults", copierTemplate(portfolio), join(folder, "out")],
    },
    "projen new": {
      command: join(repositoryRoot, "node_modules/.bin/projen"),
      args: () => ["new", "project", "--name", "x", "--no-git", "--no-post"],
      env: { PROJEN_DISABLE_POST: "true" },
    },
    "helm create": { command: "helm", args: () => ["create", "app"] },
  };
}

const made = new Map<string, string>();

function once(name: string, make: (folder: string) => void): string {
  let folder = made.get(name);
  if (!folder) {
    folder = join(cache, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    make(folder);
    made.set(name, folder);
  }
  return folder;
}

/** Both render Jinja: files that hold its signs are copied as they are, all others are rendered. */
const holdsSigns = (file: string) => /\{\{|\{%|\{#/.test(readFileSync(file, "utf8"));

function cookiecutterTemplate(portfolio: string): string {
  return once("cookiecutter", (folder) => {
    const body = join(folder, "{{cookiecutter.name}}");
    cpSync(portfolio, body, { recursive: true });
    const verbatim = walk(body)
      .filter(holdsSigns)
      .map((file) => file.slice(body.length + 1));
    writeFileSync(join(folder, "cookiecutter.json"), JSON.stringify({ name: "portfolio", _copy_without_render: verbatim }));
  });
}

function copierTemplate(portfolio: string): string {
  return once("copier", (folder) => {
    cpSync(portfolio, folder, { recursive: true });
    for (const file of walk(folder)) if (!holdsSigns(file)) renameSync(file, `${file}.jinja`);
    writeFileSync(join(folder, "copier.yml"), "name: { type: str, default: portfolio }\n");
  });
}

export const autocannon = join(npm, "node_modules/autocannon/autocannon.js");
