import type { KubeObject } from "../../workspace/kube";
import { literally } from "../../workspace/patterns";
import type { SourceFile } from "../../workspace/repository";
import { options, verbFirst } from "../../workspace/shell";
import type { Workspace } from "../../workspace/workspace";
import type { Path } from "../../workspace/yaml";

export interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly key?: string;
  readonly path: Path;
}

export const CREATORS: Readonly<Record<string, readonly string[]>> = {
  Secret: [
    "Secret",
    "SealedSecret",
    "ExternalSecret",
    "Certificate",
    "VaultStaticSecret",
    "SecretProviderClass",
    "PushSecret",
    "ClusterExternalSecret",
    "InfisicalSecret",
    "OnePasswordItem",
    "BitwardenSecret",
    "KafkaUser",
    "Cluster",
    "PostgresCluster",
    "postgresql",
    "Issuer",
    "Elasticsearch",
  ],
  ConfigMap: ["ConfigMap"],
  PersistentVolumeClaim: ["PersistentVolumeClaim"],
  ServiceAccount: ["ServiceAccount"],
};

export const isDocument = ({ name }: SourceFile): boolean => /\.(md|rst|adoc|txt)$/i.test(name);

export const named = (name: string): RegExp => new RegExp(`(?<![\\w.-])${literally(name)}(?![\\w-]|\\.\\w)`);

export const SPEAKS =
  /\.(sh|md|ya?ml|tf|py|js|ts|json|tpl|txt|ps1|bat|env|toml|j2|tmpl|gotmpl|erb|example|sample|template|dist|groovy|rst|adoc)$|Makefile|Jenkinsfile|Tiltfile|justfile/i;

/** Files that speak of it: a command that creates it, a document, Terraform, an operator's values. */
export function mentioning(workspace: Workspace, object: KubeObject, kind: string, name: string): SourceFile[] {
  const word = named(name);
  const creates = new RegExp(`(kind:\\s*(${CREATORS[kind]!.join("|")})|create\\s+(secret|configmap)|playbook|tasks:)`);
  const told = new RegExp(`^\\s*#.*\\bcreate\\s+(secret|configmap)\\b.*${literally(name)}`, "m");
  return workspace.files.filter(
    (file) =>
      (file === object.file && told.test(file.text)) ||
      (file !== object.file &&
        SPEAKS.test(file.name) &&
        word.test(file.text) &&
        (!/\.ya?ml$/.test(file.name) || /^\.github|\.gitlab-ci|helmfile/.test(file.path) || creates.test(file.text))),
  );
}

/** A manifest with secrets that a command applies, and that .gitignore keeps out of the repository. */
export const keptOut = (workspace: Workspace, { file }: KubeObject): string | undefined =>
  workspace.commands
    .filter(({ words, place }) => verbFirst(words)[0] === "kubectl" && place.file.repository === file.repository)
    .flatMap(({ words }) => options(words, "-f", "--filename").map((path) => path.replace(/^\.\//, "")))
    .find((path) => /secret|credential/i.test(path) && !file.repository.has(path) && file.repository.ignores(path));

/** .gitignore keeps manifests with secrets out of the repository. */
export const ignoresSecrets = ({ file }: KubeObject): boolean =>
  /^(?!#).*secret[^\n]*\.ya?ml\s*$/im.test(file.repository.file(".gitignore")?.text ?? "");
