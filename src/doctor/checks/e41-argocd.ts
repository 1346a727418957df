import { posix } from "node:path";
import type { KubeObject } from "../../workspace/kube";
import { normalize, type Repository } from "../../workspace/repository";
import type { Workspace } from "../../workspace/workspace";
import { listOf, mapOf, type Path, part, textValue, type Value } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";
import { projectSights } from "./e41-projects";

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
  if (source.chart) yield* chartSights(object, source, path);
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
  if (!repository || repository.skipped.length > 0) return;
  if (repository.has(folder)) yield* helmSights(object, source, path, repository);
  if (inside || repository.has(folder)) return;
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

const GIT = /^(https?:\/\/|ssh:\/\/|git@)([\w.-]*@)?(www\.)?(github|gitlab|bitbucket)\.(com|org)[/:][^/]+\/[^/]+?(\.git)?\/?$/;

/** A chart comes from a Helm repository; a folder of git is named by `path` alone. */
function* chartSights(object: KubeObject, source: Value, path: Path): Generator<Sight> {
  const url = textValue(source.repoURL) ?? "";
  if (!GIT.test(url) || PLACEHOLDER.test(url)) return;
  yield {
    severity: "error",
    place: object.at(...path, "chart"),
    evidence: `chart: ${textValue(source.chart)}; repoURL: ${url}`,
    cause:
      "With `chart` Argo CD asks the address for the index of a Helm repository, which a repository of git does not have: `path` is not read beside it",
    fix: source.path ? "Take `chart` out: path names the folder." : "Name the chart's folder in path, and take `chart` out.",
  };
}

/** Settings for Helm make Argo CD run Helm, whatever lies in the folder. */
function* helmSights(object: KubeObject, source: Value, path: Path, repository: Repository): Generator<Sight> {
  const folder = normalize(textValue(source.path) ?? "");
  const settings = Object.keys(mapOf(source.helm));
  if (settings.length === 0 || repository.has(posix.join(folder, "Chart.yaml"))) return;
  const charts = [...repository.files.values()].filter(({ name }) => name === "Chart.yaml").map((file) => file.folder);
  yield {
    severity: "error",
    place: object.at(...path, "path"),
    evidence: `path: ${textValue(source.path)} with helm.${settings[0]}; no Chart.yaml there`,
    cause: "Because of the settings for Helm, Argo CD runs Helm in this folder, and Helm stops: Chart.yaml file is missing",
    fix: charts.length > 0 ? `Name the chart's folder: ${charts.slice(0, 3).join(", ")}.` : "Take the settings for Helm out.",
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
