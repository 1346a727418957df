import { resolve } from "projen/lib/_resolve";
import type { Component } from "projen/lib/component";
import { FileBase, type IResolver } from "projen/lib/file";
import type { Project } from "projen/lib/project";
import { TemplateFile } from "./template-file";
import type { Tree, TreeFile } from "./tree";

/** A component that writes one file, once. */
export interface Seeds {
  /** Path and file. */
  seed(): readonly [path: string, file: TreeFile];
}

const resolver: IResolver = { resolve: (value, options) => resolve(value, options) };

export interface Ownership {
  /** Paths of managed files that the user took over. */
  readonly own: readonly string[];
  /** Whether managed files are read-only. */
  readonly markers: boolean;
}

/** Renders every file of a project. Nothing is written. */
export function renderTree(project: Project, { own, markers }: Ownership): Tree {
  const taken = new Set(own);
  for (const component of project.components) {
    // projen's manifest lists what is not, and a file of the user's is no part of it.
    if (component instanceof FileBase && taken.has(component.path)) component.readonly = false;
  }
  const toTree = ([path, file]: readonly [string, TreeFile]): [string, TreeFile] => {
    if (file.ownership === "managed" && taken.has(path)) return [path, { ...file, ownership: "own", readOnly: false }];
    return [path, { ...file, readOnly: markers && file.readOnly }];
  };
  return new Map(project.components.filter(isRendered).flatMap((component) => (rendered(component) ?? []).map(toTree)));
}

/** Whether a component is in the tree. What else a user adds writes its files itself. */
export function isRendered(component: Component): component is FileBase | (Component & Seeds) {
  if (component instanceof FileBase) return component.synthesize === FileBase.prototype.synthesize;
  return "seed" in component;
}

function rendered(component: FileBase | (Component & Seeds)): [readonly [string, TreeFile]] | undefined {
  if (!(component instanceof FileBase)) return [component.seed()];
  const content = contentOf(component);
  if (content === undefined) return undefined;
  const { executable, readonly } = component;
  const yields = component instanceof TemplateFile && component.yields;
  return [[component.path, { content, executable, ownership: "managed", readOnly: readonly, ...(yields && { yields }) }]];
}

/** projen keeps it to its own classes. */
function contentOf(file: FileBase): string | undefined {
  return (file as unknown as { synthesizeContent(resolver: IResolver): string | undefined }).synthesizeContent(resolver);
}

/** Lets `changed` and `diff()` of projen's files tell what a synthesis did. */
export function noteChange(file: FileBase, before: string | undefined, after: string, changed: boolean): void {
  Object.assign(file, { _previousContent: before, _newContent: after, _changed: changed });
}
