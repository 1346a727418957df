import { join, posix } from "node:path";
import type { Project } from "projen/lib/project";
import type { Scope } from "../portfolio/scope";
import { SeededFile } from "./seeded-file";
import { TemplateFile } from "./template-file";
import { listTemplates } from "./templates";

export interface TemplateTreeOptions {
  /** Whether we rewrite the files (managed) or write them once (seeded). */
  readonly owner: "managed" | "seeded";
  /** Where the tree goes in the repository. @default - the root */
  readonly target?: string;
  /** Whether the tree's files replace others of the same name. @default false */
  readonly replace?: boolean;
  /** Whether managed files give way to one of the user's, which was seeded in former versions. */
  readonly yields?: boolean;
}

/** Fills a repository from a folder of `templates/`, or one elsewhere, laid out like what it fills. */
export function addTemplateTree(project: Project, scope: Scope, folder: string, options: TemplateTreeOptions): void {
  const { owner, target = "", replace = false, yields } = options;
  for (const template of listTemplates(folder)) {
    const path = posix.join(target, targetPath(template, scope));
    if (replace) removeFile(project, path);
    if (owner === "managed") new TemplateFile(project, path, join(folder, template), scope, yields);
    else new SeededFile(project, path, join(folder, template), scope);
  }
}

/** The files of a repository, managed and seeded. */
export function filesOf(project: Project): (TemplateFile | SeededFile)[] {
  return project.components.filter((component) => component instanceof TemplateFile || component instanceof SeededFile);
}

/** Leaves a file out of a repository. A managed one goes from the disk with the next synthesis. */
export function removeFile(project: Project, path: string): void {
  for (const file of filesOf(project)) if (file.path === path) project.node.tryRemoveChild(file.node.id);
}

/** `helm/[appName]/Chart.yaml.ejs` becomes `helm/express-app/Chart.yaml`. */
export function targetPath(template: string, scope: Scope): string {
  return template.replace(/\.ejs$/, "").replace(/\[(\w+)\]/g, (_, name: string) => String(scope[name as keyof Scope]));
}
