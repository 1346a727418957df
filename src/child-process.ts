import { execFile, spawn, spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { Failure, toFailure } from "./usage-error";

/**
 * What git itself says is of one repository (`git rev-parse --local-env-vars`), and what would read or write another than
 * the one in the current folder. A hook, or a person with a dotfiles repository, has some of them set.
 */
const GIT =
  /^GIT_(ALTERNATE_OBJECT_DIRECTORIES|CONFIG|CONFIG_PARAMETERS|CONFIG_COUNT|OBJECT_DIRECTORY|DIR|WORK_TREE|IMPLICIT_WORK_TREE|GRAFT_FILE|INDEX_FILE|NO_REPLACE_OBJECTS|REPLACE_REF_BASE|PREFIX|INTERNAL_SUPER_PREFIX|SHALLOW_FILE|COMMON_DIR|NAMESPACE|ATTR_SOURCE|QUARANTINE_PATH|TEMPLATE_DIR|DIFF_OPTS|EXTERNAL_DIFF|DEFAULT_HASH|DEFAULT_REF_FORMAT)$/;

/** What Python would load instead of the folder's own environment. */
const PYTHON = /^(PYTHON\w+|VIRTUAL_ENV)$/;

/** Settings of pip say what it does; only those of where it finds packages, and how, are a person's to make here. */
const PIP =
  /^PIP_(?!(INDEX_URL|EXTRA_INDEX_URL|NO_INDEX|FIND_LINKS|TRUSTED_HOST|CERT|CLIENT_CERT|PROXY|CACHE_DIR|NO_CACHE_DIR|(DEFAULT_)?TIMEOUT|RETRIES|CONFIG_FILE|KEYRING_PROVIDER|NO_INPUT|DISABLE_PIP_VERSION_CHECK)$)/;

/** The same of npm, which often starts this command and hands its own settings on. */
const NPM =
  /^(NODE_ENV$|npm_config_(?!(@.*|\/\/.*|_auth.*|registry|replace_registry_host|userconfig|globalconfig|cache|(https?_)?proxy|noproxy|ca|cafile|cert|key|strict_ssl|fetch_.*|maxsockets|(prefer_)?offline|prefer_online|user_agent|local_address|loglevel|color|progress|audit|fund|update_notifier|script_shell|before|min_release_age)$))/i;

/** Compose would start another project than the one of the folder. */
const COMPOSE = /^COMPOSE_(FILE|PROJECT_NAME|PROFILES|ENV_FILES|PATH_SEPARATOR)$/;

const SHELL = /^(CDPATH|ENV|BASH_ENV|GREP_OPTIONS)$/;

/** The environment of the user without what makes a program act on another folder, or otherwise, than it is told. */
export function cleanEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => ![GIT, PYTHON, PIP, NPM, COMPOSE, SHELL].some((pattern) => pattern.test(name.replaceAll("-", "_"))),
  );
  return {
    ...Object.fromEntries(kept),
    GIT_TEMPLATE_DIR: "",
    npm_config_include: "dev",
    npm_config_workspaces: "false",
    PIP_USER: "0",
  };
}

/** No program of a person's is run unasked. */
const QUIET = ["core.hooksPath=/dev/null", "core.fsmonitor=false", "safe.directory=*"];

/** What a person set up for their own work has no say in a repository that is made for them. */
const NEUTRAL = [
  ...QUIET,
  "core.excludesFile=",
  "core.attributesFile=",
  "init.defaultObjectFormat=sha1", // GitHub takes no other
  "init.defaultRefFormat=files",
];

