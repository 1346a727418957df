import { applicationInstalls } from "../../workspace/installs";
import type { KubeObject } from "../../workspace/kube";
import { KUSTOMIZATION } from "../../workspace/kustomize-files";
import { normalize } from "../../workspace/repository";
import type { Workspace } from "../../workspace/workspace";
import { part, textValue } from "../../workspace/yaml";
import type { Check } from "../finding";

export const e64: Check = {
  id: "E64",
  title: "Two Argo CD Applications bring the same object",
  story:
    "Symptom: `SharedResourceWarning: Deployment/web is part of applications argocd/web-dev and argocd/web-prod`; both are out of sync in turn, and with self-heal each writes its own over the other's. An object belongs to one Application: environments of one cluster need a namespace or names of their own.",
  *detect(workspace) {
    const all = workspace
      .ofKind("Application")
      .filter(({ apiVersion }) => apiVersion.startsWith("argoproj.io"))
      .map((application) => ({ application, brought: broughtBy(workspace, application) }));
    for (const [at, { application, brought }] of all.entries()) {
      for (const other of all.slice(0, at)) {
        if (other.application.id === application.id || targetOf(other.application) !== targetOf(application)) continue;
        const shared = [...brought].filter((key) => other.brought.has(key));
        if (shared.length === 0) continue;
        const both = [application, other.application].every((one) => one.get("spec", "syncPolicy", "automated"));
        yield {
          severity: both ? "error" : "warning",
          place: application.at("metadata", "name"),
          evidence: `${shared.slice(0, 3).join(", ")}; ${other.application.id} (${other.application.file.path})`,
          cause: `${application.id} and ${other.application.id} bring the same objects into the same namespace, so each undoes what the other wrote`,
          fix: "Give each a namespace of its own, in the Application and in the manifests.",
        };
        break;
      }
    }
  },
};

/** The cluster that an Application writes to, and the repository that it reads. */
const targetOf = (application: KubeObject): string =>
  JSON.stringify(
    [
      ["destination", "server"],
      ["destination", "name"],
      ["source", "repoURL"],
    ].map((path) => application.get("spec", ...path)),
  );

/** Of the whole cluster; a namespace that both name harms nobody. */
const GLOBAL = /^(Cluster\w+|Namespace|CustomResourceDefinition|PersistentVolume|StorageClass|IngressClass|PriorityClass|Application)$/;

/** The objects of the chart, the kustomization or the files at the path of an Application. */
function broughtBy(workspace: Workspace, application: KubeObject): Set<string> {
  const folder = normalize(textValue(application.get("spec", "source", "path")) ?? "\u0000");
  const place = application.at();
  const [install] = applicationInstalls(application.value, place);
  const chart = install && workspace.chartOf(install);
  const rendering = chart?.renderings.find(
    ({ release }) => release.place?.file === place.file && release.place.line === place.line && release.name === install!.release,
  );
  const kustomization = workspace.kustomizations.find((one) => one.file.folder === folder);
  // Names that Kustomize changes are not followed.
  if (kustomization && workspace.files.some(({ name, text }) => KUSTOMIZATION.test(name) && /^name(Prefix|Suffix):/m.test(text)))
    return new Set();
  const deep = application.get("spec", "source", "directory", "recurse") === true;
  const plain = () =>
    workspace.plain
      .flatMap(({ objects }) => objects)
      .filter(({ file }) => file.folder === folder || (deep && file.folder.startsWith(folder === "" ? "" : `${folder}/`)));
  const objects = chart ? (rendering?.unit.objects ?? []) : (kustomization?.unit.objects ?? plain());
  const namespace = textValue(part(application.value, "spec", "destination", "namespace")) ?? "";
  return new Set(
    objects
      .filter(({ kind, name }) => !GLOBAL.test(kind) && name !== "" && !/[{$<]/.test(name))
      .map(
        (object) => `${object.kind}/${object.name} in ${textValue(object.get("metadata", "namespace")) ?? object.namespace ?? namespace}`,
      ),
  );
}
