import { type Container, containerPorts, containersOf, type KubeObject, type Port, servicePorts } from "../../workspace/kube";
import type { Listen } from "../../workspace/source";
import type { Workspace } from "../../workspace/workspace";
import { listOf, part, textValue } from "../../workspace/yaml";
import { type Build, buildOf, isPublic, workloadsOf } from "../chain";
import type { Check, Sight } from "../finding";
import { isInTerraform, WORKLOAD } from "../terraform";

export const d19: Check = {
  id: "D19",
  title: "A Service's port leads to a port that nothing listens on",
  story:
    "Symptom: endpoints exist, but `connection refused`; Prometheus says `dial tcp ...: connect: connection refused`. targetPort must be a port that the program in the container listens on.",
  *detect(workspace) {
    for (const service of workspace.ofKind("Service")) {
      const workloads = workloadsOf(workspace, service);
      if (workloads.length === 0) continue;
      for (const port of servicePorts(service)) {
        const sights = workloads.map((workload) => portSight(workspace, service, port, workload));
        if (sights.every(Boolean) && !isInTerraform(workspace, WORKLOAD, port.target ?? String(port.number))) yield sights[0]!;
      }
    }
  },
};

function portSight(workspace: Workspace, service: KubeObject, port: Port, workload: KubeObject): Sight | undefined {
  const declared = containerPorts(workload);
  const target = port.target ?? String(port.number);
  const place = port.target ? service.at(...port.path, "targetPort") : service.at(...port.path, "port");
  const known = declared.map(({ name, number }) => (name ? `${name} (${number})` : number)).join(", ");
  if (!/^\d+$/.test(target)) {
    if (declared.some(({ name }) => name === target)) return undefined;
    return {
      severity: "error",
      place,
      evidence: `targetPort: ${target}; ${workload.id} declares ${known || "no port"}`,
      cause: `No container port is named ${target}, so the Service ${service.name} has no endpoint for it`,
      fix: declared[0]
        ? `Name the container port ${target}, or use targetPort: ${declared[0].name ?? declared[0].number}.`
        : `Declare containerPort with the name ${target}.`,
    };
  }
  const containers = containersOf(workload).filter(({ init }) => !init);
  const listens = containers.flatMap((container) => {
    const build = buildOf(workspace, container);
    return build ? (listenOf(build, environmentOf(container.value)) ?? []) : [];
  });
  if (listens.some((listen) => String(listen.port) === target) || containers.some((one) => mayHear(workspace, one, target)))
    return undefined;
  const undeclared = declared.length > 0 && !declared.some(({ number }) => String(number) === target);
  // A program may listen on more than is declared or found in its source; with one port each, it is plain.
  const [only] = containers;
  if (listens.length === 0 && (!undeclared || !only || containers.length > 1)) return undefined;
  if (listens.length === 0 && (isManyPorted(only!, declared, target) || exposes(workspace, only!, target))) return undefined;
  if (listens.length > 0 && (containers.length > 1 || declared.length > 1)) return undefined;
  const heard = listens[0];
  return {
    severity: "error",
    place,
    evidence: `${port.target ? "targetPort" : "port"}: ${target}; ${heard ? `the program listens on ${heard.port} (${heard.place.file.path}:${heard.place.line})` : `${workload.id} declares ${known}`}`,
    cause: `Nothing in ${workload.id} listens on port ${target}, so connections through the Service ${service.name} are refused`,
    fix: `Use targetPort: ${heard?.port ?? declared[0]?.name ?? declared[0]?.number}.`,
  };
}

/** Its source speaks of that port somewhere, as of the one of Spring's management beside the server's; or a probe asks there. */
const mayHear = (workspace: Workspace, container: Container, target: string): boolean =>
  ["startupProbe", "readinessProbe", "livenessProbe"].some((probe) =>
    ["httpGet", "tcpSocket", "grpc"].some((kind) => String(part(container.value, probe, kind, "port")) === target),
  ) ||
  (buildOf(workspace, container)?.app.listens.some(({ port }) => String(port) === target) ?? false);

