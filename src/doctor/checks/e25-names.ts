import { KUSTOMIZATION } from "../../workspace/kustomize-files";
import { positionals, type ShellCommand, verbFirst } from "../../workspace/shell";
import type { Workspace } from "../../workspace/workspace";
import { documentsIn, part, textValue } from "../../workspace/yaml";
import type { Check } from "../finding";

const KINDS: Readonly<Record<string, readonly string[]>> = {
  deployment: ["Deployment"],
  deployments: ["Deployment"],
  deploy: ["Deployment"],
  "deployment.apps": ["Deployment"],
  statefulset: ["StatefulSet"],
  sts: ["StatefulSet"],
  daemonset: ["DaemonSet"],
  ds: ["DaemonSet"],
  service: ["Service"],
  svc: ["Service"],
  hpa: ["HorizontalPodAutoscaler"],
};

export const e25: Check = {
  id: "E25",
  title: "A command names an object that is named otherwise",
  story:
    'Symptom: `Error from server (NotFound): deployments.apps "x" not found`. The workflow, script or document and the manifests do not agree on the name; a chart makes it from the release.',
  *detect(workspace) {
    const known = workspace.objects;
    if (known.length === 0 || workspace.units.some((unit) => !workspace.isWhole(unit))) return;
    const affixes = affixesOf(workspace);
    const names = (name: string) => [name, ...affixes.map(([before, after]) => `${before}${name}${after}`)];
    for (const command of workspace.commands) {
      const target = targetOf(command);
      if (!target || /[$<{*%]|^my-|^your-/i.test(target.name)) continue;
      const kinds = KINDS[target.kind]!;
      const all = known.filter(({ kind }) => kinds.includes(kind));
      if (all.length === 0 || all.some(({ name }) => names(name).includes(target.name) || /[$<{]/.test(name))) continue;
      if (isOthers(workspace, target.name)) continue;
      const near = all.find(({ name }) => alike(name, target.name));
      if (!near) continue;
      yield {
        severity: command.origin === "document" ? "warning" : "error",
        place: command.place,
        evidence: command.text,
        cause: `There is no ${kinds[0]} named ${target.name}; the manifests name it ${near.name} (${near.file.path})`,
        fix: `Write ${target.kind}/${near.name}.`,
      };
    }
  },
};

/** What any Kustomization puts around names: one that others take in has its own, too. */
const affixesOf = (workspace: Workspace): (readonly [string, string])[] =>
  workspace.yamlFiles
    .filter(({ name }) => KUSTOMIZATION.test(name))
    .flatMap((file) => documentsIn(file).slice(0, 1))
    .map(({ value }) => [textValue(part(value, "namePrefix")) ?? "", textValue(part(value, "nameSuffix")) ?? ""] as const);

const VERBS = /^(rollout|set|scale|logs|exec|port-forward|wait|expose|autoscale|patch|delete|describe|get|annotate)$/;
const FLAGS = new Set(["-w", "--watch", "-f", "--follow", "-it", "-i", "-t", "--all", "--record", "-A", "--ignore-not-found"]);

function targetOf(command: ShellCommand): { kind: string; name: string } | undefined {
  const words = verbFirst(command.words);
  if (
    words[0] !== "kubectl" ||
    !VERBS.test(words[1] ?? "") ||
    words.some((word) =>
      /^(-n|--namespace)=?(monitoring|argocd|kube-system|observability|ingress-nginx|cert-manager|istio-system)$/.test(word),
    ) ||
    words.some(
      (word, at) =>
        /^(-n|--namespace)$/.test(word) &&
        /^(monitoring|argocd|kube-system|observability|ingress-nginx|cert-manager|istio-system)$/.test(words[at + 1] ?? ""),
    )
  )
    return undefined;
  const given = positionals(words.slice(1), FLAGS);
  for (const [at, word] of given.entries()) {
    const [kind, name] = word.includes("/") ? word.split("/") : [word, given[at + 1]];
    if (kind && name && kind in KINDS && !/[=:,]/.test(name)) return { kind, name };
  }
  return undefined;
}

/** What other installations bring; each has its release's name. */
const isOthers = (workspace: Workspace, name: string): boolean =>
  workspace.installs.some(({ release, chart }) => release !== "" && !/^\.{0,2}\//.test(chart) && name.startsWith(release)) ||
  /prometheus|grafana|alertmanager|argocd|ingress-nginx|coredns|metrics-server|kubernetes$/.test(name) ||
  workspace.files.some(
    ({ text, name: file }) =>
      /\.(sh|ya?ml|tf)$|Makefile/.test(file) &&
      new RegExp(`(create|run|expose)\\s+(deployment\\s+|service\\s+\\w+\\s+)?${name}\\b|^\\s*name:\\s*["']?${name}["']?\\s*$`, "m").test(
        text,
      ),
  );

/** One is part of the other, or they differ in an ending only: the same thing is meant. */
function alike(a: string, b: string): boolean {
  const [first, second] = [a, b].map((name) => name.replace(/-(deployment|deploy|service|svc|app)$/, ""));
  return (
    first === second ||
    first!.endsWith(`-${second}`) ||
    second!.endsWith(`-${first}`) ||
    first!.startsWith(`${second}-`) ||
    second!.startsWith(`${first}-`)
  );
}
