import { type KubeObject, servicePorts } from "../../workspace/kube";
import { literally } from "../../workspace/patterns";
import type { Workspace } from "../../workspace/workspace";
import { listOf, type Path, part, textValue, type Value } from "../../workspace/yaml";
import { nearest } from "../chain";
import type { Sight } from "../finding";

interface Backend {
  readonly value: Value;
  readonly path: Path;
}

function backendsOf(ingress: KubeObject): Backend[] {
  const backends: Backend[] = listOf(ingress.get("spec", "rules")).flatMap((rule, at) =>
    listOf(part(rule, "http", "paths")).map((entry, index) => ({
      value: part(entry, "backend"),
      path: ["spec", "rules", at, "http", "paths", index, "backend"],
    })),
  );
  const given = ingress.get("spec", "defaultBackend");
  return given ? [...backends, { value: given, path: ["spec", "defaultBackend"] }] : backends;
}

/** Where each path of an Ingress leads: a Service that is not there, or a port that it does not have. */
export function* routed(workspace: Workspace, ingress: KubeObject): Generator<Sight> {
  const services = workspace.ofKind("Service", "ExternalName");
  if (services.length === 0 || !workspace.isWhole(ingress.unit)) return;
  for (const backend of backendsOf(ingress)) {
    const name = textValue(part(backend.value, "service", "name"));
    if (!name) continue;
    const found = nearest(
      services.filter((service) => service.name === name),
      ingress,
    );
    yield* found.length > 0 ? portSights(ingress, backend, found) : nameSights(workspace, ingress, backend, nearest(services, ingress));
  }
}

function* nameSights(workspace: Workspace, ingress: KubeObject, { value, path }: Backend, near: readonly KubeObject[]): Generator<Sight> {
  const name = textValue(part(value, "service", "name"))!;
  const others =
    ingress.namespace !== undefined && near.every(({ namespace }) => namespace !== undefined && namespace !== ingress.namespace);
  const apart = near.every(({ file, unit }) => file.folder !== ingress.file.folder && unit !== ingress.unit);
  const installed = workspace.installs.some(({ release }) => release !== "" && name.startsWith(release));
  if (others || apart || installed || isElsewhere(workspace, name, ingress)) return;
  const names = near.map((service) => service.name).slice(0, 6);
  yield {
    severity: "error",
    place: ingress.at(...path, "service", "name"),
    evidence: `service ${name}; there are ${names.join(", ")}`,
    cause: `There is no Service named ${name}, so the ingress answers 503`,
    fix: `Name ${near[0]!.name}.`,
  };
}

function* portSights(ingress: KubeObject, { value, path }: Backend, found: readonly KubeObject[]): Generator<Sight> {
  const { name } = found[0]!;
  const port = part(value, "service", "port", "name") ?? part(value, "service", "port", "number");
  const has = (service: KubeObject) =>
    service.get("spec", "type") === "ExternalName" ||
    servicePorts(service).length === 0 ||
    servicePorts(service).some((one) => one.name === port || one.number === port);
  if (port === undefined || found.some(has)) return;
  const ports = servicePorts(found[0]!).map((one) => [one.name, one.number].filter(Boolean).join(" "));
  yield {
    severity: "error",
    place: ingress.at(...path, "service", "port"),
    evidence: `port ${port}; Service ${name} has ${ports.join(", ")}`,
    cause: `The Service ${name} has no port ${port}, so the ingress answers 503`,
    fix: `Use ${servicePorts(found[0]!)[0]?.number ?? "a port of the Service"}.`,
  };
}

const isElsewhere = (workspace: Workspace, name: string, ingress: KubeObject): boolean =>
  /prometheus|grafana|alertmanager|argocd|kibana|jaeger|kubernetes-dashboard|jenkins|vault|keycloak/.test(name) ||
  workspace.files.some(
    (file) =>
      file !== ingress.file &&
      /\.(ya?ml|tf|sh)$/.test(file.name) &&
      new RegExp(`\\bname["']?\\s*[:=]\\s*["']?${literally(name)}["']?\\s*$`, "m").test(file.text),
  ) ||
  workspace.commands.some(
    ({ words }) => words.includes(`--name=${name}`) || (words[0] === "kubectl" && words.includes("expose") && words.includes(name)),
  );
