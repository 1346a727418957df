import { containersOf, isWorkload, type KubeObject, servicePorts } from "../../workspace/kube";
import { literally } from "../../workspace/patterns";
import type { Workspace } from "../../workspace/workspace";
import { listOf, mapOf, type Place, part, textValue } from "../../workspace/yaml";
import { buildOf } from "../chain";
import type { Check, Sight } from "../finding";

/** A text that a program reads inside the cluster, and the namespace in which it is read. */
interface Written {
  readonly text: string;
  readonly place: Place;
  readonly namespace?: string;
  /** Names without a namespace may be meant for something else, such as the network of Compose. */
  readonly onlyFull?: boolean;
  /** The variable whose value it is. */
  readonly variable?: string;
  /** Whose object it is. */
  readonly object?: KubeObject;
}

export const e62: Check = {
  id: "E62",
  title: "An address in the cluster that leads nowhere",
  story:
    "Symptom: `connection refused`, `i/o timeout`, `no such host`, a target that is DOWN, a data source that answers nothing. A Service is reached at its own port, not at the container's; under its own name; and from another namespace as name.namespace.",
  *detect(workspace) {
    const services = workspace
      .ofKind("Service")
      .filter((service) => service.name !== "" && !/[$<{]/.test(service.name) && workspace.isWhole(service.unit));
    if (services.length === 0) return;
    const names = [...new Set(services.map(({ name }) => literally(name)))].sort((a, b) => b.length - a.length).join("|");
    const pattern = new RegExp(`(?<![\\w.-])(${names})(\\.[a-z0-9-]+)?(\\.svc(?:\\.cluster\\.local)?)?:(\\d{2,5})(?![\\w.:])`, "g");
    for (const written of writtenIn(workspace)) {
      for (const match of written.text.matchAll(pattern)) {
        const sight = portSight(services, written, match);
        if (sight) yield sight;
      }
      const sight = hostSight(workspace, services, written);
      if (sight) yield sight;
    }
  },
};

function* writtenIn(workspace: Workspace): Generator<Written> {
  for (const object of workspace.objects) {
    const { namespace } = object;
    if (isWorkload(object)) yield* inContainers(object);
    if (object.kind !== "ConfigMap" && object.kind !== "Secret") continue;
    for (const field of ["data", "stringData"])
      for (const [key, value] of Object.entries(mapOf(object.get(field)))) {
        const text = textValue(value);
        if (text && !(object.kind === "Secret" && field === "data"))
          yield { text, place: object.at(field, key), namespace, variable: text.includes("\n") ? undefined : key, object };
      }
  }
  for (const file of workspace.yamlFiles)
    if (/\.svc\b/.test(file.text) && !/^\s*["']?kind["']?:/m.test(file.text))
      yield { text: file.text, place: { file, line: 1 }, onlyFull: true };
}

function* inContainers(object: KubeObject): Generator<Written> {
  for (const { value, path } of containersOf(object)) {
    for (const [at, entry] of listOf(part(value, "env")).entries()) {
      const text = textValue(part(entry, "value"));
      const place = () => object.at(...path, "env", at, "value");
      if (text) yield { text, place: place(), namespace: object.namespace, variable: textValue(part(entry, "name")), object };
    }
    for (const [at, text] of listOf(part(value, "args")).entries())
      if (typeof text === "string") yield { text, place: object.at(...path, "args", at), namespace: object.namespace };
  }
}

/** The Services that a name can mean where it is read. */
const meant = (services: readonly KubeObject[], name: string, namespace: string | undefined): KubeObject[] =>
  services.filter(
    (service) => service.name === name && (namespace === undefined || service.namespace === undefined || service.namespace === namespace),
  );

function portSight(services: readonly KubeObject[], written: Written, match: RegExpMatchArray): Sight | undefined {
  const [whole, name, space, full, port] = match;
  if (written.onlyFull && !full) return undefined;
  const found = meant(services, name!, space ? space.slice(1) : written.namespace);
  const direct = found.some((service) => part(service.value, "spec", "clusterIP") === "None" || isOpen(service));
  const ports = [...new Set(found.flatMap(servicePorts).map(({ number }) => number))];
  if (found.length === 0 || direct || ports.includes(Number(port))) return undefined;
  return {
    severity: "error",
    place: placeOf(written, match),
    evidence: `${whole}; Service ${name} has ${ports.join(", ")} (${found[0]!.file.path})`,
    cause: `The Service ${name} has no port ${port}: inside the cluster its own port counts, not the container's, so nothing answers there`,
    fix: `Write ${whole!.replace(/\d+$/, String(ports[0]))}, or give the Service the port ${port}.`,
  };
}

/** What it takes is decided elsewhere. */
const isOpen = (service: KubeObject): boolean =>
  service.get("spec", "type") === "ExternalName" ||
  servicePorts(service).some(({ number }) => number === undefined) ||
  !service.get("spec", "ports");

function placeOf({ text, place }: Written, match: RegExpMatchArray): Place {
  if (!text.includes("\n")) return place;
  const { file, line } = place;
  const at = file.lines.findIndex((one, index) => index + 1 >= line && one.includes(match[0]));
  return at < 0 ? place : { file, line: at + 1 };
}

const HOST = /^(?:[a-z][a-z0-9+]*:\/\/(?:[^@/\s]*@)?)?([a-z0-9]([a-z0-9-]*[a-z0-9])?)(?::\d{2,5})?(?:\/\S*)?$/;
const ENDINGS = /-(deployment|deploy|service|svc|server)$/;

/** A variable whose value is the name of a host: one that differs from a Service by its ending only, or lies in another namespace. */
function hostSight(workspace: Workspace, services: readonly KubeObject[], written: Written): Sight | undefined {
  const { text, place, namespace, variable } = written;
  if (!variable || !/(HOST|HOSTNAME|SERVER|ADDR|ADDRESS|URL|URI|ENDPOINT|BROKERS?)$/i.test(variable)) return undefined;
  const name = HOST.exec(text.trim())?.[1];
  if (!name || /^(localhost|\d+)$/.test(name)) return undefined;
  const same = services.filter((service) => service.name === name);
  if (same.length > 0) {
    const spaces = new Set(same.map((service) => service.namespace));
    if (namespace === undefined || spaces.has(undefined) || spaces.has(namespace)) return undefined;
    return {
      severity: "error",
      place,
      evidence: `${variable}: ${name}, read in ${namespace}; Service ${name} is in ${[...spaces].join(", ")}`,
      cause: `A name alone means a Service of the same namespace, and ${namespace} has no Service ${name}`,
      fix: `Write ${name}.${[...spaces][0]}.`,
    };
  }
  const near = services.find((service) => service.name.replace(ENDINGS, "") === name.replace(ENDINGS, ""));
  if (!near || workspace.units.some((unit) => !workspace.isWhole(unit)) || isMadeElsewhere(workspace, name)) return undefined;
  return {
    severity: isRead(workspace, written) ? "error" : "warning",
    place,
    evidence: `${variable}: ${name}; Service ${near.name} (${near.file.path})`,
    cause: `There is no Service ${name}, so the name is not found: these files call it ${near.name}`,
    fix: `Write ${near.name}.`,
  };
}

/** Some program reads the variable: one of these, as far as their source tells, or one of others, whose source is not here. */
function isRead(workspace: Workspace, { variable, object }: Written): boolean {
  const containers = workspace.objects
    .filter((one) => isWorkload(one) && (one === object || (object !== undefined && names(one, object.name))))
    .flatMap(containersOf);
  const apps = containers.map((container) => buildOf(workspace, container)?.app);
  if (apps.length === 0 || apps.some((app) => !app || app.files.length === 0)) return true;
  // Spring reads STORE_HOST as store.host, too.
  const word = new RegExp(variable!.split("_").map(literally).join("[._-]?"), "i");
  return apps.some((app) => app!.repository.under(app!.folder).some(({ name, text }) => !/\.(ya?ml|md)$/.test(name) && word.test(text)));
}

const names = (workload: KubeObject, name: string): boolean =>
  new RegExp(`"name":"${literally(name)}"`).test(JSON.stringify(workload.value));

/** A chart from elsewhere, a command or an object of another kind may bring a host of that name. */
const isMadeElsewhere = (workspace: Workspace, name: string): boolean =>
  workspace.installs.some(({ release, chart }) => release !== "" && !/^\.{0,2}\//.test(chart) && name.startsWith(release)) ||
  workspace.files.some(
    ({ name: file, text }) =>
      /\.(ya?ml|tf|sh)$|^Makefile$/.test(file) &&
      new RegExp(
        `(expose|service)\\b[^\\n]*\\s(--name[= ])?${literally(name)}\\b|^\\s*(host)?name:\\s*["']?${literally(name)}["']?\\s*$`,
        "m",
      ).test(text.replace(/^\s*-\s*name:/gm, "")),
  );
