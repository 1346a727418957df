import { posix } from "node:path";
import { normalize, type SourceFile } from "../../workspace/repository";
import { answers } from "../../workspace/routes";
import type { Workspace } from "../../workspace/workspace";
import { documentsIn, listOf, mapOf, type Path, type Place, part, textValue, type Value, type YamlDocument } from "../../workspace/yaml";
import type { Build } from "../chain";
import type { Check, Sight } from "../finding";
import { listenOf } from "./d19-port-chain";

interface Mount {
  readonly service: string;
  readonly source: string;
  readonly target: string;
  readonly place: Place;
}

interface Stack {
  readonly file: SourceFile;
  readonly document: YamlDocument;
  readonly services: Readonly<Record<string, Value>>;
  readonly mounts: readonly Mount[];
}

export const e57: Check = {
  id: "E57",
  title: "A Compose stack whose Prometheus, Grafana and programs do not meet",
  story:
    "Symptom: the target is DOWN (`connection refused`, `404 Not Found`), no rule under Alerts, no dashboard in Grafana, `dial tcp: lookup prometheus: no such host`, or nothing answers on the published port. Inside the network each container has its service's name and its own ports; a container sees only the files that are mounted.",
  *detect(workspace) {
    if (workspace.composes.length > 2) return;
    for (const { file, document } of workspace.composes) {
      const services = mapOf(part(document.value, "services"));
      if (part(document.value, "include") || /override/.test(file.name)) continue;
      const stack: Stack = { file, document, services, mounts: mountsOf(file, document, services) };
      yield* published(workspace, stack);
      for (const mount of stack.mounts) yield* mounted(workspace, stack, mount);
    }
  },
};

