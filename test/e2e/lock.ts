import { readFileSync, rmSync, writeFileSync } from "node:fs";

/** One run at a time: two would take each other's cluster down. The lock of a run that has ended does not count. */
export class Lock {
  held = false;

  constructor(private readonly file: string) {}

  take(): void {
    const owner = this.owner();
    if (owner !== undefined) throw new Error(`another run (process ${owner}) uses this machine`);
    writeFileSync(this.file, String(process.pid));
    this.held = true;
  }

  release(): void {
    rmSync(this.file, { force: true });
    this.held = false;
  }

  private owner(): number | undefined {
    try {
      const pid = Number(readFileSync(this.file, "utf8"));
      if (pid > 0) process.kill(pid, 0); // throws when there is no such process
      return pid || undefined;
    } catch {
      return undefined;
    }
  }
}
