import { posix } from "node:path";
import type { Dockerfile } from "../workspace/dockerfile";
import { type Container, isWorkload, type KubeObject, labelsOf, mayShareNamespace, podLabels, selects } from "../workspace/kube";
import { imageName } from "../workspace/kustomize";
import { option } from "../workspace/shell";
import type { App } from "../workspace/source";
import type { Workspace } from "../workspace/workspace";
import { part, textValue } from "../workspace/yaml";
import { imageBuilds } from "./contexts";

/** How far an object is from another: one release or folder, one part of a repository, one repository, elsewhere. */
function distance(object: KubeObject, from: KubeObject): number {
  if (object.unit === from.unit && from.unit.kind !== "plain") return 0;
  if (object.file.repository !== from.file.repository) return 4;
  if (object.unit.kind !== from.unit.kind) return 3;
  if (object.file.folder === from.file.folder) return 0;
  return object.file.path.split("/")[0] === from.file.path.split("/")[0] ? 1 : 2;
}

/** Those of them that are nearest: copies of an object in other folders are others' business. */
export function nearest(objects: readonly KubeObject[], from: KubeObject): KubeObject[] {
  const least = Math.min(...objects.map((object) => distance(object, from)));
  return objects.filter((object) => distance(object, from) === least);
}

export const serviceSelector = (service: KubeObject) => labelsOf(service.get("spec", "selector"));

export function workloadsOf(workspace: Workspace, service: KubeObject): KubeObject[] {
  const selector = serviceSelector(service);
  if (Object.keys(selector).length === 0) return [];
  const copies = workspace.ofKind("Service").filter((other) => other.name === service.name && other.file !== service.file);
  const found = workspace.objects.filter(
    (object) =>
      isWorkload(object) &&
      mayShareNamespace(object, service) &&
      selects({ matchLabels: selector }, podLabels(object)) &&
      !copies.some((copy) => isNearer(object, copy, service)),
  );
  return nearest(found, service);
}

/** In a repository of several projects a workload belongs to the copy of a Service that lies beside it. */
function isNearer(workload: KubeObject, copy: KubeObject, service: KubeObject): boolean {
  if ([copy, service].some(({ unit, file }) => unit.kind !== "plain" || file.repository !== workload.file.repository)) return false;
  return steps(workload, copy) < steps(workload, service);
}

/** From one folder to the other, up and down. */
const steps = (from: KubeObject, to: KubeObject): number =>
  posix.relative(`/${from.file.folder}`, `/${to.file.folder}`).split("/").filter(Boolean).length;

/** Whether a monitor looks into the namespace of a Service. */
export function looksInto(monitor: KubeObject, service: KubeObject): boolean {
  const selector = monitor.get("spec", "namespaceSelector");
  if (part(selector, "any") === true) return true;
  const names = part(selector, "matchNames");
  if (Array.isArray(names) && names.length > 0) return service.namespace === undefined || names.includes(service.namespace);
  return mayShareNamespace(monitor, service);
}

export function servicesOf(workspace: Workspace, monitor: KubeObject): KubeObject[] {
  return nearest(
    workspace.ofKind("Service").filter((service) => selects(monitor.get("spec", "selector"), service.labels)),
    monitor,
  );
}

/** Images that others publish: their ports and paths are not to be read here. */
const PUBLIC =
  /^(docker\.io\/)?(library\/)?(nginx|httpd|redis|postgres|mysql|mariadb|mongo|rabbitmq|memcached|busybox|alpine|python|node|golang|openjdk|eclipse-temurin|ubuntu|debian|vault|consul|traefik|haproxy|caddy|influxdb|elasticsearch|kibana|logstash|zookeeper|registry|wordpress|nats|adminer|curlimages\/.*|bitnami\/.*|prom\/.*|grafana\/.*|jaegertracing\/.*|otel\/.*|confluentinc\/.*|hashicorp\/.*|nginxinc\/.*|nginx\/.*|prometheuscommunity\/.*|oliver006\/.*)$|^(quay\.io|registry\.k8s\.io|k8s\.gcr\.io|gcr\.io\/google|mcr\.microsoft\.com|public\.ecr\.aws\/docker|docker\.elastic\.co)\//;

