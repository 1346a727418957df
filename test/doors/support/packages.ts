import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../support/command";
import { modules } from "./tools";

/** Packs both packages as they are published; the build is fresh, see test/support/global-setup.ts. */
export function packBoth(destination: string): { command: string; generators: string } {
  const output = execFileSync("node", [join(repositoryRoot, "scripts/pack.mjs"), destination], { encoding: "utf8" });
  const [command, generators] = output.trim().split("\n");
  return { command, generators };
}

export function unpack(tarball: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", folder, "--strip-components=1", "--no-same-owner"]);
}

/** Installs both packages as npm would, from their tarballs, without a registry: what they depend on is in the cache. */
export function installPacked(folder: string): void {
  const target = join(folder, "node_modules");
  const { command, generators } = packBoth(join(folder, "packed"));
  unpack(command, join(target, "create-devops-portfolio"));
  unpack(generators, join(target, "generator-devops-portfolio"));
  mkdirSync(join(target, "@yeoman"));
  for (const name of ["yeoman-generator", "@yeoman/conflicter"]) symlinkSync(join(modules, name), join(target, name));
}

export function manifestOf(folder: string): { name: string; version: string; dependencies: Record<string, string> } {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
