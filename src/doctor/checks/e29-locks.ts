import { posix } from "node:path";
import type { Repository } from "../../workspace/repository";
import type { Workspace } from "../../workspace/workspace";
import { type Place, part, textValue } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

const LOCKS = ["package-lock.json", "npm-shrinkwrap.json"];
const has = (repository: Repository, folder: string, names: readonly string[]) =>
  names.some((name) => repository.has(posix.join(folder, name)));

export const e29: Check = {
  id: "E29",
  title: "Dependencies that are not locked",
  story:
    "Symptom: `The npm ci command can only install with an existing package-lock.json`, `Dependencies lock file is not found`; or a build that was green yesterday and is red today, since a dependency was published in between.",
  *detect(workspace) {
    yield* images(workspace);
    yield* workflows(workspace);
    for (const file of workspace.files) {
      if (!/^requirements(-prod)?\.txt$/.test(file.name)) continue;
      const at = file.lines.findIndex((line) => /^[A-Za-z][\w.[\]-]*\s*(>=?.*)?$/.test(line.trim()));
      if (at >= 0)
        yield {
          severity: "warning",
          place: { file, line: at + 1 },
          evidence: file.lines[at]!,
          cause: "Every build takes the newest version of that day",
          fix: "Pin it (==), or compile a lock file: pip-compile, uv lock.",
        };
    }
  },
};

const lacking = (place: Place, evidence: string, folder: string): Sight => ({
  severity: "error",
  place,
  evidence,
  cause: `${folder || "The root"} has no package-lock.json, without which this stops`,
  fix: "Run npm install once and commit package-lock.json.",
});

function* images(workspace: Workspace): Generator<Sight> {
  for (const dockerfile of workspace.dockerfiles) {
    const { repository, folder } = dockerfile.file;
    const ci = dockerfile.all("RUN").find(({ text }) => /\bnpm ci\b/.test(text) && !/npm ci[^|]*\|\||npm (i|install)\b/.test(text));
    if (
      !ci ||
      !repository.has(posix.join(folder, "package.json")) ||
      has(repository, folder, LOCKS) ||
      repository.ignores(posix.join(folder, LOCKS[0]!))
    )
      continue;
    const copied = dockerfile.all("COPY").filter(({ text }) => /package|\.\s/.test(text));
    if (copied.length > 0 && copied.every(({ text }) => !/--from|\//.test(text.replace(/\s\S+$/, "").replace(/\.\//g, ""))))
      yield lacking(dockerfile.at(ci.line), `RUN ${ci.text}`, folder);
  }
}

function* workflows(workspace: Workspace): Generator<Sight> {
  for (const workflow of workspace.workflows) {
    const { repository } = workflow.file;
    for (const step of workflow.steps) {
      const { uses, run } = step;
      const cached = uses?.startsWith("actions/setup-node@") && textValue(part(step.value, "with", "cache")) === "npm";
      if (cached && !part(step.value, "with", "cache-dependency-path") && !has(repository, "", [...LOCKS, "yarn.lock"]))
        yield lacking(workflow.at(...step.path, "with", "cache"), "cache: npm", "");
      const folder = workflow.folderOf(step);
      const plain = /^\s*npm ci\b/m.test(run ?? "") && !/\bcd\b|\|\||npm (i|install)\b|--prefix/.test(run ?? "") && !/[$*]/.test(folder);
      if (plain && repository.has(posix.join(folder, "package.json")) && !has(repository, folder, LOCKS))
        yield lacking(workflow.at(...step.path, "run"), "npm ci", folder);
    }
  }
}
