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
    yield* sums(workspace);
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

const GO = /\bgo (build|test|vet|run|install \.)/;
const WRITES = /\bgo (mod tidy|get|mod download all|work)\b|-mod=mod|-mod=vendor/;

/** A module that requires others, without the sums that Go wants since 1.16: `go mod download` writes none. */
function* sums(workspace: Workspace): Generator<Sight> {
  for (const { repository, folder, text } of workspace.files.filter(({ name }) => name === "go.mod")) {
    if (!/^require\b/m.test(text) || ["go.sum", "vendor"].some((name) => repository.has(posix.join(folder, name)))) continue;
    if (repository.has(posix.join(folder, "../go.work")) || /^replace\b/m.test(text)) continue;
    const lacks = (place: Place, evidence: string): Sight => ({
      severity: "error",
      place,
      evidence: evidence.trim().split("\n")[0]!,
      cause: `${posix.join(folder, "go.mod")} requires modules and there is no go.sum beside it, so Go stops: missing go.sum entry for module`,
      fix: "Run go mod tidy, and commit go.sum.",
    });
    for (const dockerfile of workspace.dockerfiles.filter(({ file }) => file.repository === repository && file.folder === folder)) {
      const runs = dockerfile.all("RUN");
      const build = runs.find((run) => GO.test(run.text));
      if (build && !runs.some((run) => WRITES.test(run.text))) yield lacks(dockerfile.at(build.line), `RUN ${build.text}`);
    }
    for (const workflow of workspace.workflows.filter(({ file }) => file.repository === repository))
      for (const job of workflow.jobs) {
        const step = job.steps.find(({ run }) => GO.test(run ?? ""));
        if (step && workflow.folderOf(step) === folder && !/\bcd\b/.test(step.run!) && !job.steps.some(({ run }) => WRITES.test(run ?? "")))
          yield lacks(workflow.at(...step.path, "run"), step.run!);
      }
  }
}
