import { posix } from "node:path";
import type { Dockerfile } from "../workspace/dockerfile";
import type { Repository } from "../workspace/repository";
import { part, textValue } from "../workspace/yaml";
import { copiedBy } from "./claims/build";
import type { ComposeService } from "./claims/container";
import { type Composed, composeServicesOf, dockerfilesOf } from "./declared";
import { MANIFESTS, packageJson } from "./dependencies";
import { ServiceFiles } from "./service-files";

const NAMES: readonly string[] = Object.values(MANIFESTS).flat();
/** Images and folders that are for development, or for others to look at. */
const ASIDE = /(^|\/)(\.devcontainer|\.github|tests?|examples?|docs?|e2e|fixtures?|vendor|third_party)\//;
export const OTHER_PURPOSE = /(^|[._-])(dev|development|test|tests|debug|ci|base|local|e2e|lint)([._-]|$)/i;

export interface FoundService {
  readonly files: ServiceFiles;
  readonly compose: readonly ComposeService[];
}

/** The services of a repository: one for each image that it builds or, without any, the program at its root or in its folders. */
export function servicesOf(repository: Repository): FoundService[] {
  const composed = composeServicesOf(repository);
  const images = dockerfilesOf(repository).filter(
    ({ file, stages }) => stages.length > 0 && !ASIDE.test(file.path) && !OTHER_PURPOSE.test(purposeOf(file.name)),
  );
  const found = images.map((dockerfile) => ({ dockerfile, folder: folderOf(repository, dockerfile, contextsOf(composed, dockerfile)) }));
  const programs = found.length > 0 ? found : programsOf(repository).map((folder) => ({ dockerfile: undefined, folder }));
  return programs.map(({ dockerfile, folder }) => {
    const others = programs.map((other) => other.folder).filter((other) => other !== folder && isBelow(other, folder));
    return { files: new ServiceFiles(repository, folder, dockerfile, others), compose: composeOf(composed, dockerfile, folder) };
  });
}

/** What is said in the name of a Dockerfile besides that it is one. */
export const purposeOf = (name: string): string => name.replace(/^(Dockerfile|Containerfile)/, "").replace(/\.[dD]ockerfile$/, "");

const isBelow = (folder: string, above: string): boolean => above === "" || folder.startsWith(`${above}/`);

/** Where the source of an image lies: with its Dockerfile if there is a manifest, otherwise above it, but not above what it is built from. */
function folderOf(repository: Repository, dockerfile: Dockerfile, contexts: readonly string[]): string {
  const { folder: own } = dockerfile.file;
  const isWithin = (folder: string) => contexts.length === 0 || contexts.some((context) => context === "." || !isBelow(context, folder));
  if (contexts.length === 0 && isBuiltFrom(repository, dockerfile, own)) return own;
  for (let folder = own; folder !== "" && isWithin(folder); folder = parentOf(folder)) if (hasManifest(repository, folder)) return folder;
  return hasManifest(repository, "") && isWithin("") ? "" : own;
}

/** What it copies lies beside it, and all of that nowhere above. */
function isBuiltFrom(repository: Repository, dockerfile: Dockerfile, folder: string): boolean {
  const copied = copiedBy(dockerfile).filter(({ source }) => source !== ".");
  const isThere = (above: string) => copied.every(({ source }) => repository.has(posix.join(above, source)));
  return folder !== "" && copied.length > 0 && isThere(folder) && !isThere("");
}

const parentOf = (folder: string): string => (folder.includes("/") ? posix.dirname(folder) : "");

const hasManifest = (repository: Repository, folder: string): boolean => NAMES.some((name) => repository.file(posix.join(folder, name)));

function programsOf(repository: Repository): string[] {
  const isWhole =
    packageJson(repository.file("package.json")).workspaces === undefined && !/<modules>/.test(repository.file("pom.xml")?.text ?? "");
  if (hasManifest(repository, "") && isWhole) return [""];
  const folders = [...repository.folders].filter(
    (folder) => folder !== "" && folder.split("/").length <= 2 && !ASIDE.test(`${folder}/`) && hasManifest(repository, folder),
  );
  return folders.filter((folder) => !folders.some((other) => other !== folder && isBelow(folder, other)));
}

const contextsOf = (composed: readonly Composed[], dockerfile: Dockerfile): string[] =>
  composeOf(composed, dockerfile, "").map(({ context }) => context);

/** What Compose builds from that Dockerfile or, without one, in that folder. */
function composeOf(composed: readonly Composed[], dockerfile: Dockerfile | undefined, source: string): ComposeService[] {
  return composed.flatMap(({ file, document, name, value }) => {
    const build = part(value, "build");
    if (build === undefined || /override|dev|test/.test(file.name)) return [];
    const context = textValue(build) ?? textValue(part(build, "context")) ?? ".";
    const folder = posix.normalize(posix.join(file.folder, context)).replace(/(.)\/$/, "$1");
    const path = posix.normalize(posix.join(folder, textValue(part(build, "dockerfile")) ?? "Dockerfile"));
    if (dockerfile ? path !== dockerfile.file.path : folder !== (source || ".")) return [];
    return [{ name, value, context: folder, target: textValue(part(build, "target")), place: document.at("services", name) }];
  });
}
