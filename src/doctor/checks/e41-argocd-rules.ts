import { posix } from "node:path";
import { applicationInstalls } from "../../workspace/installs";
import type { KubeObject } from "../../workspace/kube";
import type { Repository } from "../../workspace/repository";
import type { Workspace } from "../../workspace/workspace";
import { listOf, type Path, part, textValue, type Value } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

export const e41b: Check = {
  id: "E59",
  title: "An Argo CD Application whose branch or way of applying does not fit",
  story:
    "Symptom: `unable to resolve 'master' to a commit SHA`; `metadata.annotations: Too long: must have at most 262144 bytes` for the operator's CustomResourceDefinitions, which a client-side apply cannot write; pods that come and go where self-heal and an autoscaler set the number of replicas in turn.",
  *detect(workspace) {
    for (const object of workspace.ofKind("Application")) {
      if (!object.apiVersion.startsWith("argoproj.io")) continue;
      yield* large(workspace, object);
      yield* branch(workspace, object);
      yield* fights(workspace, object);
    }
  },
};

const LARGE = /^(kube-prometheus-stack|prometheus-operator-crds)$/;

const optionsOf = (object: KubeObject): string[] => listOf(object.get("spec", "syncPolicy", "syncOptions")).map(String);

/** The definitions of the operator are longer than what a client-side apply may write into an annotation. */
function* large(workspace: Workspace, object: KubeObject): Generator<Sight> {
  const [install] = applicationInstalls(object.value, object.at());
  const chart = install && workspace.chartOf(install);
  const names = [posix.basename(install?.chart ?? ""), ...(chart?.dependencies ?? []).map((one) => textValue(part(one, "name")) ?? "")];
  if (!names.some((name) => LARGE.test(name)) || optionsOf(object).some((option) => /^(ServerSideApply|Replace)=true$/.test(option)))
    return;
  const sources = [object.get("spec", "source"), ...listOf(object.get("spec", "sources"))];
  const without =
    sources.some((source) => part(source, "helm", "skipCrds") === true) ||
    /crds:?\s*\{?\s*enabled:\s*false/.test(textOf(workspace, object, install?.valuesFiles ?? []));
  if (without) return;
  yield {
    severity: "error",
    place: object.get("spec", "syncPolicy") ? object.at("spec", "syncPolicy") : object.at("spec"),
    evidence: `chart ${names.find((name) => LARGE.test(name))}, syncOptions: ${optionsOf(object).join(", ") || "none"}`,
    cause: "Argo CD applies on the client's side here, and the operator's definitions are too long for that: the sync fails",
    fix: "Add ServerSideApply=true to spec.syncPolicy.syncOptions.",
  };
}

const textOf = (workspace: Workspace, object: KubeObject, files: readonly string[]): string =>
  [
    JSON.stringify(object.value).replaceAll('"', ""),
    ...files.map((path) => workspace.files.find((file) => path.endsWith(file.path))?.text ?? ""),
  ].join("\n");

/** The branch of its own repository, as its workflows name it. */
function* branch(workspace: Workspace, object: KubeObject): Generator<Sight> {
  const sources: [Value, Path][] = [
    [object.get("spec", "source"), ["spec", "source"]],
    ...listOf(object.get("spec", "sources")).map((source, at): [Value, Path] => [source, ["spec", "sources", at]]),
  ];
  for (const [source, path] of sources) {
    const wanted = textValue(part(source, "targetRevision"));
    const name = (textValue(part(source, "repoURL")) ?? "")
      .replace(/\.git$|\/$/g, "")
      .split("/")
      .at(-1)!;
    const repository = workspace.repositories.find((one) => one.name === name || one.name.endsWith(`+${name}`)) ?? only(workspace, name);
    if (!repository || (wanted !== "main" && wanted !== "master")) continue;
    const other = wanted === "main" ? "master" : "main";
    const known = branchesOf(workspace, repository);
    if (known.has(wanted) || !known.has(other)) continue;
    yield {
      severity: "error",
      place: object.at(...path, "targetRevision"),
      evidence: `targetRevision: ${wanted}; its workflows run for ${other}`,
      cause: `The repository's branch is ${other}, so Argo CD cannot resolve ${wanted}`,
      fix: `Write targetRevision: ${other}.`,
    };
  }
}

const only = (workspace: Workspace, name: string): Repository | undefined =>
  workspace.repositories.length === 1 &&
  workspace.commands.some(
    ({ words }) => words[0] === "git" && words[1] === "clone" && words.some((word) => word.replace(/\.git$/, "").endsWith(`/${name}`)),
  )
    ? workspace.repositories[0]
    : undefined;

/** What its workflows listen to; documents speak of branches that nobody has. */
const branchesOf = (workspace: Workspace, repository: Repository): Set<string> =>
  new Set(
    workspace.workflows
      .filter(({ file }) => file.repository === repository)
      .flatMap(({ events }) => [...listOf(part(events.push, "branches")), ...listOf(part(events.pull_request, "branches"))].map(String)),
  );

/** Self-heal sets back what the autoscaler scaled, unless the difference is left out. */
function* fights(workspace: Workspace, object: KubeObject): Generator<Sight> {
  const heals = object.get("spec", "syncPolicy", "automated", "selfHeal") === true;
  const path = textValue(object.get("spec", "source", "path"))?.replace(/^\.\/|\/$/g, "");
  if (!heals || path === undefined || /replicas/.test(JSON.stringify(object.get("spec", "ignoreDifferences") ?? ""))) return;
  for (const hpa of workspace.ofKind("HorizontalPodAutoscaler")) {
    const target = workspace.objects.find(
      (one) =>
        one.kind === hpa.get("spec", "scaleTargetRef", "kind") &&
        one.name === hpa.get("spec", "scaleTargetRef", "name") &&
        one.unit === hpa.unit,
    );
    if (!target || target.get("spec", "replicas") === undefined || !isBelow(workspace, target, path)) continue;
    yield {
      severity: "error",
      place: target.at("spec", "replicas"),
      evidence: `replicas: ${target.get("spec", "replicas")}; ${hpa.id}; ${object.id} with selfHeal (${object.file.path})`,
      cause: "Argo CD sets the number of replicas back as soon as the autoscaler changes it, so it never scales",
      fix: "Leave replicas out, or add /spec/replicas to the Application's ignoreDifferences.",
    };
  }
}

/** It lies in the folder, or the kustomization there takes it in. */
const isBelow = (workspace: Workspace, { file, unit }: KubeObject, path: string): boolean =>
  file.path.startsWith(path === "" ? "" : `${path}/`) ||
  workspace.kustomizations.some((one) => one.unit === unit && one.file.folder === path);
