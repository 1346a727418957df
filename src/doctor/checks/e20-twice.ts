import { posix } from "node:path";
import { isWorkload, type KubeObject } from "../../workspace/kube";
import { literally } from "../../workspace/patterns";
import { normalize } from "../../workspace/repository";
import { options, type ShellCommand } from "../../workspace/shell";
import type { Workspace } from "../../workspace/workspace";
import type { Check, Sight } from "../finding";

/** Folders whose files are variants of one another on purpose. */
const VARIANTS =
  /(^|\/)([^/]*[-_.])?(overlays?|environments?|envs?|clusters?|dev|development|staging|stage|prod|production|test|qa|uat|local|base|canary|blue|green|v\d+|day-?\d*|lab-?\d*|step-?\d*|part-?\d*|phase-?\d*|lesson-?\d*|exercise-?\d*|module-?\d*|projects?|solutions?|minikube|kind|eks|gke|aks|aws|gcp|azure)([-_.][^/]*)?(\/|\.ya?ml$)/i;

export const e20: Check = {
  id: "E20",
  title: "One workload is defined twice",
  story:
    'Symptom: a change in one file is undone by the other; with a chart and plain manifests, `invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by"`. Two files describe the same Deployment or Service, and whichever is applied last decides.',
  *detect(workspace) {
    const seen = new Map<string, KubeObject>();
    for (const object of workspace.objects) {
      if ((!isWorkload(object) && object.kind !== "Service") || object.name === "" || /[{$<]/.test(object.name)) continue;
      const key = `${object.file.repository.root} ${object.kind} ${object.namespace ?? ""} ${object.name}`;
      const first = seen.get(key);
      if (!first) seen.set(key, object);
      else if (isTwin(first, object)) yield sightOf(workspace, first, object);
    }
  },
};

function isTwin(first: KubeObject, second: KubeObject): boolean {
  const place = (object: KubeObject) => `${object.file.shown}:${object.at().line}`;
  if (place(first) === place(second) || VARIANTS.test(first.file.path) || VARIANTS.test(second.file.path)) return false;
  // Renderings of one chart, or what a kustomization takes in, are the same object seen again.
  return first.unit === second.unit || first.unit.kind === "plain" || second.unit.kind === "plain";
}

function sightOf(workspace: Workspace, first: KubeObject, second: KubeObject): Sight {
  const chart = [first, second].find(({ unit }) => unit.kind === "chart");
  const plain = [first, second].find(({ unit }) => unit.kind === "plain")!;
  const both = chart ? appliedBeside(workspace, plain, chart) : undefined;
  const sameFile = first.file === second.file && first.unit === second.unit;
  return {
    severity: both && both.origin !== "document" ? "error" : sameFile ? "error" : "warning",
    place: (chart ? plain : second).at("metadata", "name"),
    evidence: `${second.id} in ${first.file.path}:${first.at().line} and ${second.file.path}:${second.at().line}`,
    cause: both
      ? `${both.place.file.path}:${both.place.line} applies this beside the chart that makes the same ${second.kind}, so Helm refuses it or the two undo each other`
      : `The same ${second.kind} is described twice, and whichever is applied last decides`,
    fix: "Keep one of them; the other belongs out of what is applied.",
  };
}

/** The command that applies the plain file in the same script in which the chart is installed. */
function appliedBeside(workspace: Workspace, plain: KubeObject, chart: KubeObject): ShellCommand | undefined {
  const installs = workspace.installs.filter(
    (install) => install.command && workspace.chartOf(install) && chart.unit.label.includes(install.release),
  );
  return workspace.commands.find(({ words, place, folder }) => {
    if (words[0] !== "kubectl" || !/^(apply|create)$/.test(words[1] ?? "")) return false;
    const paths = options(words, "-f", "--filename").map((path) => normalize(posix.join(folder, path)));
    const covers = paths.some((path) => path === plain.file.path || new RegExp(`^${literally(path)}/[^/]+$`).test(plain.file.path));
    return covers && installs.some((install) => install.place.file === place.file);
  });
}
