import { posix } from "node:path";
import { listTemplates, loadTemplate } from "../files/templates";
import type { Tree, TreeFile } from "../files/tree";

/** A Dockerfile with what keeps its context small, for a folder of a repository that has none. They are the person's at once. */
export function dockerfileTree(template: string, scope: object, folder: string): Tree {
  const root = `dockerfiles/${template}`;
  const json = (value: unknown) => JSON.stringify(value);
  return new Map(
    listTemplates(root).map((name): [string, TreeFile] => [
      posix.join(folder, name.replace(/\.ejs$/, "")),
      { content: loadTemplate(`${root}/${name}`)({ ...scope, json }), executable: false, ownership: "seeded" },
    ]),
  );
}
