import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { interruption } from "./shell";

/** One line of the final table. */
interface Result {
  readonly group: string;
  readonly name: string;
  readonly seconds: number;
  readonly error?: string;
}

/** The story of the run: steps with their time and outcome, and facts that were measured on the way. */
export class Story {
  readonly results: Result[] = [];
  private readonly facts: [string, string][] = [];
  private group = "";
  private current = "";
  /** Keeps what explains a failed step. */
  onFailure?: (step: string) => Promise<void>;

  constructor(readonly folder: string) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  chapter(title: string): void {
    this.group = title;
    console.log(`\n${title}`);
  }

  /** Where the output of the step that runs belongs. */
  get logFile(): string {
    return join(this.folder, `${slug(`${this.group} ${this.current}`)}.log`);
  }

  /** Runs a step and records its outcome. A step that the later ones build upon throws on. */
  async step<T>(name: string, action: () => Promise<T>): Promise<T> {
    const start = Date.now();
    this.current = name;
    try {
      const value = await action();
      this.record(name, start);
      return value;
    } catch (error) {
      if (!interruption.signal.aborted) {
        this.record(name, start, error instanceof Error ? error.message : String(error));
        await this.onFailure?.(name).catch(() => undefined);
      }
      throw error;
    }
  }

  /** A step whose failure does not hinder the others. Tells whether it passed. */
  async proof(name: string, action: () => Promise<unknown>): Promise<boolean> {
    try {
      await this.step(name, action);
      return true;
    } catch {
      interruption.signal.throwIfAborted();
      return false;
    }
  }

  fact(name: string, value: string): void {
    this.facts.push([name, value]);
    console.log(`      ${name}: ${value}`);
  }

  get failed(): number {
    return this.results.filter((result) => result.error !== undefined).length;
  }

  /** An interrupted run has not passed. */
  interrupted(reason: string): void {
    this.results.push({ group: "The end", name: "interrupted", seconds: 0, error: reason });
  }

  /** The table, the JUnit report, what failed once more where a long log is cut, and the last line that machines read. */
  finish(): void {
    const rows = this.results.map(({ group, name, seconds, error }) => [error ? "FAIL" : "ok", seconds.toFixed(1), `${group}: ${name}`]);
    const table = [
      ...rows.map(([state, seconds, name]) => `${state.padEnd(4)} ${seconds.padStart(7)} s  ${name}`),
      "",
      ...this.facts.map(([name, value]) => `${name}: ${value}`),
    ].join("\n");
    const passed = this.results.length - this.failed;
    writeFileSync(join(this.folder, "table.txt"), `${table}\n`);
    writeFileSync(join(this.folder, "junit.xml"), this.junit());
    const failures = this.results.flatMap(({ group, name, error }) => (error === undefined ? [] : [`FAIL ${group}: ${name}\n${error}\n`]));
    console.log(`\n${table}\n`);
    console.log([...failures, `${passed} passed, ${this.failed} failed`].join("\n"));
  }

  private record(name: string, start: number, error?: string): void {
    const seconds = (Date.now() - start) / 1000;
    this.results.push({ group: this.group, name, seconds, error });
    console.log(`  ${error ? "FAIL" : "ok  "} ${name} (${seconds.toFixed(1)} s)`);
    if (error) console.log(error.replace(/^/gm, "       "));
  }

  private junit(): string {
    const cases = this.results.map(({ group, name, seconds, error }) => {
      const head = `<testcase classname="${xml(group)}" name="${xml(name)}" time="${seconds.toFixed(3)}"`;
      return error ? `${head}><failure message="${xml(error.split("\n")[0])}">${xml(error)}</failure></testcase>` : `${head}/>`;
    });
    const counts = `tests="${this.results.length}" failures="${this.failed}"`;
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="e2e" ${counts}>\n${cases.join("\n")}\n</testsuite>\n`;
  }
}

export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

/** XML 1.0 has no control characters, escaped or not. */
function xml(text: string): string {
  const marks: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to go
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/[&<>"]/g, (mark) => marks[mark]);
}
