import { containersOf, isWorkload, type KubeObject, podPath } from "../../workspace/kube";
import { literally } from "../../workspace/patterns";
import type { Workspace } from "../../workspace/workspace";
import { listOf, type Path, part, textValue, type Value } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";
import { leftovers } from "./e23-leftovers";
import { CREATORS, ignoresSecrets, isDocument, keptOut, mentioning, named, type Reference, SPEAKS } from "./e23-mentions";
import { apartSight } from "./e23-namespaces";
import { unlisted } from "./e23-unlisted";

export const e23: Check = {
  id: "E23",
  title: "A pod names an object that nothing creates, or an object or manifest is left over",
  story:
    'Symptom: `CreateContainerConfigError: configmap "x" not found`, `FailedMount`, `ImagePullBackOff` for a missing pull secret, or a pod that is never created for a missing service account.',
  *detect(workspace) {
    for (const object of workspace.objects.filter(isWorkload)) {
      if (!workspace.isWhole(object.unit)) continue;
      for (const reference of references(object)) {
        const sight = sightOf(workspace, object, reference);
        if (sight) yield sight;
      }
    }
    yield* leftovers(workspace);
    yield* unlisted(workspace);
  },
};

function sightOf(workspace: Workspace, object: KubeObject, { kind, name, key, path }: Reference): Sight | undefined {
  if (/[$<{]/.test(name) || name === "default" || /^(kube-root-ca\.crt|istio-ca-root-cert)$/.test(name)) return undefined;
  const creators = workspace.objects.filter((one) => CREATORS[kind]!.includes(one.kind));
  const found = creators.filter(
    (one) =>
      one.name === name ||
      [one.get("spec", "target", "name"), one.get("spec", "secretName"), one.get("spec", "destination", "name")].includes(name),
  );
  if (found.length > 0) return keySight(object, found, kind, name, key, path) ?? apartSight(workspace, object, found, { kind, name, path });
  if (
    kind === "Secret" &&
    creators.some((one) => !CREATORS.ConfigMap!.includes(one.kind) && one.kind !== "Secret" && name.startsWith(one.name))
  )
    return undefined;
  if (isMadeByJob(workspace, object, name) || isInstalled(workspace, name) || isPutTogether(workspace, kind, name)) return undefined;
  const kept = kind === "Secret" ? keptOut(workspace, object) : undefined;
  const note = { severity: "note", place: object.at(...path), evidence: `${object.id} names the ${kind} ${name}` } as const;
  if (kept)
    return {
      ...note,
      cause: `No file creates the ${kind} ${name}; ${kept} is kept out of git, so it has to be made by hand`,
      fix: `Make ${kept} before the first deployment.`,
    };
  const mentions = mentioning(workspace, object, kind, name);
  if (mentions.some((file) => !isDocument(file))) return undefined;
  if (mentions[0])
    return {
      ...note,
      cause: `No file creates the ${kind} ${name}; ${mentions[0].path} speaks of it, so it has to be made by hand`,
      fix: `Follow ${mentions[0].path} before the first deployment.`,
    };
  return missing(object, { kind, name, path });
}

function missing(object: KubeObject, { kind, name, path }: Reference): Sight {
  return {
    // Where git ignores manifests with secrets, there may be one of which only its owner knows.
    severity: mayPull(object, path) || (kind === "Secret" && ignoresSecrets(object)) ? "warning" : "error",
    place: object.at(...path),
    evidence: `${object.id} names the ${kind} ${name}`,
    cause: path.includes("imagePullSecrets")
      ? `Nothing in these files creates the ${kind} ${name}, so a private image is not pulled`
      : `Nothing in these files creates the ${kind} ${name}, so the pod does not start`,
    fix:
      kind === "Secret"
        ? `Say how it is made: kubectl create secret generic ${name} ..., an ExternalSecret or a SealedSecret.`
        : `Add a ${kind} with the name ${name}, or correct the name.`,
  };
}

/** Without its pull secret a pod starts all the same when the image is public, as those of Docker Hub are unless they are made private. */
function mayPull(object: KubeObject, path: Path): boolean {
  const registry = /^[^/]*[.:][^/]*\//;
  return (
    path.includes("imagePullSecrets") &&
    containersOf(object).every(({ value }) => {
      const image = textValue(value.image) ?? "";
      return !registry.test(image) || image.startsWith("docker.io/");
    })
  );
}

function keySight(
  object: KubeObject,
  found: KubeObject[],
  kind: string,
  name: string,
  key: string | undefined,
  path: Path,
): Sight | undefined {
  if (key === undefined || (kind !== "ConfigMap" && kind !== "Secret")) return undefined;
  const plain = found.filter((one) => one.kind === kind);
  if (plain.length === 0 || plain.length !== found.length) return undefined;
  const keys = plain.flatMap((one) => ["data", "stringData", "binaryData"].flatMap((field) => Object.keys(part(one.value, field) ?? {})));
  if (keys.length === 0 || keys.includes(key)) return undefined;
  return {
    severity: "error",
    place: object.at(...path),
    evidence: `key ${key}; ${kind}/${name} has ${keys.join(", ")}`,
    cause: `The ${kind} ${name} has no key ${key}, so the container is not started`,
    fix: `Use one of its keys, or add ${key}.`,
  };
}

/** A job beside it makes it, as those of admission webhooks do. */
function isMadeByJob(workspace: Workspace, object: KubeObject, name: string): boolean {
  const jobs = workspace.objects.filter((other) => other !== object && isWorkload(other)).flatMap(containersOf);
  return jobs.some(({ value }) => named(name).test(JSON.stringify([value.args, value.command])));
}

/** A chart from elsewhere brings it, under the name of its release. */
const isInstalled = (workspace: Workspace, name: string): boolean =>
  workspace.installs.some(
    ({ release, chart }) => !workspace.charts.some(({ folder }) => folder.endsWith(chart)) && release !== "" && name.startsWith(release),
  );

const CREATED = /\bcreate\s+(secret\s+\S+|configmap|serviceaccount|sa)\s+["']?([^\s"'$]*\$[^\s"']*)/g;

