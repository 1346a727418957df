import { containersOf, isWorkload, type KubeObject, podLabels } from "../../workspace/kube";
import { option, positionals, type ShellCommand, verbFirst } from "../../workspace/shell";
import type { Workspace } from "../../workspace/workspace";
import { textValue } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

/** Of `kubectl set image deployment/web web=x:1`: containers that the workload does not have; of `-l`: labels that no pod has; of `-n`: another namespace. */
export const e25b: Check = {
  id: "E51",
  title: "A command names a container, label or namespace that the manifests do not have",
  story:
    'Symptom: `error: unable to find container named "web"`, `error: no matching resources found`, `Error from server (NotFound)`. The manifests call the container, the label or the namespace otherwise.',
  *detect(workspace) {
    if (workspace.units.some((unit) => !workspace.isWhole(unit))) return;
    for (const written of workspace.commands) {
      if (written.words[0] !== "kubectl") continue;
      const command = { ...written, words: verbFirst(written.words) };
      const sight = containerSight(workspace, command) ?? labelSight(workspace, command) ?? namespaceSight(workspace, command);
      if (sight) yield sight;
    }
  },
};

const FLAGS = new Set([
  "--record",
  "-w",
  "--watch",
  "--all",
  "-f",
  "--follow",
  "-it",
  "-i",
  "-t",
  "--ignore-not-found",
  "-A",
  "--all-namespaces",
]);
const severity = ({ origin }: ShellCommand) => (origin === "document" ? ("warning" as const) : ("error" as const));
const KINDS: Readonly<Record<string, string>> = {
  deployment: "Deployment",
  deploy: "Deployment",
  deployments: "Deployment",
  "deployment.apps": "Deployment",
  statefulset: "StatefulSet",
  sts: "StatefulSet",
  daemonset: "DaemonSet",
  ds: "DaemonSet",
};

interface Target {
  readonly kind: string;
  readonly name: string;
  readonly rest: readonly string[];
}

function targetOf(words: readonly string[]): Target | undefined {
  const given = positionals(words.slice(1), FLAGS);
  for (const [at, word] of given.entries()) {
    const [kind, name] = word.includes("/") ? word.split("/") : [word, given[at + 1]];
    if (kind && name && KINDS[kind] && !/[=$<{]/.test(name))
      return { kind: KINDS[kind]!, name, rest: given.slice(at + (word.includes("/") ? 1 : 2)) };
  }
  return undefined;
}

const named = (workspace: Workspace, { kind, name }: Target): KubeObject[] =>
  workspace.objects.filter((object) => object.kind === kind && object.name === name);

function containerSight(workspace: Workspace, command: ShellCommand): Sight | undefined {
  if (command.words[1] !== "set" || command.words[2] !== "image") return undefined;
  const target = targetOf(command.words);
  const containers = target ? named(workspace, target).flatMap(containersOf) : [];
  const names = new Set(containers.map(({ value }) => textValue(value.name)));
  const wanted = target?.rest.find((word) => word.includes("="))?.split("=")[0];
  if (!target || !wanted || names.size === 0 || names.has(wanted) || /[$*{<]/.test(wanted)) return undefined;
  return {
    severity: severity(command),
    place: command.place,
    evidence: `${command.text}; containers of ${target.kind}/${target.name}: ${[...names].join(", ")}`,
    cause: `${target.kind}/${target.name} has no container named ${wanted}, so kubectl stops and the old image stays`,
    fix: `Write ${[...names][0]}=... instead of ${wanted}=....`,
  };
}

/** Labels that other installations' pods have, and those of nodes. */
const FOREIGN = /prometheus|grafana|argocd|ingress|cert-manager|istio|kube-|nginx|metrics-server|loki|release=|node-role|helm/;

function labelSight(workspace: Workspace, command: ShellCommand): Sight | undefined {
  const { words } = command;
  const selector = option(words, "-l", "--selector");
  const pods = words.some((word) => /^(pods?|po)$/.test(word)) || (words[1] === "logs" && selector !== undefined);
  if (!selector || !pods || !/^[\w./-]+=[\w.-]+$/.test(selector) || FOREIGN.test(`${selector} ${option(words, "-n", "--namespace") ?? ""}`))
    return undefined;
  const [key, value] = selector.split("=") as [string, string];
  const workloads = workspace.objects.filter(isWorkload);
  if (workloads.length === 0 || workloads.some((object) => podLabels(object)[key] === value)) return undefined;
  // Something else may start pods of that label: only what plainly means one of these is told.
  const meant = workloads.find(({ name }) => name === value || name.startsWith(`${value}-`) || value.startsWith(`${name}-`));
  if (!meant || workspace.commands.some((other) => other.words[0] === "kubectl" && /^(run|label)$/.test(other.words[1] ?? "")))
    return undefined;
  return {
    severity: command.origin !== "document" && words[1] === "wait" ? "error" : "warning",
    place: command.place,
    evidence: `-l ${selector}; ${meant.id} has the pod labels ${JSON.stringify(podLabels(meant))}`,
    cause: `No pod has the label ${selector}, so the command finds nothing`,
    fix: `Select a label of ${meant.id}: -l ${Object.entries(podLabels(meant))[0]?.join("=") ?? "key=value"}.`,
  };
}

function namespaceSight(workspace: Workspace, command: ShellCommand): Sight | undefined {
  if (!/^(rollout|set|scale|exec|autoscale|patch|annotate)$/.test(command.words[1] ?? "")) return undefined;
  const target = targetOf(command.words);
  const found = target ? named(workspace, target) : [];
  const given = option(command.words, "-n", "--namespace");
  if (!target || !given || /[$<{]/.test(given) || found.length === 0) return undefined;
  const spaces = new Set(found.map(({ namespace }) => namespace));
  if (spaces.has(undefined) || spaces.has(given) || found.some(({ unit }) => unit.kind === "chart")) return undefined;
  return {
    severity: severity(command),
    place: command.place,
    evidence: `${command.text}; ${found[0]!.id} is in ${[...spaces].join(", ")} (${found[0]!.file.path})`,
    cause: `${found[0]!.id} is not in the namespace ${given}, so the command finds nothing`,
    fix: `Write -n ${[...spaces][0]}.`,
  };
}
