import { posix } from "node:path";
import { normalize, type SourceFile } from "../../workspace/repository";
import type { Workspace } from "../../workspace/workspace";
import { documentsIn, listOf, mapOf, part, textValue, type Value, type YamlDocument } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

export const e46: Check = {
  id: "E46",
  title: "A Compose file that does not start, or a Prometheus in it that finds nothing",
  story:
    'Symptom: `service "x" depends on undefined service`, `dependency failed to start: container has no healthcheck configured`, `port is already allocated`, `Are you trying to mount a directory onto a file`, a target that is DOWN.',
  *detect(workspace) {
    for (const { file, document } of workspace.composes) {
      if (/override|\.(prod|dev|test|ci)\.|-(prod|dev|test|ci)\./.test(file.name)) continue;
      const services = mapOf(part(document.value, "services"));
      if (part(document.value, "include") || Object.keys(services).length === 0) continue;
      for (const [name, service] of Object.entries(services)) {
        yield* waits(document, services, name, service);
        yield* mounts(file, document, name, service);
      }
      yield* collisions(document, services);
      yield* targets(workspace, file, services);
    }
  },
};

function* waits(document: YamlDocument, services: Readonly<Record<string, Value>>, name: string, service: Value): Generator<Sight> {
  const needs = part(service, "depends_on");
  const list: [string, Value][] = Array.isArray(needs)
    ? needs.map((need): [string, Value] => [String(need), undefined])
    : Object.entries(mapOf(needs));
  for (const [need, condition] of list) {
    const place = document.at("services", name, "depends_on");
    if (!(need in services)) {
      if (part(service, "extends")) continue;
      yield {
        severity: "error",
        place,
        evidence: `${name} depends on ${need}; services: ${Object.keys(services).join(", ")}`,
        cause: `There is no service ${need}, so Compose refuses the file`,
        fix: "Name a service of this file.",
      };
    } else if (
      part(condition, "condition") === "service_healthy" &&
      !part(services[need], "healthcheck") &&
      part(services[need], "build") === undefined &&
      /^(postgres|redis|mysql|mariadb|mongo|nginx|rabbitmq|python|node|prom\/|grafana\/)/.test(String(part(services[need], "image")))
    ) {
      yield {
        severity: "error",
        place,
        evidence: `${name} waits for ${need} to be healthy`,
        cause: `The service ${need} has no healthcheck, so ${name} never starts`,
        fix: `Give ${need} a healthcheck, or wait for service_started.`,
      };
    }
  }
}

function* mounts(file: SourceFile, document: YamlDocument, name: string, service: Value): Generator<Sight> {
  for (const [at, volume] of listOf(part(service, "volumes")).entries()) {
    const source =
      typeof volume === "string" ? volume.split(":")[0]! : part(volume, "type") === "bind" ? (textValue(part(volume, "source")) ?? "") : "";
    if (!/^\.{1,2}\//.test(source) || /[$~]/.test(source) || !/\.(ya?ml|json|conf|toml|ini|sql|sh|cfg|env)$/.test(source)) continue;
    const path = normalize(posix.join(file.folder, source));
    if (path.startsWith("..") || file.repository.has(path) || file.repository.ignores(path) || /acme\.json$/.test(path)) continue;
    yield {
      severity: "error",
      place: document.at("services", name, "volumes", at),
      evidence: String(typeof volume === "string" ? volume : source),
      cause: `${source} does not exist: Docker makes a folder of that name, and the program finds no file`,
      fix: "Correct the path, or add the file.",
    };
  }
}

function* collisions(document: YamlDocument, services: Readonly<Record<string, Value>>): Generator<Sight> {
  const taken = new Map<string, string>();
  for (const [name, service] of Object.entries(services)) {
    if (part(service, "profiles")) continue;
    for (const [at, entry] of listOf(part(service, "ports")).entries()) {
      const text = textValue(entry) ?? "";
      const match = /^(?:(\d+\.\d+\.\d+\.\d+):)?(\d+):\d+(\/udp)?$/.exec(text);
      if (!match) continue;
      const key = `${match[2]}${match[3] ?? ""}`;
      const other = taken.get(key);
      if (other && !match[1])
        yield {
          severity: "error",
          place: document.at("services", name, "ports", at),
          evidence: `${name} and ${other} publish ${key}`,
          cause: `Both services want the port ${key} of the host, so the second one does not start`,
          fix: "Publish one of them on another port.",
        };
      taken.set(key, name);
    }
  }
}

/** What Prometheus is told to scrape by the name of a service. */
function* targets(workspace: Workspace, compose: SourceFile, services: Readonly<Record<string, Value>>): Generator<Sight> {
  const mounted = Object.values(services).flatMap((service) =>
    listOf(part(service, "volumes")).map((volume) =>
      typeof volume === "string" ? volume.split(":")[0]! : String(part(volume, "source") ?? ""),
    ),
  );
  const names = new Set(
    Object.entries(services).flatMap(([name, service]) => [
      name,
      textValue(part(service, "container_name")) ?? name,
      textValue(part(service, "hostname")) ?? name,
      ...Object.values(mapOf(part(service, "networks"))).flatMap((network) => listOf(part(network, "aliases")).map(String)),
    ]),
  );
  for (const path of mounted) {
    const file = compose.repository.file(posix.join(compose.folder, path));
    if (!file || !/scrape_configs:/.test(file.text)) continue;
    const document = documentsIn(file)[0];
    for (const [job, config] of listOf(part(document?.value, "scrape_configs")).entries()) {
      for (const [at, group] of listOf(part(config, "static_configs")).entries()) {
        for (const [index, target] of listOf(part(group, "targets")).map(String).entries()) {
          const host = target.replace(/^https?:\/\//, "").split(":")[0]!;
          if (names.has(host) || /^(localhost|127\.|host\.docker|\d+\.)|\.|[$<]/.test(host) || workspace.composes.length > 1) continue;
          if (part(config, "metrics_path") === "/probe" || listOf(part(config, "relabel_configs")).length > 0) continue;
          yield {
            severity: "error",
            place: document!.at("scrape_configs", job, "static_configs", at, "targets", index),
            evidence: `target ${target}; services: ${Object.keys(services).join(", ")}`,
            cause: `There is no service ${host} in ${compose.name}, so the name is not resolved and the target is DOWN`,
            fix: "Name the service as Compose calls it.",
          };
        }
      }
    }
  }
}
