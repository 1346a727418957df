import { join } from "node:path";
import type { IConstruct } from "constructs";
import { FileBase } from "projen/lib/file";
import type { Project } from "projen/lib/project";
import type { Portfolio } from "../portfolio/portfolio";
import { keepNewerPins } from "./action-pins";
import { withMarker } from "./marker";
import { render } from "./render";
import { readIfExists, writeReadOnly } from "./write-file";

/** A managed file that is rendered from a template: rewritten by each synthesis, read-only on disk. */
export class TemplateFile extends FileBase {
  private readonly edits: ((content: string) => string)[] = [];

  constructor(
    scope: IConstruct,
    path: string,
    private readonly template: string,
    private readonly portfolio: Portfolio,
  ) {
    super(scope, path, { editGitignore: false, executable: path.endsWith(".sh") });
  }

  /** Changes what is rendered. What cannot be changed so is said at once: where it is asked for, not at the synthesis. */
  public edit(change: (content: string) => string): void {
    change(this.content());
    this.edits.push(change);
  }

  private content(): string {
    return this.edits.reduce((content, change) => change(content), render(this.template, this.portfolio));
  }

  public override synthesize(): void {
    const target = join(this.project.outdir, this.path);
    const onDisk = readIfExists(target);
    const content = this.synthesizeContent();
    const isWorkflow = this.path.startsWith(".github/workflows/");
    writeReadOnly(target, isWorkflow && onDisk ? keepNewerPins(content, onDisk) : content, onDisk, this.executable);
  }

  protected override synthesizeContent(): string {
    return withMarker(this.path, this.content(), this.marker);
  }

  /** projen looks through every construct each time that it is asked for the marker. */
  public override get marker(): string | undefined {
    if (!markers.has(this.project)) markers.set(this.project, super.marker);
    return markers.get(this.project);
  }
}

const markers = new WeakMap<Project, string | undefined>();
