import { execFileSync } from "node:child_process";

/** Resident megabytes of a process and its children. */
export function megabytesOf(pid: number): number {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" });
  const rows = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const own = rows.filter(([id, parent]) => id === pid || parent === pid);
  return own.reduce((sum, [, , kilobytes]) => sum + kilobytes, 0) / 1024;
}
