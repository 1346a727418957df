import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { type AppRuntime, runtimes } from "../../src/portfolio/runtimes";
import { sh } from "../support/command";
import { generateFresh } from "../support/portfolio";
import type { Contract, Routes } from "./service";
import type { Program } from "./start-process";

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "create-devops-portfolio");

/** Generates and builds the app; its packages come from the cache. */
export function buildNodeApp(runtime: AppRuntime["id"]): Program {
  const cwd = generateNodeApp(runtime);
  sh(cwd, "npm run build");
  const args = instruction(cwd, "CMD"); // the base image's entrypoint is node
  return { command: process.execPath, args, cwd, contract: readContract(cwd), routes: routesOf(runtime), healthCheck: healthCheckOf(cwd) };
}

export function installPythonApp(runtime: AppRuntime["id"]): Program {
  const cwd = generateFresh({ runtime }).app;
  const command = pythonWith(runtime, join(cwd, "requirements.txt"));
  // By module, as installed scripts name the folder in which they were installed.
  const [program, ...rest] = instruction(cwd, "CMD");
  const args = program === "python" ? rest : ["-m", program, ...rest];
  return { command, args, cwd, contract: readContract(cwd), routes: routesOf(runtime), healthCheck: healthCheckOf(cwd) };
}

/** Runs the app's own lint, with the versions that its developers get. */
export function lintApp(runtime: AppRuntime["id"]): void {
  const { lint } = runtimes[runtime].commands;
  if (runtimes[runtime].language !== "Python") return void sh(generateNodeApp(runtime), lint);
  const cwd = generateFresh({ runtime }).app;
  const python = pythonWith(runtime, join(cwd, "requirements-dev.txt"));
  sh(cwd, lint.replaceAll(".venv/bin/", `"${python}" -m `));
}

function generateNodeApp(runtime: AppRuntime["id"]): string {
  const cwd = generateFresh({ runtime }).app;
  const modules = installOnce(runtime, join(cwd, "package-lock.json"), (folder) => {
    for (const file of ["package.json", "package-lock.json"]) cpSync(join(cwd, file), join(folder, file));
    sh(folder, "npm ci --ignore-scripts --no-audit --no-fund --prefer-offline");
  });
  symlinkSync(join(modules, "node_modules"), join(cwd, "node_modules"));
  return cwd;
}

/** The interpreter of a virtual environment with what a lock file names. */
function pythonWith(name: string, requirements: string): string {
  const folder = installOnce(name, requirements, (folder) => {
    sh(folder, `python3 -m venv . && bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "${requirements}"`);
  });
  return join(folder, "bin/python");
}

/** What is below /api/ is the app's own, or handed on to the API that it calls. */
export function routesOf(runtime: AppRuntime["id"]): Routes {
  const { infoPath, workPath } = runtimes[runtime];
  return { info: infoPath, nameOf: (path) => (workPath === undefined && path.startsWith("/api/") ? "/api/*path" : path) };
}

/** Makes a folder in the user's cache once for each content of a lock file; aside first, as several processes may do it. */
function installOnce(name: string, lockFile: string, install: (folder: string) => void): string {
  const key = createHash("sha256").update(readFileSync(lockFile)).digest("hex").slice(0, 12);
  const folder = join(cache, `${name}-${key}`);
  if (existsSync(folder)) return folder;
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  install(aside);
  if (existsSync(folder)) rmSync(aside, { recursive: true });
  else renameSync(aside, folder);
  return folder;
}

/** The image's health check, without the name of the interpreter. */
function healthCheckOf(folder: string): string[] {
  return instruction(folder, "HEALTHCHECK .*CMD").slice(1);
}

/** The JSON of an instruction of the Dockerfile. */
function instruction(folder: string, name: string): string[] {
  const [, json] = new RegExp(`^${name} (\\[.*\\])$`, "m").exec(readFileSync(join(folder, "Dockerfile"), "utf8")) ?? [];
  return JSON.parse(json);
}

function readContract(cwd: string): Contract {
  return JSON.parse(readFileSync(join(cwd, "contract.json"), "utf8"));
}
