import { execFileSync } from "node:child_process";
import { cleanEnvironment } from "../child-process";

/** Whose a repository is at GitHub, and how it is called there, as its remote says. */
export interface Origin {
  readonly owner: string;
  readonly repository: string;
}

/** Addresses of repositories at GitHub: of https and ssh, the latter also through the port of https, and as scp has them. */
const ADDRESS = /^(?:[a-z+]+:\/\/)?(?:[^/@\s]+@)?(?:www\.|ssh\.)?github\.com(?:(?::\d+)?\/+|:\/*)([^/\s]+)\/([^/\s]+?)(?:\.git)?\/?$/i;

/** @param name of the remote */
export function originOf(folder: string, name = "origin"): Origin | undefined {
  // As git asks it, where a person has other names for places (url.<base>.insteadOf); or as written, where that leads to a mirror.
  const addresses = [inGit(folder, "ls-remote", "--get-url", name), inGit(folder, "config", "--get", `remote.${name}.url`)];
  const [, owner, repository] = addresses.map((address) => ADDRESS.exec(address)).find((match) => match !== null) ?? [];
  return owner && repository ? { owner, repository } : undefined;
}

/** The first remote of a folder that is at GitHub; that of its origin before all others. */
export function anyOriginOf(folder: string): Origin | undefined {
  const names = inGit(folder, "remote").split("\n").filter(Boolean);
  for (const name of ["origin", ...names]) {
    const origin = originOf(folder, name);
    if (origin) return origin;
  }
  return undefined;
}

/** What git prints; nothing where it is not there, or the folder is in no repository. */
function inGit(folder: string, ...args: string[]): string {
  try {
    const stdio = ["ignore", "pipe", "ignore"] as const;
    return execFileSync("git", args, { cwd: folder, encoding: "utf8", stdio: [...stdio], env: cleanEnvironment() }).trim();
  } catch {
    return "";
  }
}
