import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { sh, walk } from "./command";
import type { Generated } from "./portfolio";

/** Where the three repositories lie. */
export type Folders = Pick<Generated, "root" | "app" | "infra" | "docs">;

/** A command block of the generated Markdown that carries `<!-- run: id [in app|infra|docs] [cluster] [background] -->`. */
export interface CommandBlock {
  readonly id: string;
  /** Folder in which it runs. */
  readonly cwd: string;
  readonly script: string;
  /** Whether it needs the deployed portfolio. */
  readonly cluster: boolean;
  /** Whether it runs until it is ended, such as a port-forward. */
  readonly background: boolean;
  /** The page: `devops-portfolio-project/README.md`. */
  readonly page: string;
  readonly line: number;
}

const BLOCK = /^([ ]*)<!-- run: ([a-z0-9-]+)(?: in (app|infra|docs))?((?: (?:cluster|background))*) -->\n+\1```sh\n([\s\S]*?)^\1```$/gm;

/** Every block of the three repositories that a test can run. Its text is what runs, so that the two cannot differ. */
export function commandBlocks(folders: Folders): CommandBlock[] {
  return (["app", "infra", "docs"] as const).flatMap((home) =>
    walk(folders[home])
      .filter((file) => file.endsWith(".md"))
      .flatMap((file) => blocksOf(file, folders, home)),
  );
}

function blocksOf(file: string, folders: Folders, home: "app" | "infra" | "docs"): CommandBlock[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(BLOCK)].map((match) => {
    const [, indent, id, repository, flags, script] = match;
    return {
      id,
      cwd: folders[(repository as typeof home | undefined) ?? home],
      script: script.replace(new RegExp(`^${indent}`, "gm"), ""),
      cluster: flags.includes("cluster"),
      background: flags.includes("background"),
      page: relative(folders.root, file),
      line: text.slice(0, match.index).split("\n").length,
    };
  });
}

/** The block of an id in the docs repository, or in another one. */
export function commandBlock(folders: Folders, id: string, home: "app" | "infra" | "docs" = "docs"): CommandBlock {
  const page = `${relative(folders.root, folders[home])}/`;
  const found = commandBlocks(folders).filter((block) => block.id === id && block.page.startsWith(page));
  if (found.length !== 1) throw new Error(`${found.length} command blocks of ${page} are called ${id}`);
  return found[0];
}

/** Runs a block as a reader would paste it: line after line, stopping at the first that fails. */
export function runBlock({ cwd, script }: CommandBlock, env: NodeJS.ProcessEnv = {}): string {
  // A reader says yes when npx offers to fetch projen.
  return sh(cwd, `set -e\n${script}`, { npm_config_yes: "true", ...env });
}

/**
 * Runs the blocks of one page of the docs repository that need the cluster, in their order; what runs in the background
 * does so until the end of the page. `after` looks at what a block, by its id, has brought about. Gives the ids of what ran.
 */
export async function runPage(
  folders: Folders,
  page: string,
  options: { env?: NodeJS.ProcessEnv; skip?: readonly string[]; after?: Readonly<Record<string, () => Promise<unknown>>> } = {},
): Promise<string[]> {
  const wanted = relative(folders.root, join(folders.docs, page));
  const blocks = commandBlocks(folders).filter((block) => block.page === wanted && block.cluster && !options.skip?.includes(block.id));
  const background: ChildProcess[] = [];
  try {
    for (const block of blocks) {
      if (block.background) background.push(await startBlock(block, options.env));
      else await endOf(startShell(block, options.env), block);
      await options.after?.[block.id]?.();
    }
  } finally {
    for (const { pid } of background) if (pid) endGroup(pid);
  }
  return blocks.map(({ id }) => id);
}

/** Until kubectl says that it forwards. */
function startBlock(block: CommandBlock, env?: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = startShell(block, env);
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (data) => String(data).includes("Forwarding from") && resolve(child));
    endOf(child, block).then(() => reject(new Error(`${block.page}:${block.line}: ${block.id} ended by itself`)), reject);
  });
}

function startShell({ cwd, script }: CommandBlock, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const options = {
    cwd,
    env: { ...process.env, npm_config_yes: "true", ...env },
    stdio: ["ignore", "pipe", "pipe"] as ["ignore", "pipe", "pipe"],
  };
  // A group of its own, so that what the shell started ends with it.
  return spawn("sh", ["-c", `set -e\n${script}`], { ...options, detached: true });
}

function endOf(child: ChildProcess, { id, page, line }: CommandBlock): Promise<void> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data) => {
      output += data;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) =>
      status === 0 ? resolve() : reject(new Error(`${page}:${line}: ${id} ended with ${status}:\n${output.slice(-4000)}`)),
    );
  });
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid);
  } catch {
    // It has ended already.
  }
}
