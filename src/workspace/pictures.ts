import type { Repository } from "./repository";

/** Whether a picture that is not there is rendered from a diagram that is: a docs repository's workflow does so after the first push. */
export function isRenderedLater(repository: Repository, path: string): boolean {
  const [, name] = /^(diagrams\/.+?)(?:-dark)?\.png$/.exec(path) ?? [];
  return name !== undefined && repository.has(`${name}.mmd`) && repository.has("scripts/diagrams.mjs");
}