/** What its Dockerfile announces says more of a program than what the pod declares. */
const exposes = (workspace: Workspace, container: Container, target: string): boolean =>
  buildOf(workspace, container)?.dockerfile.exposed.some(({ port }) => String(port) === target) ?? false;

/** Images of others that listen on one port unless they are told otherwise, whatever is declared. */
const SINGLE: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)(nginx|httpd)(:|@|$)/, "80"],
  [/(^|\/)redis(:|@|$)/, "6379"],
  [/(^|\/)postgres(:|@|$)/, "5432"],
  [/(^|\/)(mysql|mariadb)(:|@|$)/, "3306"],
  [/(^|\/)mongo(:|@|$)/, "27017"],
  [/(^|\/)memcached(:|@|$)/, "11211"],
];

const isManyPorted = (container: Container, declared: readonly Port[], target: string): boolean => {
  const image = textValue(part(container.value, "image")) ?? "";
  if (!isPublic(image)) return declared.length > 1;
  const own = SINGLE.find(([images]) => images.test(image))?.[1];
  return own === undefined || own === target;
};

export function environmentOf(container: unknown): Map<string, string> {
  return new Map(
    listOf(part(container, "env")).map((entry) => [textValue(part(entry, "name")) ?? "", textValue(part(entry, "value")) ?? "\u0000"]),
  );
}

/** The language of what the image runs, by the ending of its files; undefined where it runs a server of others. */
function writtenIn({ stages }: Build["dockerfile"]): RegExp | undefined {
  const images = stages.map(({ image }) => image.replace(/^.*\//, ""));
  const [last] = images.slice(-1);
  if (/^(nginx|httpd|caddy|traefik|haproxy|unit)/.test(last ?? "")) return undefined;
  if (images.some((image) => /^(python|pypy)/.test(image))) return /\.py$/;
  if (images.some((image) => /^(node|bun|deno)/.test(image))) return /\.[mc]?[jt]sx?$/;
  if (images.some((image) => /^golang/.test(image))) return /\.go$/;
  if (images.some((image) => /^rust/.test(image))) return /\.rs$/;
  if (images.some((image) => /^(eclipse-temurin|openjdk|amazoncorretto|maven|gradle)/.test(image))) return /\.(java|kt|properties|ya?ml)$/;
  return /./;
}

/** Where the program listens in this container; undefined when it is not plain, or is told elsewhere. */
export function listenOf({ app, dockerfile }: Build, environment: ReadonlyMap<string, string>): (Listen & { port: number })[] | undefined {
  const place = (line: number) => dockerfile.at(line);
  const command = dockerfile.command;
  const text = command?.words.join(" ") ?? "";
  const given = /(?:--bind|-b)[= ]\[?[\w.:]*\]?:(\d{2,5})\b|(?:--port|-p)[= ](\d{2,5})\b|:(\d{4,5})\b/.exec(text);
  if (given && /gunicorn|uvicorn|hypercorn|flask|waitress|daphne|http-server|serve|runserver/.test(text))
    return [{ port: Number(given[1] ?? given[2] ?? given[3]), loopback: false, place: place(command!.line) }];
  if (/gunicorn|uvicorn|hypercorn|flask run|runserver|daphne|uwsgi|nginx|\$/.test(text)) return undefined;
  const written = writtenIn(dockerfile);
  if (!written) return undefined;
  const ports = app.listens
    .filter((listen) => written.test(listen.place.file.name))
    .map((listen) => {
      const value = listen.variable ? (environment.get(listen.variable) ?? dockerfile.environment.get(listen.variable)) : undefined;
      return value === undefined ? listen : { ...listen, port: Number(value) };
    });
  if (ports.some(({ port }) => !Number.isFinite(port))) return undefined;
  return new Set(ports.map(({ port }) => port)).size === 1 ? ports : undefined;
}
