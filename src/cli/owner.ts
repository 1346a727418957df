import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, relative } from "node:path";
import { cleanEnvironment } from "../child-process";
import { packageRoot } from "../package-root";
import { problemWith } from "../portfolio/questions";
import { optionsSchema } from "../portfolio/schema";
import { anyOriginOf } from "./origin";

/** A guess at the GitHub owner, and where it comes from, to be said aloud. */
export interface OwnerGuess {
  readonly owner: string;
  readonly source: string;
}

/** The first GitHub login that this machine knows. A person's or a user's name is none. */
export function guessOwner(): OwnerGuess | undefined {
  const sources: readonly (readonly [source: string, read: () => string | undefined])[] = [
    ["gh's configuration", ghUser],
    ["git's github.user", () => gitConfig("--get", "github.user")],
    ["git's user.email", () => /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/i.exec(gitConfig("--get", "user.email"))?.[1]],
    ["this repository's remote", remoteOwner],
  ];
  const valid = new RegExp((optionsSchema.properties.owner as unknown as { pattern: string }).pattern, "u");
  for (const [source, read] of sources) {
    const owner = read();
    if (owner && valid.test(owner)) return { owner, source };
  }
  return undefined;
}

function ghUser(): string | undefined {
  try {
    const { GH_CONFIG_DIR, XDG_CONFIG_HOME = "" } = process.env;
    // An empty or a relative one is none, says the XDG specification: it would be a folder that happens to be here.
    const folder = GH_CONFIG_DIR || join(isAbsolute(XDG_CONFIG_HOME) ? XDG_CONFIG_HOME : join(homedir(), ".config"), "gh");
    return /^github\.com:(?:\n[ \t].*)*?\n[ \t]+user: *(\S+)/m.exec(readFileSync(join(folder, "hosts.yml"), "utf8"))?.[1];
  } catch {
    return undefined; // not set up; or nobody's home, as in a container with a user that has no entry
  }
}

/** Not of the checkout that this program runs from, as with `npm start`: that one is its authors'. */
function remoteOwner(): string | undefined {
  if (!relative(packageRoot, process.cwd()).startsWith("..")) return undefined;
  return anyOriginOf(".")?.owner;
}

function gitConfig(...args: string[]): string {
  try {
    return execFileSync("git", ["config", ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: cleanEnvironment(),
    }).trim();
  } catch {
    return "";
  }
}

/** The person's name, as git knows it. A suggestion only: whoever is asked sees it. */
export function guessAuthor(): string | undefined {
  const author = gitConfig("--get", "user.name");
  return author !== "" && problemWith("author", { owner: "nobody", author }) === undefined ? author : undefined;
}

/** Nobody was asked for the owner: say who it is and why. Without a guess, the validation says what is missing. */
export function withOwner(given: Record<string, unknown>): Record<string, unknown> {
  if (given.owner !== undefined) return given;
  const guess = guessOwner();
  if (!guess) return given;
  process.stderr.write(`Owner: ${guess.owner}, from ${guess.source}. Change it with --owner.\n`);
  return { ...given, owner: guess.owner };
}

/** How to say it, in the way in which this one was started: npm takes flags before `--` for its own. */
export function ownerExample({ npm_lifecycle_event: script, npm_command: command }: NodeJS.ProcessEnv = process.env): string {
  if (script === "start") return "npm start -- ../my-portfolio --owner ada";
  return `${command === "exec" ? "npx " : ""}create-devops-portfolio my-portfolio --owner ada`;
}
