import type { KubeObject } from "../../workspace/kube";
import type { Workspace } from "../../workspace/workspace";
import { listOf, type Path, part, textValue, type Value } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

const FINALIZERS = /^(resources-finalizer|post-delete-finalizer|pre-delete-finalizer)\.argocd\.argoproj\.io(\/\w+)?$/;

export const e41: Check = {
  id: "E41",
  title: "An Argo CD Application that cannot be synchronised",
  story:
    "Symptom: `app path does not exist`, `unable to resolve 'x' to a commit SHA`, `application repo ... is not permitted in project`, an Application that cannot be deleted. What it names is not in the repository or not allowed.",
  *detect(workspace) {
    for (const object of workspace.ofKind("Application", "ApplicationSet")) {
      if (!object.apiVersion.startsWith("argoproj.io")) continue;
      const base: Path = object.kind === "Application" ? ["spec"] : ["spec", "template", "spec"];
      for (const [at, name] of listOf(object.get("metadata", "finalizers")).map(String).entries()) {
        if (!/argocd|argoproj|finalizer/.test(name) || FINALIZERS.test(name) || !/argo/.test(name)) continue;
        const place = object.at("metadata", "finalizers", at);
        yield {
          severity: "error",
          place,
          repair: { place, from: name, to: "resources-finalizer.argocd.argoproj.io" },
          evidence: name,
          cause: "Argo CD knows no finalizer of this name, so nobody removes it and the Application can never be deleted",
          fix: "Write resources-finalizer.argocd.argoproj.io.",
        };
      }
      const spec = object.get(...base);
      const sources: [Value, Path][] = [
        [part(spec, "source"), [...base, "source"]],
        ...listOf(part(spec, "sources")).map((source, at): [Value, Path] => [source, [...base, "sources", at]]),
      ];
      for (const [source, path] of sources) if (source) yield* sourceSights(workspace, object, source, path);
      yield* projectSights(workspace, object, spec, base);
    }
  },
};

const PLACEHOLDER =
  /(?<![\w-])(your|my)[-_]?(org|user|username|github|name|account|repo)\b|<[^>]+>|YOUR_|USERNAME|CHANGE_?ME|example\/|your-/i;

function* sourceSights(workspace: Workspace, object: KubeObject, source: Value, path: Path): Generator<Sight> {
  const url = textValue(source.repoURL) ?? "";
  if (PLACEHOLDER.test(url))
    yield {
      severity: "error",
      place: object.at(...path, "repoURL"),
      evidence: `repoURL: ${url}`,
      cause: "The address is a placeholder, so Argo CD finds no repository",
      fix: "Write the address of your repository.",
    };
  const folder = textValue(source.path);
  if (folder === undefined || /\{\{|\$/.test(folder) || source.chart) return;
  const name =
    url
      .replace(/\.git$|\/$/g, "")
      .split("/")
      .at(-1) ?? "";
  const own = workspace.repositories.find(
    (repository) =>
      repository.name.toLowerCase() === name.toLowerCase() || repository.name.toLowerCase().endsWith(`+${name.toLowerCase()}`),
  );
  const repository = own ?? (workspace.repositories.length === 1 && isOwn(workspace, url) ? workspace.repositories[0] : undefined);
  const inside = workspace.repositories.some((one) => one.has(`${name}/${folder}`));
  if (!repository || inside || repository.has(folder) || repository.skipped.length > 0) return;
  yield {
    severity: "error",
    place: object.at(...path, "path"),
    evidence: `path: ${folder}`,
    cause: "This folder does not exist in the repository, so the Application stays in ComparisonError: app path does not exist",
    fix: `Use a folder that is there: ${
      [...repository.folders]
        .filter((one) => one.endsWith(folder.split("/").at(-1)!))
        .slice(0, 3)
        .join(", ") || [...repository.folders].filter(Boolean).slice(0, 5).join(", ")
    }.`,
  };
}

/** The one repository that its own documents tell people to clone. */
function isOwn(workspace: Workspace, url: string): boolean {
  const address = (text: string) =>
    text
      .replace(/^(https?:\/\/|ssh:\/\/)?(git@)?/, "")
      .replace(/(\.git)?\/?$/, "")
      .replace(":", "/")
      .toLowerCase();
  const cloned = new Set(
    workspace.commands
      .filter(({ words }) => words[0] === "git" && words[1] === "clone")
      .map(({ words }) => address(words.slice(2).find((word) => word.includes("/")) ?? "")),
  );
  return cloned.size === 1 && cloned.has(address(url));
}

function* projectSights(workspace: Workspace, object: KubeObject, spec: Value, base: Path): Generator<Sight> {
  const name = textValue(part(spec, "project")) ?? "default";
  const projects = workspace.ofKind("AppProject");
  const project = projects.find((one) => one.name === name);
  if (project) {
    yield* sourceAllowed(object, project, spec, base);
    yield* destinationAllowed(object, project, spec, base);
    return;
  }
  if (name === "default" || projects.length === 0 || /\{\{/.test(name)) return;
  yield {
    severity: "error",
    place: object.at(...base, "project"),
    evidence: `project: ${name}; there are ${projects.map((one) => one.name).join(", ")}`,
    cause: `There is no AppProject ${name}, so Argo CD refuses the Application`,
    fix: `Name ${projects[0]!.name}, or add the project.`,
  };
}

function* sourceAllowed(object: KubeObject, project: KubeObject, spec: Value, base: Path): Generator<Sight> {
  const url = textValue(part(spec, "source", "repoURL"));
  const allowed = listOf(project.get("spec", "sourceRepos")).map(String);
  if (!url || allowed.length === 0 || allowed.some((pattern) => glob(pattern).test(url))) return;
  yield {
    severity: "error",
    place: object.at(...base, "source", "repoURL"),
    evidence: `repoURL: ${url}; the project ${project.name} allows ${allowed.join(", ")}`,
    cause: `The project ${project.name} does not allow this repository`,
    fix: "Add it to spec.sourceRepos of the AppProject.",
  };
}

function* destinationAllowed(object: KubeObject, project: KubeObject, spec: Value, base: Path): Generator<Sight> {
  const destination = part(spec, "destination");
  const rules = listOf(project.get("spec", "destinations"));
  const [namespace, server, cluster] = [
    textValue(part(destination, "namespace")) ?? "",
    textValue(part(destination, "server")),
    textValue(part(destination, "name")),
  ];
  if (rules.length === 0 || /\{\{/.test(`${namespace}${server}`)) return;
  const fits = rules.some(
    (rule) =>
      glob(textValue(part(rule, "namespace")) ?? "").test(namespace) &&
      (server === undefined || !part(rule, "server") || glob(String(part(rule, "server"))).test(server)) &&
      (cluster === undefined || !part(rule, "name") || glob(String(part(rule, "name"))).test(cluster)),
  );
  if (fits) return;
  yield {
    severity: "error",
    place: object.at(...base, "destination"),
    evidence: `destination ${namespace}; the project ${project.name} allows ${rules.map((rule) => part(rule, "namespace")).join(", ")}`,
    cause: `The project ${project.name} forbids this destination, so nothing is synchronised`,
    fix: "Add the namespace to spec.destinations of the AppProject.",
  };
}

const glob = (pattern: string): RegExp => new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replace(/\*/g, ".*")}$`);