/** A command creates it under a name that it puts together: `create secret generic "web-${STAGE}-secret"`. */
const isPutTogether = (workspace: Workspace, kind: string, name: string): boolean =>
  workspace.files.some(
    ({ name: file, text, size }) =>
      SPEAKS.test(file) &&
      size < 300_000 &&
      [...text.matchAll(CREATED)].some(([, what, made]) => {
        const parts = made!.split(/\$\{\{[^}]*\}\}|\$\{[^}]*\}|\$\w+/);
        return (
          what!.toLowerCase().startsWith(kind === "ServiceAccount" ? "s" : kind.toLowerCase()) &&
          parts.join("").length > 2 &&
          new RegExp(`^${parts.map(literally).join("[\\w.-]+")}$`).test(name)
        );
      }),
  );

function* references(object: KubeObject): Generator<Reference> {
  const spec = [...podPath(object), "spec"];
  const pod = object.get(...spec);
  for (const [at, volume] of listOf(part(pod, "volumes")).entries()) {
    const path = [...spec, "volumes", at];
    const named: [string, Value, string][] = [
      ["ConfigMap", part(volume, "configMap"), "name"],
      ["Secret", part(volume, "secret"), "secretName"],
      ["PersistentVolumeClaim", part(volume, "persistentVolumeClaim"), "claimName"],
    ];
    for (const [kind, source, key] of named) {
      const name = textValue(part(source, key));
      if (name && part(source, "optional") !== true) yield { kind, name, path };
    }
  }
  for (const [at, secret] of listOf(part(pod, "imagePullSecrets")).entries()) {
    const name = textValue(part(secret, "name"));
    if (name) yield { kind: "Secret", name, path: [...spec, "imagePullSecrets", at] };
  }
  const account = textValue(part(pod, "serviceAccountName"));
  if (account) yield { kind: "ServiceAccount", name: account, path: [...spec, "serviceAccountName"] };
  for (const { value, path } of containersOf(object)) yield* environment(value, path);
}

function* environment(container: Value, path: Path): Generator<Reference> {
  for (const [at, source] of listOf(part(container, "envFrom")).entries()) {
    for (const [kind, key] of [
      ["ConfigMap", "configMapRef"],
      ["Secret", "secretRef"],
    ] as const) {
      const name = textValue(part(source, key, "name"));
      if (name && part(source, key, "optional") !== true) yield { kind, name, path: [...path, "envFrom", at] };
    }
  }
  for (const [at, entry] of listOf(part(container, "env")).entries()) {
    for (const [kind, key] of [
      ["ConfigMap", "configMapKeyRef"],
      ["Secret", "secretKeyRef"],
    ] as const) {
      const source = part(entry, "valueFrom", key);
      const name = textValue(part(source, "name"));
      if (name && part(source, "optional") !== true)
        yield { kind, name, key: textValue(part(source, "key")), path: [...path, "env", at, "valueFrom", key] };
    }
  }
}