function mountsOf(file: SourceFile, document: YamlDocument, services: Readonly<Record<string, Value>>): Mount[] {
  return Object.entries(services).flatMap(([service, value]) =>
    listOf(part(value, "volumes")).flatMap((volume, at) => {
      const [source, target] =
        typeof volume === "string" ? volume.split(":") : [textValue(part(volume, "source")), textValue(part(volume, "target"))];
      if (!source || !target || !/^\.{1,2}\//.test(source)) return [];
      const path = normalize(posix.join(file.folder, source));
      return [{ service, source: path, target: target.replace(/\/$/, ""), place: document.at("services", service, "volumes", at) }];
    }),
  );
}

/** What a service of the file runs, when it is built here. */
function buildIn(workspace: Workspace, { file }: Stack, service: Value): Build | undefined {
  const build = part(service, "build");
  if (build === undefined || part(service, "command") || part(service, "entrypoint")) return undefined;
  const folder = normalize(posix.join(file.folder, textValue(build) ?? textValue(part(build, "context")) ?? "."));
  const path = normalize(posix.join(folder, textValue(part(build, "dockerfile")) ?? "Dockerfile"));
  const dockerfile = workspace.dockerfiles.find((one) => one.file.path === path && one.file.repository === file.repository);
  // Several images of one folder share its source: which part is whose cannot be told.
  if (workspace.dockerfiles.filter((one) => one.file.path.startsWith(folder === "" ? "" : `${folder}/`)).length > 1) return undefined;
  return dockerfile && { dockerfile, app: workspace.app(file.repository, folder) };
}

function environmentOf(service: Value): Map<string, string> {
  const given = part(service, "environment");
  const pairs = Array.isArray(given)
    ? given.map((entry) => [String(entry).split("=")[0]!, String(entry).split("=").slice(1).join("=")] as const)
    : Object.entries(mapOf(given)).map(([key, value]) => [key, textValue(value) ?? ""] as const);
  return new Map(pairs);
}

function portOf(workspace: Workspace, stack: Stack, name: string): { port: number; place: Place } | undefined {
  const service = stack.services[name];
  const build = buildIn(workspace, stack, service);
  const listens = build && !part(service, "env_file") ? (listenOf(build, environmentOf(service)) ?? []) : [];
  return new Set(listens.map(({ port }) => port)).size === 1 ? listens[0] : undefined;
}

function* published(workspace: Workspace, stack: Stack): Generator<Sight> {
  for (const [name, service] of Object.entries(stack.services)) {
    const ports = listOf(part(service, "ports"));
    const heard = ports.length === 1 ? portOf(workspace, stack, name) : undefined;
    const inside = /^(?:[\d.]+:)?\d+:(\d+)$/.exec(textValue(ports[0]) ?? "")?.[1];
    if (!heard || !inside || Number(inside) === heard.port) continue;
    yield {
      severity: "error",
      place: stack.document.at("services", name, "ports", 0),
      evidence: `${textValue(ports[0])}; the program listens on ${heard.port} (${heard.place.file.path}:${heard.place.line})`,
      cause: `Nothing in the container listens on ${inside}, so the published port answers nobody`,
      fix: `Publish ${textValue(ports[0])!.replace(/\d+$/, String(heard.port))}.`,
    };
  }
}

function* mounted(workspace: Workspace, stack: Stack, mount: Mount): Generator<Sight> {
  const image = textValue(part(stack.services[mount.service], "image")) ?? "";
  const files = filesOf(stack, mount);
  for (const { file, inside } of files) {
    const document = /\.ya?ml$/.test(file.name) ? documentsIn(file)[0] : undefined;
    if (!document) continue;
    if (/prom\/prometheus|prometheus/.test(image) && part(document.value, "scrape_configs")) {
      yield* scraped(workspace, stack, document);
      if (workspace.composes.length === 1) yield* rules(stack, mount, document, inside);
    }
    if (/grafana\/grafana/.test(image)) {
      yield* sources(stack, document);
      yield* boards(stack, mount, document);
    }
  }
}

/** The files behind a mount, with the path that each has in the container. */
function filesOf({ file: compose }: Stack, { source, target }: Mount): { file: SourceFile; inside: string }[] {
  const single = compose.repository.file(source);
  if (single) return [{ file: single, inside: target }];
  return compose.repository.under(source).map((file) => ({ file, inside: posix.join(target, posix.relative(source, file.path)) }));
}

function* scraped(workspace: Workspace, stack: Stack, document: YamlDocument): Generator<Sight> {
  for (const [job, config] of listOf(part(document.value, "scrape_configs")).entries()) {
    for (const [at, group] of listOf(part(config, "static_configs")).entries()) {
      for (const [index, target] of listOf(part(group, "targets")).map(String).entries()) {
        const [host, port] = target.split(":");
        const path: Path = ["scrape_configs", job, "static_configs", at, "targets", index];
        const heard = host && host in stack.services ? portOf(workspace, stack, host) : undefined;
        if (heard && port && Number(port) !== heard.port && part(config, "metrics_path") !== "/probe")
          yield {
            severity: "error",
            place: document.at(...path),
            evidence: `target ${target}; ${host} listens on ${heard.port} (${heard.place.file.path}:${heard.place.line})`,
            cause: `Nothing in ${host} listens on ${port}: inside the network the container's own port counts, so the target is DOWN`,
            fix: `Write ${host}:${heard.port}.`,
          };
        else if (host && host in stack.services) yield* pathSights(workspace, stack, document, config, job, host);
      }
    }
  }
}

function* pathSights(
  workspace: Workspace,
  stack: Stack,
  document: YamlDocument,
  config: Value,
  job: number,
  host: string,
): Generator<Sight> {
  const app = buildIn(workspace, stack, stack.services[host])?.app;
  const path = textValue(part(config, "metrics_path")) ?? "/metrics";
  if (!app?.routesKnown || answers(app.routes, path)) return;
  if (app.libraries.some((library) => library.path === path || library.name === "another" || library.name === "opentelemetry")) return;
  if (app.files.some(({ text }) => text.includes(path.slice(1)) || /start_http_server|make_wsgi_app|start_wsgi_server/.test(text))) return;
  yield {
    severity: "error",
    place: document.at("scrape_configs", job, ...(part(config, "metrics_path") ? ["metrics_path"] : ["job_name"])),
    evidence: `${host} ${path}; routes: ${[...new Set(app.routes.map((route) => route.path))].slice(0, 8).join(", ")}`,
    cause: `The program has no route ${path}, so every scrape ends with 404`,
    fix: `Serve ${path} with a Prometheus client library, or correct metrics_path.`,
  };
}

function* rules(stack: Stack, own: Mount, document: YamlDocument, inside: string): Generator<Sight> {
  const targets = stack.mounts.filter(({ service }) => service === own.service);
  for (const [at, pattern] of listOf(part(document.value, "rule_files")).map(String).entries()) {
    const path = posix.resolve(posix.dirname(inside), pattern.replace(/\*.*$/, ""));
    if (
      targets.some(({ target }) => path === target || path.startsWith(`${target}/`) || (pattern.includes("*") && target.startsWith(path)))
    )
      continue;
    yield {
      severity: "error",
      place: document.at("rule_files", at),
      evidence: `rule_files: ${pattern}; ${own.service} mounts ${targets.map(({ target }) => target).join(", ")}`,
      cause: "This file is not in Prometheus' container, so none of its rules is loaded",
      fix: `Mount it: ./${posix.basename(pattern)}:${posix.resolve(posix.dirname(inside), pattern)}.`,
    };
  }
  for (const [at, entry] of listOf(part(document.value, "alerting", "alertmanagers")).entries())
    for (const target of listOf(part(entry, "static_configs")).flatMap((group) => listOf(part(group, "targets")).map(String)))
      if (!knows(stack, target.split(":")[0]!))
        yield {
          severity: "error",
          place: document.at("alerting", "alertmanagers", at),
          evidence: `alertmanager ${target}; services: ${Object.keys(stack.services).join(", ")}`,
          cause: `There is no service ${target.split(":")[0]}, so no alert is ever sent`,
          fix: "Add the service, or name the one that is there.",
        };
}

const knows = ({ services }: Stack, host: string): boolean =>
  /^(localhost|127\.|host\.docker|\d+\.)|\.|[$<{]/.test(host) ||
  host in services ||
  Object.values(services).some(
    (service) =>
      [textValue(part(service, "container_name")), textValue(part(service, "hostname"))].includes(host) ||
      JSON.stringify(part(service, "networks") ?? "").includes(`"${host}"`),
  );

/** Data sources are asked by Grafana itself, from its own container. */
function* sources(stack: Stack, document: YamlDocument): Generator<Sight> {
  for (const [at, source] of listOf(part(document.value, "datasources")).entries()) {
    const host = /^https?:\/\/([\w.-]+)/.exec(textValue(part(source, "url")) ?? "")?.[1];
    const own = host === "localhost" || host === "127.0.0.1";
    if (!host || part(source, "access") === "direct" || (own ? hostNetwork(stack) : knows(stack, host))) continue;
    yield {
      severity: "error",
      place: document.at("datasources", at, "url"),
      evidence: `url: ${textValue(part(source, "url"))}; services: ${Object.keys(stack.services).join(", ")}`,
      cause: own
        ? "localhost is Grafana's own container, where no Prometheus listens, so every panel shows an error"
        : `There is no service ${host}, so the data source is never reached`,
      fix: "Write the name of the service: http://prometheus:9090.",
    };
  }
}

const hostNetwork = ({ services }: Stack): boolean => Object.values(services).some((service) => part(service, "network_mode") === "host");

function* boards(stack: Stack, own: Mount, document: YamlDocument): Generator<Sight> {
  const targets = stack.mounts.filter(({ service }) => service === own.service);
  const named = listOf(part(stack.services[own.service], "volumes")).some((volume) =>
    /^[\w-]+:\/var\/lib\/grafana\/dashboards/.test(textValue(volume) ?? ""),
  );
  for (const [at, provider] of listOf(part(document.value, "providers")).entries()) {
    const path = textValue(part(provider, "options", "path"))?.replace(/\/$/, "");
    if (!path || named || targets.some(({ target }) => path === target || path.startsWith(`${target}/`) || target.startsWith(`${path}/`)))
      continue;
    yield {
      severity: "error",
      place: document.at("providers", at, "options", "path"),
      evidence: `path: ${path}; ${own.service} mounts ${targets.map(({ target }) => target).join(", ")}`,
      cause: "Nothing is mounted there, so Grafana finds no dashboard",
      fix: `Mount the dashboards at ${path}.`,
    };
  }
}
