import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { cleanEnvironment, inTemporaryFolder } from "../child-process";
import type { Base, Written } from "../files/base";
import { managedFiles } from "../files/manifest";
import { isToolFile, PROJENRC } from "../files/tree";
import { Failure } from "../usage-error";

/** What the version of the tool that a repository pins makes of its options. */
export interface FormerOutput {
  readonly managed: Base;
  readonly seeded: Base;
}

/**
 * Lets that version write the repository anew, aside: so an edit can be told from its text, and merged. It is installed there where the
 * repository has not got it.
 *
 * @throws Failure where that is not possible, such as without a network
 */
export function formerOutput(folder: string): FormerOutput {
  return inTemporaryFolder((aside) => {
    for (const path of [PROJENRC, ".projen", ".github/workflows", ".npmrc"]) copy(folder, aside, path);
    useInstallation(folder, aside);
    try {
      const env = { ...cleanEnvironment(), PROJEN_DISABLE_POST: "true" };
      execFileSync(process.execPath, [".projen/synth.mjs"], { cwd: aside, env, stdio: ["ignore", "ignore", "pipe"] });
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: Buffer };
      throw new Failure(
        `${folder}: the version that wrote it cannot be run, which alone tells your edits from its text:\n${(stderr?.toString() || message).trim()}`,
      );
    }
    return sorted(aside);
  });
}

function copy(folder: string, aside: string, path: string): void {
  const isInstallation = (file: string) => relative(folder, file).split(sep).includes("node_modules");
  if (existsSync(join(folder, path)))
    cpSync(join(folder, path), join(aside, path), { recursive: true, filter: (file) => !isInstallation(file) });
}

function useInstallation(folder: string, aside: string): void {
  const modules = join(folder, ".projen/node_modules");
  if (existsSync(modules)) symlinkSync(modules, join(aside, ".projen/node_modules"), "junction");
  // A path to a package is one from where it is written.
  const file = join(aside, ".projen/package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  for (const [name, pin] of Object.entries<string>(manifest.dependencies ?? {})) {
    if (pin.startsWith("file:")) manifest.dependencies[name] = `file:${resolve(folder, ".projen", pin.slice("file:".length))}`;
  }
  rmSync(file); // read-only in former versions
  writeFileSync(file, JSON.stringify(manifest));
}

function sorted(aside: string): FormerOutput {
  const isManaged = new Set(managedFiles(aside));
  const files = filesBelow(aside).filter((path) => !isToolFile(path) && path !== PROJENRC && path !== ".npmrc");
  const written = (path: string): Written => ({
    content: readFileSync(join(aside, path), "utf8"),
    executable: (statSync(join(aside, path)).mode & 0o100) !== 0,
  });
  const those = (managed: boolean) => new Map(files.filter((path) => isManaged.has(path) === managed).map((path) => [path, written(path)]));
  return { managed: those(true), seeded: those(false) };
}

function filesBelow(folder: string, way = ""): string[] {
  return readdirSync(join(folder, way), { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && name !== ".git")
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(folder, `${way}${entry.name}/`) : [`${way}${entry.name}`]));
}
