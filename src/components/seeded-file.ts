import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Component } from "projen/lib/component";
import type { Project } from "projen/lib/project";
import type { Portfolio } from "../portfolio/portfolio";
import { render } from "./render";

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
    const target = join(this.project.outdir, this.path);
    if (existsSync(target)) return;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, render(this.template, this.portfolio), { mode: this.path.endsWith(".sh") ? 0o755 : 0o644 });
  }
}
