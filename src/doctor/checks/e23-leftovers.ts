import { posix } from "node:path";
import { isWorkload, type KubeObject } from "../../workspace/kube";
import { literally } from "../../workspace/patterns";
import { normalize, type SourceFile } from "../../workspace/repository";
import { options, verbFirst } from "../../workspace/shell";
import type { Workspace } from "../../workspace/workspace";
import { type Sight, warning } from "../finding";

/** ConfigMaps and Secrets that nothing reads, and manifests that nothing applies. */
export function* leftovers(workspace: Workspace): Generator<Sight> {
  if (workspace.objects.some(isWorkload)) yield* unread(workspace);
  yield* unapplied(workspace);
}

/** Read by whoever looks for a label, by the API server, or by a controller that knows the name. */
const BY_OTHERS =
  /(^|[./_-])(dashboard|datasource|sidecar|argocd|argoproj|helm|flux|sealedsecrets|cert-manager|reflector|reloader|knative)/i;
const SYSTEM = /^(kube-.*|argocd|argo-cd|flux-system|monitoring|observability|istio-system|ingress-nginx|cert-manager)$/;
const KNOWN_NAME =
  /^(argocd-|aws-auth$|coredns|kube-|cluster-autoscaler|nginx-configuration|ingress-nginx|prometheus|grafana|alertmanager)/;

function* unread(workspace: Workspace): Generator<Sight> {
  for (const object of workspace.ofKind("ConfigMap", "Secret")) {
    const { kind, name, labels, namespace, file } = object;
    const annotations = object.get("metadata", "annotations") ?? {};
    const type = object.get("type") ?? "Opaque";
    if (
      name === "" ||
      /[$<{]/.test(name) ||
      KNOWN_NAME.test(name) ||
      SYSTEM.test(namespace ?? "") ||
      (kind === "Secret" && type !== "Opaque") ||
      [...Object.keys(labels), ...Object.keys(annotations)].some((key) => BY_OTHERS.test(key)) ||
      !workspace.isWhole(object.unit) ||
      isSpokenOf(workspace, object)
    )
      continue;
    yield warning(
      object.at("metadata", "name"),
      `${kind}/${name}`,
      `Nothing reads the ${kind} ${name}: no pod names it, so what it holds reaches no program`,
      `Name it in the pod (envFrom or a volume), or take it out of ${file.path}.`,
    );
  }
}

/** Another object or text has its name, whatever it wants it for. */
function isSpokenOf(workspace: Workspace, object: KubeObject): boolean {
  const word = new RegExp(`(?<![\\w.-])${literally(object.name)}(?![\\w-])`);
  const isSame = (other: KubeObject) => other.kind === object.kind && other.name === object.name;
  return (
    workspace.objects.some((other) => !isSame(other) && word.test(written(other))) ||
    workspace.files.some((file) => file !== object.file && file.size < 300_000 && word.test(file.text) && !definesOnly(file, object))
  );
}

const texts = new WeakMap<KubeObject, string>();

function written(object: KubeObject): string {
  const known = texts.get(object) ?? JSON.stringify(object.value);
  texts.set(object, known);
  return known;
}

/** A copy of it in another folder reads it no more than it does itself. */
const definesOnly = (file: SourceFile, { kind, name }: KubeObject): boolean =>
  new RegExp(`^kind:\\s*${kind}\\s*$`, "m").test(file.text) && file.text.split(name).length === 2;

/** Tools that find manifests by their own rules. */
const FINDS = /(^|\/)(skaffold|devspace|werf|garden|helmfile|fleet|okteto)\.ya?ml$|(^|\/)Tiltfile$|(^|\/)(Pulumi|cdk8s)\.ya?ml$/;

function* unapplied(workspace: Workspace): Generator<Sight> {
  const applied = appliedIn(workspace);
  if (applied === undefined || applied.length === 0) return;
  for (const unit of workspace.plain) {
    const files = new Map(unit.objects.filter(isDeployed).map((object) => [object.file, object]));
    for (const [file, object] of files) {
      if (applied.some((path) => covers(path, file)) || isNamed(workspace, file)) continue;
      yield warning(
        object.at("kind"),
        file.path,
        `Commands and Applications of this repository apply ${applied.slice(0, 3).join(", ")}, and none applies this manifest`,
        "Apply it with the others, or take it out.",
      );
    }
  }
}

const isDeployed = (object: KubeObject): boolean =>
  isWorkload(object) ||
  ["Service", "Ingress", "ConfigMap", "HorizontalPodAutoscaler", "ServiceMonitor", "PrometheusRule"].includes(object.kind);

const covers = (path: string, file: SourceFile): boolean => path === "" || file.path === path || file.path.startsWith(`${path}/`);

/** What is applied, below its repository; undefined where that is only known when it runs. */
function appliedIn(workspace: Workspace): string[] | undefined {
  if (workspace.repositories.length > 1) return undefined;
  if (workspace.files.some(({ path, text, name }) => FINDS.test(path) || (/\.(tf|py|ya?ml)$/.test(name) && OTHERS.test(text))))
    return undefined;
  const paths: string[] = [];
  for (const command of workspace.commands) {
    const words = verbFirst(command.words);
    if (!/^(kubectl|oc|k3s|microk8s|minikube)$/.test(words[0] ?? "") || !words.some((word) => /^(apply|create|replace)$/.test(word)))
      continue;
    for (const given of options(words, "-f", "--filename", "-k", "--kustomize").flatMap((list) => list.split(","))) {
      if (/^https?:|^-$/.test(given)) continue;
      const found = workspace.find(command.place.file, command.folder, given.replace(/\*.*$/, "") || ".");
      if (!found) return undefined;
      paths.push(normalize(found.path));
    }
  }
  return [...paths, ...workspace.ofKind("Application", "ApplicationSet").flatMap(({ value }) => pathsIn(value))];
}

/** Ansible's module, providers of Terraform, Flux and programs that apply by themselves. */
const OTHERS =
  /kubernetes\.core\.k8s|\bk8s:|kubernetes_manifest|kubectl_manifest|kustomize\.toolkit|k8s-deploy|client-go|from kubernetes import|addons apply|kubernetes-deploy/;

const pathsIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"path":"([^"]*)"/g)].map(([, path]) => normalize(path!.replace(/\{\{.*$/, "")));

/** Some text has the name of the file, or of a folder that it lies in, in a path. */
function isNamed(workspace: Workspace, file: SourceFile): boolean {
  const folder = posix.basename(file.folder);
  const word = new RegExp(
    `(?<![\\w-])${literally(file.name)}(?![\\w-])${folder ? `|(?<![\\w-])${literally(folder)}(?=/|["'\\s;]|$)` : ""}`,
    "m",
  );
  return workspace.files.some(
    (other) =>
      other !== file &&
      /\.(sh|ya?ml|tf|py|js|ts|json|ps1|bat|toml)$|Makefile|Jenkinsfile|justfile/.test(other.name) &&
      word.test(other.text),
  );
}
