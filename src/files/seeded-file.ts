import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Component } from "projen/lib/component";
import type { Project } from "projen/lib/project";
import type { Scope } from "../portfolio/scope";
import { render } from "./render";
import type { Seeds } from "./render-tree";
import type { TreeFile } from "./tree";

/** A file that is written once, when it is missing from a new repository, and then belongs to the user. */
export class SeededFile extends Component implements Seeds {
  constructor(
    project: Project,
    readonly path: string,
    private readonly template: string,
    private readonly scope: Scope,
    /** Where the file was in former versions: what the user wrote there goes on here. */
    private readonly formerly?: string,
  ) {
    super(project);
  }

  public seed(): readonly [string, TreeFile] {
    const content = this.former() ?? render(this.template, this.scope);
    return [this.path, { content, executable: this.path.endsWith(".sh"), ownership: "seeded" }];
  }

  private former(): string | undefined {
    const file = this.formerly && join(this.project.outdir, this.formerly);
    return file && existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }
}
