import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A program to measure, run in a new empty folder each time. */
export interface Candidate {
  readonly command: string;
  readonly args: (folder: string) => string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Where to run it. @default - the new folder */
  readonly cwd?: string;
}

/** Median wall-clock milliseconds of each candidate, from interleaved runs, so that a busy moment hits all alike. */
export function medians<Name extends string>(candidates: Record<Name, Candidate>, runs: number): Record<Name, number> {
  const names = Object.keys(candidates) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let run = 0; run <= runs; run++) {
    for (const name of names) {
      const elapsed = once(candidates[name]);
      if (run > 0) times[name].push(elapsed); // the first run warms the file cache
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

function once({ command, args, env, cwd }: Candidate): number {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const start = process.hrtime.bigint();
    const { status, error, stderr } = spawnSync(command, args(folder), {
      cwd: cwd ?? folder,
      env: { ...process.env, ...env },
      encoding: "utf8",
    });
    const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
    if (error || status !== 0) throw error ?? new Error(`${command} ${args(folder).join(" ")} ended with ${status}: ${stderr}`);
    return elapsed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
  const width = Math.max(...results.map(({ what }) => what.length));
  for (const { what, value, unit, reach, atLeast, note } of results) {
    const reached = reach === undefined ? "" : (atLeast ? value >= reach : value <= reach) ? "reached" : "missed";
    const goal = reach === undefined ? "" : `${atLeast ? "≥" : "≤"} ${reach}`;
    console.log(
      `${what.padEnd(width)}  ${value.toFixed(2).padStart(9)} ${unit.padEnd(9)} ${goal.padEnd(9)} ${reached.padEnd(8)} ${note ?? ""}`,
    );
  }
}
