import type { KubeObject } from "../../workspace/kube";
import { options, verbFirst } from "../../workspace/shell";
import type { Workspace } from "../../workspace/workspace";
import type { Sight } from "../finding";
import { isDocument, mentioning, type Reference } from "./e23-mentions";

/** Pods see what is in their own namespace only. */
export function apartSight(
  workspace: Workspace,
  object: KubeObject,
  found: readonly KubeObject[],
  reference: Reference,
): Sight | undefined {
  const { kind, name, path } = reference;
  const { namespace } = object;
  if (namespace === undefined || object.unit.kind === "chart" || found.some((one) => one.kind !== kind || one.unit.kind === "chart"))
    return undefined;
  const spaces = new Set(found.map((one) => one.namespace ?? appliedTo(workspace, one)));
  if (spaces.has(undefined) || spaces.has(namespace) || /[$<{]/.test(`${namespace}${[...spaces].join("")}`)) return undefined;
  if (mentioning(workspace, object, kind, name).some((file) => !isDocument(file) && !found.some((one) => one.file === file)))
    return undefined;
  return {
    severity: "error",
    place: object.at(...path),
    evidence: `${object.id} in ${namespace}; ${kind}/${name} in ${[...spaces].join(", ")} (${found[0]!.file.path})`,
    cause: `A pod reads a ${kind} of its own namespace only, and ${namespace} has none of that name`,
    fix: `Create the ${kind} ${name} in ${namespace}, too.`,
  };
}

/** The namespace into which an object without one is applied, where every command that applies it leaves it to the context. */
function appliedTo(workspace: Workspace, object: KubeObject): string | undefined {
  if (object.unit.kind !== "plain" || workspace.ofKind("Application", "ApplicationSet").length > 0) return undefined;
  if (workspace.commands.some(({ words }) => words.some((word) => /set-context|^kubens$|^kustomize$/.test(word)))) return undefined;
  const applying = workspace.commands.filter(({ words, place, folder }) => {
    const verb = verbFirst(words);
    if (verb[0] !== "kubectl" || !/^(apply|create)$/.test(verb[1] ?? "")) return false;
    return options(verb, "-f", "--filename").some((given) => {
      const path = workspace.find(place.file, folder, given)?.path;
      return path !== undefined && (path === object.file.path || path === object.file.folder);
    });
  });
  const free = applying.length > 0 && applying.every(({ words }) => !words.some((word) => /^(-n|--namespace)/.test(word)));
  return free ? "default" : undefined;
}
