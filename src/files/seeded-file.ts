import { Component } from "projen/lib/component";
import type { Project } from "projen/lib/project";
import type { Scope } from "../portfolio/scope";
import { render } from "./render";
import type { Seeds } from "./render-tree";
import { isScript, type TreeFile } from "./tree";

/** A file that is written once, when it is missing from a new repository, and then belongs to the user. */
export class SeededFile extends Component implements Seeds {
  constructor(
    project: Project,
    readonly path: string,
    private readonly template: string,
    private readonly scope: Scope,
  ) {
    super(project);
  }

  public seed(): readonly [string, TreeFile] {
    return [this.path, { content: render(this.template, this.scope), executable: isScript(this.path), ownership: "seeded" }];
  }
}
