import { posix } from "node:path";
import type { Check } from "../finding";

export const e30: Check = {
  id: "E30",
  title: "A page template that is not where the framework looks",
  story:
    "Symptom: `jinja2.exceptions.TemplateNotFound: index.html`, status 500. Flask looks into the folder templates beside the module that makes the app.",
  *detect(workspace) {
    for (const file of workspace.files.filter(({ name, path }) => name.endsWith(".py") && !/(^|\/)tests?\//.test(path))) {
      const { text, repository } = file;
      if (!/\bFlask\(\s*__name__\s*\)/.test(text)) continue;
      for (const match of text.matchAll(/render_template\(\s*["']([\w./-]+)["']/g)) {
        const wanted = posix.join(file.folder, "templates", match[1]!);
        if (repository.has(wanted)) continue;
        const found = [...repository.files.keys()].find((path) => posix.basename(path) === posix.basename(match[1]!));
        yield {
          severity: "error",
          place: { file, line: text.slice(0, match.index).split("\n").length },
          evidence: `${match[0]}); ${found ? `the file is ${found}` : "there is no such file"}`,
          cause: `Flask looks for ${wanted}, which does not exist, so the page answers 500`,
          fix: found ? `Move ${found} to ${wanted}.` : `Add ${wanted}.`,
        };
        break;
      }
    }
  },
};
