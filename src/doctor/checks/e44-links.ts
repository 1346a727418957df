import { posix } from "node:path";
import { isRenderedLater } from "../../workspace/pictures";
import { normalize } from "../../workspace/repository";
import type { Check } from "../finding";
import { claims } from "./e44-claims";

export const e44: Check = {
  id: "E44",
  title: "A document links to or speaks of what does not exist",
  story:
    "Symptom: 404 behind a link, a broken image or badge in the README, a command that names a path or route that is not there, monitoring that is claimed and absent.",
  *detect(workspace) {
    for (const document of workspace.documents) {
      const { file } = document;
      if (/(^|\/)(node_modules|vendor|CHANGELOG)/i.test(file.path)) continue;
      for (const { target, image, line } of document.links) {
        const path = decode(target.replace(/[?#].*$/, ""));
        if (path === "" || /^[a-z][a-z+.-]*:|^\/\/|[{}$<>*]/i.test(path) || /^(\.\.\/){2,}(issues|pulls|actions|releases|wiki)/.test(path))
          continue;
        const wanted = normalize(path.startsWith("/") ? path.slice(1) : posix.join(file.folder, path));
        if (wanted.startsWith("..") || file.repository.has(wanted) || file.repository.ignores(wanted)) continue;
        if (isRenderedLater(file.repository, wanted)) continue;
        yield {
          severity: "warning",
          place: document.at(line),
          evidence: target,
          cause: `${image ? "The image" : "What it links to"} is not in the repository`,
          fix: "Correct the path (GitHub tells capitals apart), or add the file.",
        };
      }
    }
    yield* claims(workspace);
  },
};

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
