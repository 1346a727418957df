import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

/** A program to measure, run in a new empty folder each time. */
export interface Candidate {
  readonly command: string;
  readonly args: (folder: string) => string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Where to run it. @default - the new folder */
  readonly cwd?: string;
}

/** Median wall-clock milliseconds of each candidate, see {@link interleaved}. */
export function medians<Name extends string>(candidates: Record<Name, Candidate>, runs: number): Record<Name, number> {
  const folders: string[] = [];
  const prepare = (candidate: Candidate) => () => {
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    folders.push(folder);
    return () => run(candidate, folder);
  };
  try {
    const entries = Object.entries<Candidate>(candidates).map(([name, candidate]) => [name, prepare(candidate)]);
    return interleaved(Object.fromEntries(entries), runs);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** Median milliseconds of what each job gives to measure, from interleaved runs, so that a busy moment hits all alike. */
export function interleaved<Name extends string>(jobs: Record<Name, () => () => void>, runs: number): Record<Name, number> {
  const names = Object.keys(jobs) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let run = 0; run <= runs; run++) {
    for (const name of names) {
      const measured = jobs[name]();
      const start = performance.now();
      measured();
      if (run > 0) times[name].push(performance.now() - start); // the first run warms the file cache
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

function run({ command, args, env, cwd }: Candidate, folder: string): void {
  const list = args(folder);
  const { status, error, stderr } = spawnSync(command, list, { cwd: cwd ?? folder, env: { ...process.env, ...env }, encoding: "utf8" });
  if (error || status !== 0) throw error ?? new Error(`${command} ${list.join(" ")} ended with ${status}: ${stderr}`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A line of the result: what was measured, in relation to what, and what it should reach. */
export interface Result {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The value is to be at most (or, with `atLeast`, at least) this. */
  readonly reach?: number;
  readonly atLeast?: boolean;
  readonly note?: string;
}

export function print(results: readonly Result[]): void {
  console.log(`Node ${process.version}, ${availableParallelism()} cores`);
  const width = Math.max(...results.map(({ what }) => what.length));
  for (const { what, value, unit, reach, atLeast, note } of results) {
    const reached = reach === undefined ? "" : (atLeast ? value >= reach : value <= reach) ? "reached" : "missed";
    const goal = reach === undefined ? "" : `${atLeast ? "≥" : "≤"} ${reach}`;
    console.log(
      `${what.padEnd(width)}  ${value.toFixed(2).padStart(9)} ${unit.padEnd(9)} ${goal.padEnd(9)} ${reached.padEnd(8)} ${note ?? ""}`,
    );
  }
}
