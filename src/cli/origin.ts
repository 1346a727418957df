import { execFileSync } from "node:child_process";
import { cleanEnvironment } from "../child-process";

/** Whose a repository is at GitHub, and how it is called there, as its remote says. */
export interface Origin {
  readonly owner: string;
  readonly repository: string;
}

export function originOf(folder: string): Origin | undefined {
  try {
    const url = execFileSync("git", ["config", "--get", "remote.origin.url"], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: cleanEnvironment(),
    });
    const [, owner, repository] = /\bgithub\.com[:/]+([^/\s]+)\/([^/\s]+?)(?:\.git)?\/?\s*$/.exec(url) ?? [];
    return owner && repository ? { owner, repository } : undefined;
  } catch {
    return undefined; // there is no remote
  }
}
