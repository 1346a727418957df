import { FileBase } from "projen/lib/file";
import type { Project } from "projen/lib/project";
import { withBase } from "../files/base";
import type { Comparison } from "../files/compare";
import { isRendered, noteChange, type Ownership, renderTree } from "../files/render-tree";
import type { Tree } from "../files/tree";
import { writeTree } from "../files/write-tree";

/** The files of a repository. Nothing is written. */
export function render(project: Project, ownership: Ownership): Tree {
  for (const component of project.components) component.preSynthesize();
  return renderTree(project, ownership);
}

/** The same, with the record of them. */
export function prepare(project: Project, ownership: Ownership): Tree {
  return withBase(render(project, ownership));
}

/** What projen's own `synth` does, but that every file is rendered before the first is written, and that edits stay. */
export function synthesize(project: Project, tree: Tree): Comparison {
  const comparison = writeTree(project.outdir, tree);
  const changes = new Map(comparison.changes.map((change) => [change.path, change]));
  for (const subproject of project.subprojects) subproject.synth();
  for (const component of project.components) {
    if (!isRendered(component)) component.synthesize();
    else if (component instanceof FileBase) {
      const after = tree.get(component.path)?.content;
      const change = changes.get(component.path);
      if (after !== undefined) noteChange(component, change ? change.before?.toString() : after, after, change !== undefined);
    }
  }
  finish(project);
  return comparison;
}

function finish(project: Project): void {
  const initial = project.initProject;
  if (initial) for (const component of project.components) component.projectCreation(initial);
  if (process.env.PROJEN_DISABLE_POST && process.env.PROJEN_DISABLE_POST !== "false") return;
  for (const component of project.components) component.postSynthesize();
  project.postSynthesize();
  if (initial) for (const component of project.components) component.postProjectCreation(initial);
}