/** Runs git in a repository that is being made. @returns what it prints */
export function git(folder: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string> {
  return runGit(folder, NEUTRAL, args, more);
}

/** The same in a repository that a person works in: what they ignore, and how they write files, counts there. */
export function gitOfPerson(folder: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string> {
  return runGit(folder, QUIET, args, more);
}

/** The arguments with which {@link gitOfPerson} starts git, for whoever shows what is run. */
export function gitArguments(folder: string, args: readonly string[], settings: readonly string[] = QUIET): string[] {
  return ["-C", resolve(folder), ...settings.flatMap((setting) => ["-c", setting]), ...args];
}

async function runGit(folder: string, settings: readonly string[], args: readonly string[], more: NodeJS.ProcessEnv): Promise<string> {
  const options = { cwd: folder, env: { ...cleanEnvironment(), ...more }, timeout: 120_000, maxBuffer: 64 * 1024 * 1024 };
  try {
    return (await promisify(execFile)("git", gitArguments(folder, args, settings), options)).stdout;
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    throw Object.assign(new Failure(`git ${args[0]} failed in ${folder}: ${reasonOf(error)}`), { code, stderr });
  }
}

/** Why a program failed, in a line: what it said, or else what the system says. */
export function reasonOf(error: unknown): string {
  const { stderr, message } = error as Error & { stderr?: string };
  return (stderr || message).trim().split("\n")[0];
}

/** Neither a person's settings of git nor those of a repository around a folder change what is shown and merged in it. */
function withoutSettings(folder: string): NodeJS.ProcessEnv {
  return {
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    HOME: folder, // for a git from before 2.32, which does not know that one
    XDG_CONFIG_HOME: folder,
    GIT_CEILING_DIRECTORIES: dirname(folder),
  };
}

/** What git prints about files that lie in no repository. */
export interface Printed {
  /** Nothing where git is not there. */
  readonly status: number | null;
  readonly stdout: Buffer;
}

/** Runs git over files in a folder of their own. @param files by path; one without content is a folder */
export function gitOver(files: Iterable<readonly [path: string, content?: string | Buffer]>, args: readonly string[]): Printed {
  return inTemporaryFolder((cwd) => {
    for (const [path, content] of files) {
      mkdirSync(content === undefined ? join(cwd, path) : dirname(join(cwd, path)), { recursive: true });
      if (content !== undefined) writeFileSync(join(cwd, path), content);
    }
    const env = { ...cleanEnvironment(), ...withoutSettings(cwd) };
    return spawnSync("git", args, { cwd, env, stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 });
  });
}

/** A folder that is gone when it has been used. */
export function inTemporaryFolder<Result>(use: (folder: string) => Result): Result {
  const folder = temporaryFolder();
  const remove = () => rmSync(folder, { recursive: true, force: true });
  let result: Result;
  try {
    result = use(folder);
  } catch (error) {
    remove();
    throw error;
  }
  if (result instanceof Promise) return result.finally(remove) as Result;
  remove();
  return result;
}

/** Where the system has its temporary files; in one of its usual places where TMPDIR names none that can be used. */
function temporaryFolder(): string {
  const [place, ...others] = [tmpdir(), "/tmp", "/var/tmp"];
  const make = (parent: string) => mkdtempSync(join(parent, "create-devops-portfolio-"));
  try {
    return make(place);
  } catch (error) {
    const other = others.find((parent) => isUsable(parent));
    if (other === undefined) throw toFailure(error, "cannot make a temporary folder");
    return make(other);
  }
}

function isUsable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** How a program ended. */
export type Ending = "success" | "failure" | "interruption";

/** Where to what a program prints: to stderr, or to whoever asks for it. */
export type Output = "shown" | ((text: string) => void);

/** Runs a command line in a folder. A signal to stop goes to it, too. */
export function runShell(folder: string, commandLine: string, output: Output): Promise<Ending> {
  return new Promise((done) => {
    const stdio = typeof output === "function" ? (["ignore", "pipe", "pipe"] as const) : (["ignore", 2, 2] as const);
    const child = spawn(commandLine, { cwd: folder, env: cleanEnvironment(), shell: true, stdio: [...stdio] });
    if (typeof output === "function") for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", output);
    let interrupted = false;
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    const stop = (signal: NodeJS.Signals) => {
      interrupted = true;
      child.kill(signal);
    };
    for (const signal of signals) process.on(signal, stop);
    const end = (ending: Ending) => {
      for (const signal of signals) process.off(signal, stop);
      done(interrupted ? "interruption" : ending);
    };
    child.once("error", () => end("failure"));
    child.once("close", (status, signal) => end(signal ? "interruption" : status === 0 ? "success" : "failure"));
  });
}
