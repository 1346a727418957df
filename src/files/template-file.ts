import { readFileSync } from "node:fs";
import type { IConstruct } from "constructs";
import { FileBase } from "projen/lib/file";
import type { Project } from "projen/lib/project";
import type { Scope } from "../portfolio/scope";
import { keepNewerPins } from "./action-pins";
import { withMarker } from "./marker";
import { render } from "./render";
import { isScript } from "./tree";

/** A managed file that is rendered from a template by each synthesis. */
export class TemplateFile extends FileBase {
  private readonly edits: ((content: string) => string)[] = [];

  constructor(
    project: IConstruct,
    path: string,
    private readonly template: string,
    private readonly scope: Scope,
    /** Whether a file of the user's in its place stays as it is. */
    readonly yields = false,
  ) {
    super(project, path, { editGitignore: false, executable: isScript(path) });
  }

  /** Changes what is rendered. What cannot be changed so is said at once: where it is asked for, not at the synthesis. */
  public edit(change: (content: string) => string): void {
    change(this.content());
    this.edits.push(change);
  }

  private content(): string {
    return this.edits.reduce((content, change) => change(content), render(this.template, this.scope));
  }

  protected override synthesizeContent(): string {
    const content = withMarker(this.path, this.content(), this.marker);
    if (!this.path.startsWith(".github/workflows/")) return content;
    const onDisk = readIfExists(this.absolutePath);
    return onDisk === undefined ? content : keepNewerPins(content, onDisk);
  }

  /** projen looks through every construct each time that it is asked for the marker. */
  public override get marker(): string | undefined {
    if (!this.scope.markers) return undefined;
    if (!markers.has(this.project)) markers.set(this.project, super.marker);
    return markers.get(this.project);
  }
}

const markers = new WeakMap<Project, string | undefined>();

function readIfExists(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
