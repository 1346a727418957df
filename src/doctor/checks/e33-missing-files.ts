import { posix } from "node:path";
import { normalize, type Repository, type SourceFile } from "../../workspace/repository";
import { option, options, type ShellCommand, UNKNOWN_FOLDER } from "../../workspace/shell";
import type { Job, Step, Workflow } from "../../workspace/workflow";
import type { Workspace } from "../../workspace/workspace";
import { type Place, part, textValue } from "../../workspace/yaml";
import { buildContext } from "../contexts";
import type { Check, Sight } from "../finding";
import { otherBranches } from "./e33-branches";

export const e33b: Check = {
  id: "E33",
  title: "A workflow, script or compose file names a file that does not exist",
  story:
    'Symptom: `no such file or directory`, `error: the path "k8s/" does not exist`, `unable to prepare context: path not found`. What is named is not in the repository, or not where the command runs.',
  *detect(workspace) {
    yield* otherBranches(workspace);
    for (const workflow of workspace.workflows) {
      if (elsewhere(workflow)) continue;
      for (const step of workflow.steps) yield* stepSights(workflow, step);
    }
    for (const command of workspace.commands.filter(({ origin }) => origin === "script")) yield* commandSights(command, workspace);
    for (const { file, document, name, value } of workspace.composeServices()) {
      const build = part(value, "build");
      const context = textValue(build) ?? textValue(part(build, "context"));
      if (context === undefined || /^(https?:|git@|\$)|\$\{/.test(context)) continue;
      const folder = normalize(posix.join(file.folder, context));
      if (folder.startsWith("..")) continue;
      const path = ["services", name, "build"];
      const dockerfile = textValue(part(build, "dockerfile")) ?? "Dockerfile";
      if (!file.repository.has(folder)) yield missing(document.at(...path), context, "The folder that Compose builds from does not exist");
      else if (
        !hasDockerfile(file.repository, posix.join(folder, dockerfile)) &&
        !part(build, "dockerfile_inline") &&
        !/\$/.test(dockerfile)
      )
        yield missing(document.at(...path), posix.join(context, dockerfile), "The Dockerfile that Compose builds with does not exist");
    }
  },
};

/** Docker looks for one in lower case, too. */
const hasDockerfile = (repository: Repository, path: string): boolean =>
  repository.has(path) || repository.has(path.replace(/(^|\/)Dockerfile$/, "$1dockerfile"));

const missing = (place: Place, what: string, cause: string): Sight => ({
  severity: "error",
  place,
  evidence: what,
  cause: `${cause}: ${what}`,
  fix: "Correct the path, or add what it names.",
});

/** It works on another repository than its own, or on what an earlier step makes. */
const elsewhere = (workflow: Workflow): boolean =>
  workflow.steps.some(
    (step) => step.uses?.startsWith("actions/checkout") && (part(step.value, "with", "repository") || part(step.value, "with", "path")),
  );

const memory = new WeakMap<Job, boolean>();

/** A step of the job brings files that the repository does not hold. */
function makesFiles(job: Job): boolean {
  // What is made in the home folder is no file of the checkout: mkdir -p ~/.kube.
  const text = () => JSON.stringify(job.value).replace(/mkdir\s+(?:-p\s+)?\W?(?:~|\$\{?HOME\}?)\//g, "");
  const known = memory.get(job) ?? /download-artifact|git clone|mkdir|npx create|git checkout|curl|unzip|tar x/.test(text());
  memory.set(job, known);
  return known;
}

function* stepSights(workflow: Workflow, step: Step): Generator<Sight> {
  const { repository } = workflow.file;
  const folder = workflow.folderOf(step);
  const makes = makesFiles(step.job);
  const plain = (path: string) => path !== "" && !/[$*~{]|^\/|^https?:|^\.\.|\s/.test(path);
  if (folder && plain(folder) && !repository.has(folder) && !makes)
    yield missing(
      workflow.at(...step.path, ...(part(step.value, "working-directory") ? ["working-directory"] : [])),
      folder,
      "The folder that the step runs in does not exist",
    );
  if (step.uses?.startsWith("docker/build-push-action")) {
    const context = normalize(textValue(part(step.value, "with", "context")) ?? ".");
    const file = textValue(part(step.value, "with", "file"));
    if (!plain(context) && context !== "") return;
    if (context && !repository.has(context) && !makes)
      yield missing(workflow.at(...step.path, "with", "context"), context, "The folder to build from does not exist");
    else if (file ? plain(normalize(file)) && !repository.has(file) : !hasDockerfile(repository, posix.join(context, "Dockerfile"))) {
      if (!makes)
        yield missing(
          workflow.at(...step.path, "with", ...(file ? ["file"] : context ? ["context"] : [])),
          file ?? posix.join(context, "Dockerfile"),
          "The Dockerfile does not exist",
        );
    }
  }
  if (makes) return;
  for (const command of workflow.commandsOf(step)) {
    yield* commandSights(command, undefined);
    const context = lacksDockerfile(repository, command);
    if (context !== undefined) yield missing(command.place, posix.join(context, "Dockerfile"), "The Dockerfile does not exist");
    if (isEmptyForTerraform(repository, command))
      yield missing(
        command.place,
        `no .tf in ${command.folder || "the root"}`,
        "Terraform finds no configuration in the folder that it runs in",
      );
  }
}

/** A step runs where it says: the folder of a build that has no Dockerfile, and whose command names none. */
function lacksDockerfile(repository: Repository, { words, folder }: ShellCommand): string | undefined {
  const given = /^(docker|podman)$/.test(words[0] ?? "") && /^(build|buildx)$/.test(words[1] ?? "") ? buildContext(words) : undefined;
  if (given === undefined || option(words, "-f", "--file") !== undefined || /[$*~{`<>]|^-$|^https?:|^\/|^git@/.test(`${given}${folder}`))
    return undefined;
  const context = normalize(posix.join(folder, given));
  return !context.startsWith("..") && repository.has(context) && !hasDockerfile(repository, posix.join(context, "Dockerfile"))
    ? context
    : undefined;
}

/** What it is to read lies in another folder: `init` says that the directory is empty, and `apply` that there are no configuration files. */
const isEmptyForTerraform = ({ files }: Repository, { words, folder }: ShellCommand): boolean => {
  const written = [...files.values()].filter(({ name }) => /\.tf(\.json)?$/.test(name));
  return (
    words[0] === "terraform" &&
    /^(init|plan|apply|validate)$/.test(words[1] ?? "") &&
    !/[$*~{]/.test(folder) &&
    !words.some((word) => /^-(chdir|from-module)/.test(word)) &&
    words.slice(2).every((word) => word.startsWith("-")) &&
    written.length > 0 &&
    written.every((file) => file.folder !== folder)
  );
};

function* commandSights(command: ShellCommand, workspace: Workspace | undefined): Generator<Sight> {
  const { file } = command.place;
  const text = file.text;
  if (command.mayFail) return;
  if (/^Jenkinsfile|\.groovy$/.test(file.name) && /\bdir\(/.test(text)) return; // Jenkins changes the folder in its own way
  for (const path of pathsOf(command)) {
    if (/[$*~`{}<>\\ ]|^\/|^https?:|^-$|^oci:|^github\.com\/|[?]ref=/.test(path) || path === "" || !/[./]/.test(path)) continue;
    if (exists(file.repository, file, command, path)) continue;
    // A script is started where it suits: what lies anywhere may lie there.
    if (workspace && file.repository.endingIn(normalize(path)).length > 0) continue;
    if (workspace?.find(file, command.folder, path) || file.repository.ignores(path.replace(/^\.\//, ""))) continue;
    if (new RegExp(`(>|-o|--output|tee|cp|mv|render|clone|curl|wget)\\s[^\\n]*${posix.basename(path).replace(/[.]/g, "\\.")}`).test(text))
      continue;
    yield missing(command.place, path, `\`${command.words.slice(0, 3).join(" ")}\` names what does not exist`);
  }
}

/** Files and folders that a command reads. */
export function pathsOf({ words }: ShellCommand): string[] {
  const [program, verb] = words;
  if (program === "kubectl" && /^(apply|create|replace|delete)$/.test(verb ?? ""))
    return [...options(words, "-f", "--filename"), ...options(words, "-k", "--kustomize")];
  if (program === "helm" && /^(upgrade|install|template|lint)$/.test(verb ?? ""))
    return [...options(words, "-f", "--values"), ...words.slice(2).filter((word) => /^\.{1,2}\//.test(word))];
  if (/^(docker|podman)$/.test(program ?? "") && words.includes("build") && !words.includes("compose"))
    return [option(words, "-f", "--file") ?? "", buildContext(words) ?? ""];
  if (/^(pip|pip3)$/.test(program ?? "") && verb === "install") return options(words, "-r", "--requirement");
  if (/^(bash|sh)$/.test(program ?? "") && verb && !verb.startsWith("-")) return [verb];
  return /^\.\/[\w./-]+\.(sh|py)$/.test(program ?? "") ? [program!] : [];
}

function exists(repository: Repository, file: SourceFile, { folder }: ShellCommand, path: string): boolean {
  if (folder.startsWith(UNKNOWN_FOLDER) || folder.includes("${{")) return true;
  const clean = path.replace(/\/$/, "");
  const bases = file.path.startsWith(".github/") ? [folder] : [folder, file.folder, posix.join(file.folder, folder), ""];
  return bases.some((base) => {
    const wanted = normalize(posix.join(base, clean));
    return wanted.startsWith("..") || repository.has(wanted);
  });
}
