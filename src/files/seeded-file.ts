import { join } from "node:path";
import { Component } from "projen/lib/component";
import type { Project } from "projen/lib/project";
import type { Portfolio } from "../portfolio/portfolio";
import { render } from "./render";
import { writeOnce } from "./write-file";

/** A file that is written once, when it is missing from a new repository, and then belongs to the user. */
export class SeededFile extends Component {
  constructor(
    project: Project,
    readonly path: string,
    private readonly template: string,
    private readonly portfolio: Portfolio,
  ) {
    super(project);
  }

  public override synthesize(): void {
    writeOnce(join(this.project.outdir, this.path), () => render(this.template, this.portfolio), this.path.endsWith(".sh"));
  }
}
