import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import { optionsSchema } from "../portfolio/schema";

/** A guess at the GitHub owner, and where it comes from, to be said aloud. */
export interface OwnerGuess {
  readonly owner: string;
  readonly source: string;
}

/** The first of gh's and git's settings and the login name that is a valid GitHub login. */
export function guessOwner(): OwnerGuess {
  const candidates: readonly (readonly [source: string, read: () => string | undefined])[] = [
    ["gh's configuration", ghUser],
    ["git's github.user", () => gitConfig("github.user")],
    ["git's user.name", () => asLogin(gitConfig("user.name"))],
    ["your login name", () => asLogin(userInfo().username)],
  ];
  const valid = new RegExp((optionsSchema.properties.owner as unknown as { pattern: string }).pattern, "u");
  for (const [source, read] of candidates) {
    const owner = read();
    if (owner && valid.test(owner)) return { owner, source };
  }
  return { owner: "me", source: "nothing better" };
}

function ghUser(): string | undefined {
  const folder = process.env.GH_CONFIG_DIR ?? join(process.env.XDG_CONFIG_HOME ?? join(homedir(), ".config"), "gh");
  try {
    return /^github\.com:(?:\n[ \t].*)*?\n[ \t]+user: *(\S+)/m.exec(readFileSync(join(folder, "hosts.yml"), "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

function gitConfig(key: string): string | undefined {
  try {
    return execFileSync("git", ["config", "--get", key], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
}

/** `Ada Lovelace` becomes `ada-lovelace`. */
function asLogin(name: string | undefined): string | undefined {
  const login = name
    ?.toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return login || undefined;
}

/** Nobody was asked for the owner: say who it is and why. */
export function withOwner(given: Record<string, unknown>): Record<string, unknown> {
  if (given.owner !== undefined) return given;
  const { owner, source } = guessOwner();
  process.stderr.write(`Owner: ${owner}, from ${source}. Change it with --owner.\n`);
  return { ...given, owner };
}