export const isPublic = (image: string): boolean => PUBLIC.test(imageName(image));

export const baseName = (image: string): string => posix.basename(imageName(image)).toLowerCase();

export interface Build {
  readonly app: App;
  readonly dockerfile: Dockerfile;
}

/** The source and the Dockerfile of a container's image, when the workspace says plainly which they are. */
export function buildOf(workspace: Workspace, container: Container): Build | undefined {
  const image = textValue(container.value.image) ?? "";
  if (!image || isPublic(image)) return undefined;
  const found = named(workspace, baseName(image)) ?? named(workspace, container.object.name) ?? onlyOne(workspace);
  return found && { dockerfile: found.dockerfile, app: appOf(workspace, found) };
}

/** What has a Dockerfile of its own further below is another program's. */
function appOf(workspace: Workspace, { dockerfile, folder }: Candidate): App {
  const app = workspace.app(dockerfile.file.repository, folder);
  const inner = workspace.dockerfiles
    .map(({ file }) => file)
    .filter(
      (file) =>
        file.repository === app.repository && file.folder !== folder && `${file.folder}/`.startsWith(folder === "" ? "" : `${folder}/`),
    )
    .map((file) => `${file.folder}/`);
  return inner.length === 0
    ? app
    : { ...app, listens: app.listens.filter(({ place }) => !inner.some((below) => place.file.path.startsWith(below))) };
}

interface Candidate {
  readonly dockerfile: Dockerfile;
  /** What it is built from. */
  readonly folder: string;
}

function candidates(workspace: Workspace): (Candidate & { readonly names: readonly string[] })[] {
  return workspace.dockerfiles.map((dockerfile) => {
    const { file } = dockerfile;
    const services = workspace
      .composeServices()
      .filter(({ file: compose, value }) => compose.repository === file.repository && buildFolder(value, compose.folder) === file.folder);
    const mine = imageBuilds(workspace).filter(
      ({ words, folder, place }) =>
        place.file.repository === file.repository && workspace.find(place.file, folder, words.at(-1) ?? "")?.path === file.folder,
    );
    const tags = mine.map(({ words }) => baseName(option(words, "-t", "--tag") ?? ""));
    const names = [
      posix.basename(file.folder).toLowerCase(),
      ...services.flatMap(({ name, value }) => [name, baseName(textValue(part(value, "image")) ?? "")]),
      ...tags,
    ];
    return { dockerfile, folder: file.folder, names: names.filter(Boolean) };
  });
}

function buildFolder(service: unknown, base: string): string | undefined {
  const build = part(service, "build");
  const context = textValue(build) ?? textValue(part(build, "context"));
  return context === undefined ? undefined : posix.join(base, context).replace(/\/$/, "").replace(/^\.$/, "");
}

const memory = new WeakMap<Workspace, ReturnType<typeof candidates>>();

function all(workspace: Workspace): ReturnType<typeof candidates> {
  const known = memory.get(workspace) ?? candidates(workspace);
  memory.set(workspace, known);
  return known;
}

function named(workspace: Workspace, name: string): Candidate | undefined {
  const matching = all(workspace).filter(({ names }) => names.includes(name));
  return matching.length === 1 ? matching[0] : undefined;
}

/** One Dockerfile and one workload of our own: there is no other that it could be. */
function onlyOne(workspace: Workspace): Candidate | undefined {
  const [first, ...others] = all(workspace);
  if (!first || others.length > 0) return undefined;
  const images = new Set(workspace.objects.filter(isWorkload).flatMap((object) => ownImages(object)));
  return images.size === 1 ? first : undefined;
}

function ownImages(object: KubeObject): string[] {
  const containers = object.get("spec", "template", "spec", "containers");
  return (Array.isArray(containers) ? containers : [])
    .map((container) => textValue(part(container, "image")) ?? "")
    .filter((image) => image && !isPublic(image))
    .map(baseName);
}
