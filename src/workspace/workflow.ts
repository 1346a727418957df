import type { SourceFile } from "./repository";
import { commandsIn, type ShellCommand } from "./shell";
import { listOf, mapOf, type Path, type Place, part, textValue, type Value, type YamlDocument } from "./yaml";

export interface Step {
  readonly value: Value;
  readonly path: Path;
  readonly job: Job;
  readonly uses?: string;
  readonly run?: string;
}

export interface Job {
  readonly id: string;
  readonly value: Value;
  readonly path: Path;
  readonly steps: Step[];
}

/** A workflow of GitHub Actions. */
export class Workflow {
  readonly jobs: Job[];
  private readonly known = new Map<Step, ShellCommand[]>();

  constructor(
    readonly file: SourceFile,
    readonly document: YamlDocument,
  ) {
    this.jobs = Object.entries(mapOf(part(document.value, "jobs"))).map(([id, value]) => {
      const job: Job = { id, value, path: ["jobs", id], steps: [] };
      listOf(part(value, "steps")).forEach((step, at) => {
        job.steps.push({
          value: step,
          path: ["jobs", id, "steps", at],
          job,
          uses: textValue(part(step, "uses")),
          run: textValue(part(step, "run")),
        });
      });
      return job;
    });
  }

  get name(): string {
    return textValue(part(this.document.value, "name")) ?? this.file.path;
  }

  /** What starts it: events with their settings. `on` is a boolean to YAML 1.1, so both keys are read. */
  get events(): Readonly<Record<string, Value>> {
    const on = part(this.document.value, "on") ?? part(this.document.value, "true");
    if (typeof on === "string") return { [on]: null };
    return Array.isArray(on) ? Object.fromEntries(on.map((event) => [String(event), null])) : mapOf(on);
  }

  get steps(): Step[] {
    return this.jobs.flatMap(({ steps }) => steps);
  }

  at(...path: Path): Place {
    return this.document.at(...path);
  }

  folderOf(step: Step): string {
    const folder =
      textValue(part(step.value, "working-directory")) ??
      textValue(part(step.job.value, "defaults", "run", "working-directory")) ??
      textValue(part(this.document.value, "defaults", "run", "working-directory")) ??
      "";
    return folder.replace(/^\.\/?/, "").replace(/\/$/, "");
  }

  /** What a step's script runs; its lines begin below the key when it is a block. */
  commandsOf(step: Step): ShellCommand[] {
    if (!step.run) return [];
    const known = this.known.get(step);
    if (known) return known;
    const { file, line } = this.at(...step.path, "run");
    const block = /run:\s*[|>][-+\d]*\s*(#.*)?$/.test(file.lines[line - 1] ?? "");
    const commands = commandsIn({
      text: step.run,
      place: (at) => ({ file, line: line + at - (block ? 0 : 1) }),
      folder: this.folderOf(step),
      origin: "workflow",
    });
    this.known.set(step, commands);
    return commands;
  }

  get commands(): ShellCommand[] {
    return this.steps.flatMap((step) => this.commandsOf(step));
  }

  /** The environment that is written in it, as far as it is plain. */
  get environment(): Map<string, string> {
    const all = [
      part(this.document.value, "env"),
      ...this.jobs.map((job) => part(job.value, "env")),
      ...this.steps.map((step) => part(step.value, "env")),
    ];
    return new Map(all.flatMap((env) => Object.entries(mapOf(env)).map(([key, value]) => [key, textValue(value) ?? ""] as const)));
  }
}
