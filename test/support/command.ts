import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

export const repositoryRoot = join(__dirname, "../..");

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the bundled command as a user would: without a terminal, so that it never asks. */
export function command(args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): CommandResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(repositoryRoot, "bin/create-devops-portfolio.js"), ...args], {
    encoding: "utf8",
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
  });
  return { status, stdout, stderr };
}

/** Runs a program in a folder; it must succeed. */
export function sh(cwd: string, script: string, env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${script} (in ${cwd}) ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** Every file below a folder, but for git's and package managers', with its content and whether it can be executed. */
export function readTree(folder: string): Record<string, string> {
  return Object.fromEntries(
    walk(folder).map((file) => [relative(folder, file), `${statSync(file).mode & 0o100 ? "x" : "-"} ${readFileSync(file, "utf8")}`]),
  );
}

export function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== ".git" && name !== "node_modules")
    .flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]));
}
