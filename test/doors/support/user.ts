import { spawn, spawnSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { cache, newerNode } from "./tools";

export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

/** Somebody who tries our packages: an ordinary user (yo refuses root) in empty folders, with a registry and a Node. */
export class User {
  private readonly home = join(cache, "user");
  private readonly folders: string[] = [];

  constructor(
    private readonly registry?: string,
    private readonly node?: "newer",
    private readonly more: NodeJS.ProcessEnv = {},
  ) {
    mkdirSync(this.home, { recursive: true });
    if (isRoot) chownSync(this.home, NOBODY, NOBODY);
  }

  /** An empty folder of the user's. */
  folder(): string {
    // Nothing lies beside it: the generators would look there.
    const parent = mkdtempSync(join(tmpdir(), "door-"));
    this.folders.push(parent);
    const folder = join(parent, "here");
    mkdirSync(folder);
    for (const path of [parent, folder]) if (isRoot) chownSync(path, NOBODY, NOBODY);
    return folder;
  }

  /** Runs a command line as the user types it, without a terminal; it must succeed. */
  run(folder: string, commandLine: string): string {
    const { status, output } = this.try(folder, commandLine);
    if (status !== 0) throw new Error(`${commandLine} (in ${folder}) ended with ${status}:\n${output}`);
    return output;
  }

  try(folder: string, commandLine: string, input = ""): Outcome {
    const { status, stdout, stderr, error } = spawnSync("bash", ["-c", commandLine], { ...this.options(folder), encoding: "utf8", input });
    if (error) throw error;
    return { status, output: `${stdout}${stderr}` };
  }

  /** Runs a command line on a terminal and types keys, one after another. */
  async type(folder: string, commandLine: string, keys: readonly string[]): Promise<Outcome> {
    const child = spawn("script", ["--quiet", "--return", "--echo", "never", "--command", commandLine, "/dev/null"], this.options(folder));
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    const rest = [...keys];
    let seen = 0;
    let answered = 0;
    // The next key when there is a question since the last one, on one line or more, and nothing more comes.
    const typing = setInterval(() => {
      const screen = output.length;
      if (screen === seen && stripVTControlCharacters(output.slice(answered)).includes("?") && rest.length > 0) {
        child.stdin.write(rest.shift() as string);
        answered = screen;
      }
      seen = screen;
    }, 250);
    const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
    clearInterval(typing);
    return { status, output };
  }

  /** Removes the user's folders. */
  leave(): void {
    for (const folder of this.folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }

  private options(folder: string) {
    const env: NodeJS.ProcessEnv = {
      HOME: this.home,
      PATH: [...(this.node ? [newerNode] : []), process.env.PATH].join(delimiter),
      LANG: "C.UTF-8",
      TERM: "xterm",
      npm_config_yes: "true",
      npm_config_update_notifier: "false",
      npm_config_audit: "false",
      GIT_CONFIG_COUNT: "2",
      GIT_CONFIG_KEY_0: "user.name",
      GIT_CONFIG_VALUE_0: "Ada",
      GIT_CONFIG_KEY_1: "user.email",
      GIT_CONFIG_VALUE_1: "ada@example.com",
      ...this.more,
      ...(this.registry && { npm_config_registry: this.registry }),
    };
    return { cwd: folder, env, maxBuffer: 64 * 1024 * 1024, ...(isRoot && { uid: NOBODY, gid: NOBODY }) };
  }
}
