import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { IConstruct } from "constructs";
import { FileBase } from "projen/lib/file";
import type { Portfolio } from "../portfolio/portfolio";
import { keepNewerPins } from "./action-pins";
import { withMarker } from "./marker";
import { render } from "./render";

/** A managed file that is rendered from a template: rewritten by each synthesis, read-only on disk. */
export class TemplateFile extends FileBase {
  constructor(
    scope: IConstruct,
    path: string,
    private readonly template: string,
    private readonly portfolio: Portfolio,
  ) {
    super(scope, path, { editGitignore: false, executable: path.endsWith(".sh") });
  }

  protected override synthesizeContent(): string {
    const content = withMarker(this.path, render(this.template, this.portfolio), this.marker);
    const target = join(this.project.outdir, this.path);
    return this.path.startsWith(".github/workflows/") && existsSync(target)
      ? keepNewerPins(content, readFileSync(target, "utf8"))
      : content;
  }
}
