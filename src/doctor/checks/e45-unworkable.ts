import { posix } from "node:path";
import { servicePorts } from "../../workspace/kube";
import { normalize, type SourceFile } from "../../workspace/repository";
import { option, options, positionals, type ShellCommand, UNKNOWN_FOLDER, verbFirst } from "../../workspace/shell";
import type { Workspace } from "../../workspace/workspace";
import { part } from "../../workspace/yaml";
import type { Sight } from "../finding";
import { type Stack, stacksOf } from "../stack";
import { isRenamed, namesOf } from "../stack-names";

/** What a command names and the workspace does not have as it would have to be. */
export function unworkable(workspace: Workspace, command: ShellCommand): Sight | undefined {
  return (
    linked(command) ??
    emptyFolder(workspace, command) ??
    forwardedPort(workspace, command) ??
    releaseName(workspace, command) ??
    noDockerfile(workspace, command)
  );
}

const error = ({ place, text }: ShellCommand, cause: string, fix: string, more = ""): Sight => ({
  severity: "error",
  place,
  evidence: `${text}${more}`,
  cause,
  fix,
});

/** A link of Markdown in a block of commands, as editors make it of an address. */
function linked(command: ShellCommand): Sight | undefined {
  const found = /^[^"']*?(?:^|\s)(\[(https?:\/\/[^\]\s]+)\]\(https?:[^)\s]*\))/.exec(command.text);
  if (command.origin !== "document" || !found) return undefined;
  return error(
    command,
    "A link of Markdown is no address to a shell, which stops at its parenthesis with `syntax error near unexpected token`",
    `Write ${found[2]}.`,
  );
}

const OBJECTS = /\.(ya?ml|json)$/;

/** `kubectl apply -f` of a folder that holds folders only. */
function emptyFolder(workspace: Workspace, command: ShellCommand): Sight | undefined {
  const words = verbFirst(command.words);
  if (
    words[0] !== "kubectl" ||
    !/^(apply|create|delete|replace)$/.test(words[1] ?? "") ||
    words.some((word) => /^(-R|--recursive)$/.test(word))
  )
    return undefined;
  for (const path of options(words, "-f", "--filename")) {
    if (/[$*~{<]|^https?:|^-$/.test(path) || command.folder.startsWith(UNKNOWN_FOLDER)) continue;
    const found = workspace.find(command.place.file, command.folder, path);
    if (!found || found.path === "" || found.path === "." || !found.repository.folders.has(found.path)) continue;
    const below = found.repository.under(found.path).filter(({ name }) => OBJECTS.test(name));
    if (below.length === 0 || below.some(({ folder }) => folder === found.path)) continue;
    return error(
      command,
      `${path} holds folders only, into which kubectl does not go: it stops with \`recognized file extensions are [.json .yaml .yml]\``,
      `Write kubectl ${words[1]} -R -f ${path}, or name the folders.`,
      `; ${below[0]!.path}`,
    );
  }
  return undefined;
}

/** Ports of what the stack brings; those of Argo CD's server are always the same. */
function broughtPorts(workspace: Workspace, name: string): number[] | undefined {
  if (name === "argocd-server") return [80, 443];
  if (name === "prometheus-operated") return [9090];
  for (const stack of stacksOf(workspace).filter(({ vague, object }) => !vague && !object)) {
    const { grafana, fullname } = namesOf(stack);
    if (name === grafana && part(stack.values, "grafana", "service") === undefined) return [80];
    if (name === `${fullname}-prometheus` && part(stack.values, "prometheus", "service") === undefined) return [9090, 8080];
    if (name === `${fullname}-alertmanager` && part(stack.values, "alertmanager", "service") === undefined) return [9093, 8080];
  }
  return undefined;
}

/** `kubectl port-forward svc/web 8080:8080` asks for a port of the Service, not of the container. */
function forwardedPort(workspace: Workspace, command: ShellCommand): Sight | undefined {
  const words = verbFirst(command.words);
  if (words[0] !== "kubectl" || words[1] !== "port-forward") return undefined;
  const given = positionals(words.slice(2), new Set(["&"]));
  const name = /^(?:svc|service|services)\/([a-z0-9.-]+)$/.exec(given[0] ?? "")?.[1];
  const asked = given.slice(1).map((pair) => /^(?:\d*:)?(\d+)$/.exec(pair)?.[1]);
  if (!name || asked.length === 0 || asked.some((port) => port === undefined)) return undefined;
  const services = workspace.ofKind("Service").filter((service) => service.name === name);
  if (services.some((service) => !workspace.isWhole(service.unit) || !service.get("spec", "ports"))) return undefined;
  const own = services.flatMap(servicePorts).map(({ number }) => number);
  if (own.includes(undefined)) return undefined;
  const ports = own.length > 0 ? [...new Set(own)] : broughtPorts(workspace, name);
  const wrong = asked.find((port) => ports && !ports.includes(Number(port)));
  if (!ports || wrong === undefined) return undefined;
  return error(
    command,
    `The Service ${name} has no port ${wrong}: kubectl stops with \`Service ${name} does not have a service port ${wrong}\``,
    `Write ${wrong}:${ports[0]}.`,
    `; the Service has ${ports.join(", ")}`,
  );
}

/** What the stack brings has the release's name in front: another name is another release's. */
function releaseName(workspace: Workspace, command: ShellCommand): Sight | undefined {
  const words = verbFirst(command.words);
  if (words[0] !== "kubectl" || !/^(port-forward|get|describe|logs|rollout|exec|edit|patch|expose|wait)$/.test(words[1] ?? ""))
    return undefined;
  const stack = onlyStack(workspace);
  if (!stack) return undefined;
  const given = positionals(words.slice(2), new Set(["-w", "--watch", "-f", "--follow", "-it"])).flatMap((word) => word.split("/"));
  const { grafana, fullname } = namesOf(stack);
  for (const name of given) {
    if (workspace.objects.some((object) => object.name === name) || !/^[a-z0-9-]+$/.test(name)) continue;
    const kind = /-kube-p[a-z-]*-(prometheus|alertmanager|operator)$/.exec(name)?.[1];
    const right = kind ? `${fullname}-${kind}` : /.-grafana$/.test(name) ? grafana : undefined;
    // The operator puts the kind in front of what it makes of a Prometheus.
    if (!right || name.replace(/^(prometheus|alertmanager)-(?=.*-(prometheus|alertmanager)$)/, "") === right || name === right) continue;
    const sight = error(
      command,
      `The stack is installed as ${stack.release}, so there is no ${name}: it is called ${right}`,
      `Write ${right}.`,
      `; release ${stack.release} (${stack.place.file.path}:${stack.place.line})`,
    );
    return stack.vague ? { ...sight, severity: "warning" } : sight;
  }
  return undefined;
}

/** The one stack, where there is no other, and no Grafana of its own. */
function onlyStack(workspace: Workspace): Stack | undefined {
  const stacks = stacksOf(workspace);
  const [stack] = stacks;
  if (!stack || new Set(stacks.map(({ release }) => release)).size > 1 || stack.object || isRenamed(stack)) return undefined;
  if (!/^[a-z0-9-]+$/.test(stack.release) || workspace.installs.some(({ chart }) => /grafana|loki|prometheus$/.test(posix.basename(chart))))
    return undefined;
  return stack;
}

/** A document builds where no Dockerfile is, and never goes where one is. */
function noDockerfile(workspace: Workspace, command: ShellCommand): Sight | undefined {
  const { words, origin, place, folder } = command;
  if (origin !== "document" || words[0] !== "docker" || words[1] !== "build" || option(words, "-f", "--file") !== undefined)
    return undefined;
  const context = words.at(-1)!;
  if (!/^\.(\/[\w./-]*)?$/.test(context) || folder.startsWith(UNKNOWN_FOLDER)) return undefined;
  const { repository, folder: home } = place.file;
  const dockerfiles = workspace.dockerfiles.filter(({ file }) => file.repository === repository);
  if (dockerfiles.length === 0 || workspace.repositories.length > 1) return undefined;
  const entered = [...place.file.text.matchAll(/(?:^|[\s;&|(`])(?:cd|pushd)\s+([^\s;&|)`]+)/g)].map(([, path]) =>
    normalize(path!.replace(/^[$~][^/]*\/?/, "")),
  );
  const bases = ["", home, folder, ...entered, ...entered.map((path) => posix.join(home, path))];
  const steps = new Set(entered.map((path) => posix.basename(path)));
  const reachable = dockerfiles.some(
    ({ file }) =>
      bases.some((base) => normalize(posix.join(base, context)) === normalize(file.folder)) || steps.has(posix.basename(file.folder)),
  );
  const folders = dockerfiles.map(({ file }) => file.folder);
  if (reachable || speaksOf(place.file.text, folders) || startsFrom(place.file, folders)) return undefined;
  const sight = error(
    command,
    `There is no Dockerfile in ${context}: docker stops with \`failed to read dockerfile\``,
    `Write docker build ... ${folders[0]}.`,
    `; ${dockerfiles[0]!.file.path}`,
  );
  // The sentence before it, or the name of the image, may be meant to say where to go.
  const before = place.file.lines.slice(Math.max(0, place.line - 5), place.line).join(" ");
  return folders.some((one) => new RegExp(`(?<![\\w-])${posix.basename(one)}(?![\\w-])`, "i").test(before))
    ? { ...sight, severity: "warning" }
    : sight;
}

/** `./mvnw package` before it is run where that file lies: the reader is in that folder. */
function startsFrom({ text, repository, folder: home }: SourceFile, folders: readonly string[]): boolean {
  const programs = [...text.matchAll(/^\s*(?:[$>]\s+)?\.\/([\w.-]+)/gm)].map(([, name]) => name!);
  return programs.some(
    (name) => !repository.has(posix.join(home, name)) && folders.some((one) => one !== "" && repository.has(posix.join(one, name))),
  );
}

const speaksOf = (text: string, folders: readonly string[]): boolean =>
  folders.some((folder) => folder !== "" && new RegExp(`\`${posix.basename(folder)}/?\``).test(text));
