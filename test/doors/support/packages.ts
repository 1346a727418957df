import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../support/command";
import { modules } from "./tools";

/** Packs one of our packages; the build is fresh, see test/support/global-setup.ts. */
export function pack(folder: "." | "generators", destination: string): string {
  mkdirSync(destination, { recursive: true });
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", destination];
  const file = execFileSync("npm", args, { cwd: join(repositoryRoot, folder), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return join(destination, file.trim());
}

export function unpack(tarball: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", folder, "--strip-components=1", "--no-same-owner"]);
}

/** Installs both packages as npm would, from their tarballs, without a registry: what they depend on is in the cache. */
export function installPacked(folder: string): void {
  const target = join(folder, "node_modules");
  unpack(pack(".", join(folder, "packed")), join(target, "create-devops-portfolio"));
  unpack(pack("generators", join(folder, "packed")), join(target, "generator-devops-portfolio"));
  symlinkSync(join(modules, "yeoman-generator"), join(target, "yeoman-generator"));
}

export function manifestOf(folder: string): { name: string; version: string; dependencies: Record<string, string> } {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
