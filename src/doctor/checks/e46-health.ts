import type { Dockerfile } from "../../workspace/dockerfile";
import { containersOf, isWorkload } from "../../workspace/kube";
import { answers } from "../../workspace/routes";
import type { Workspace } from "../../workspace/workspace";
import { listOf, type Place, part, textValue, type Value } from "../../workspace/yaml";
import { type Build, buildOf } from "../chain";
import { contextsOf } from "../contexts";
import type { Check, Sight } from "../finding";
import { listenOf } from "./d19-port-chain";

/** Images that lack these tools, as their publishers build them. */
const LACKS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(python|node|golang|ruby|php|openjdk):[\w.-]*slim/, /^(curl|wget)$/],
  [/^(debian|ubuntu)(:|$)/, /^(curl|wget)$/],
  [/^(python|node|golang|ruby|php|alpine|eclipse-temurin|openjdk)(:[\w.-]*alpine|$)|^alpine(:|$)/, /^curl$/],
  [/distroless|^scratch$|^cgr\.dev\/chainguard\/(python|node|static)/, /^(curl|wget|sh|bash)$/],
  [/^prom\/|^quay\.io\/prometheus\//, /^curl$/],
  [/^mcr\.microsoft\.com\/dotnet\/(aspnet|runtime|runtime-deps):(?!.*(alpine|sdk))/, /^(curl|wget)$/],
  [/^(redis|postgres|mysql|mariadb|mongo|rabbitmq|memcached)(:|$)/, /^curl$/],
];

const lacks = (image: string, tool: string): boolean => LACKS.some(([images, tools]) => images.test(image) && tools.test(tool));

export const e46b: Check = {
  id: "E56",
  title: "A health check that can never pass",
  story:
    'Symptom: the container stays `unhealthy`, and what waits for it never starts: `exec: "curl": executable file not found in $PATH`. Slim and Alpine images have no curl; or the check asks another port or path than the program answers.',
  *detect(workspace) {
    for (const dockerfile of workspace.dockerfiles) {
      const check = dockerfile.final("HEALTHCHECK").at(-1);
      if (!check || /^NONE/i.test(check.text)) continue;
      const command = check.text.replace(/^.*?\bCMD\s+/i, "");
      const shell = shellSight(dockerfile, command, dockerfile.at(check.line));
      if (shell) yield shell;
      else yield* sights(workspace, dockerfile, command, dockerfile.at(check.line));
    }
    for (const { document, name, value } of workspace.composeServices()) {
      const test = part(value, "healthcheck", "test");
      const command = Array.isArray(test)
        ? test
            .map(String)
            .join(" ")
            .replace(/^CMD(-SHELL)?\s/, "")
        : textValue(test);
      if (!command) continue;
      const place = document.at("services", name, "healthcheck", "test");
      const image = textValue(part(value, "image")) ?? "";
      const built = part(value, "build") === undefined ? undefined : dockerfileOf(workspace, value, document.at().file.folder);
      if (built) yield* sights(workspace, built, command, place);
      else if (part(value, "build") === undefined) yield* toolSights([image], "", command, place);
    }
    yield* inPods(workspace);
  },
};

function dockerfileOf(workspace: Workspace, value: Value, folder: string): Dockerfile | undefined {
  const build = part(value, "build");
  const context = `${folder}/${textValue(build) ?? textValue(part(build, "context")) ?? "."}`
    .replace(/^\//, "")
    .replace(/\/?\.?\/?$/, "")
    .replace(/^\.\//, "");
  const name = textValue(part(build, "dockerfile")) ?? "Dockerfile";
  const matching = workspace.dockerfiles.filter(
    ({ file }) => file.path === (context === "" || context === "." ? name : `${context}/${name}`),
  );
  return matching.length === 1 && !part(build, "target") ? matching[0] : undefined;
}

function* sights(workspace: Workspace, dockerfile: Dockerfile, command: string, place: Place): Generator<Sight> {
  const images = baseImages(dockerfile);
  const installed = ["RUN", "COPY"].flatMap((name) => dockerfile.final(name).map(({ text }) => text)).join("\n");
  const found = [...toolSights(images, installed, command, place)];
  yield* found;
  if (found.length > 0) return;
  const contexts = contextsOf(workspace, dockerfile);
  const build: Build = {
    dockerfile,
    app: workspace.app(dockerfile.file.repository, dockerfile.file.folder || (contexts.length === 1 ? contexts[0]! : "")),
  };
  yield* addressSights(build, command, place);
}

/** The images that the last stage is built on. */
function baseImages(dockerfile: Dockerfile): string[] {
  const { stages } = dockerfile;
  const last = stages.at(-1);
  const earlier = stages.find(({ alias }) => alias !== undefined && alias === last?.image);
  return [(earlier ?? last)?.image ?? ""];
}

/** What is no list of JSON is given to /bin/sh. */
function shellSight(dockerfile: Dockerfile, command: string, place: Place): Sight | undefined {
  const image = baseImages(dockerfile)[0]!;
  if (isList(command) || !lacks(image, "sh") || dockerfile.final("SHELL").length > 0 || /debug/.test(image)) return undefined;
  const copied = dockerfile.final("COPY").map(({ text }) => text);
  if (copied.some((text) => /busybox|\bsh\b|\/bin\/? /.test(text))) return undefined;
  return {
    severity: "error",
    place,
    evidence: `HEALTHCHECK CMD ${command.trim()}; the image is built on ${image}`,
    cause: `This is no list in JSON, so Docker gives it to /bin/sh, which ${image} does not have: the container stays unhealthy`,
    fix: 'Write the list alone, without || exit 1: HEALTHCHECK CMD ["/program", "..."].',
  };
}

function isList(command: string): boolean {
  try {
    return Array.isArray(JSON.parse(command));
  } catch {
    return false;
  }
}

function* toolSights(images: readonly string[], installed: string, command: string, place: Place): Generator<Sight> {
  const tool = /(?:^|\|\||&&|;|\bsh -c ["']?|\bbash -c ["']?|\[")\s*(curl|wget)\b/.exec(command.replace(/"\s*,\s*"/g, " "))?.[1];
  const image = images.find((one) => tool !== undefined && lacks(one, tool));
  if (!tool || !image || new RegExp(`\\b${tool}\\b|build-essential|buildpack`).test(installed)) return;
  if (command.includes("||") && /python|node|wget.*curl|curl.*wget/.test(command)) return;
  yield {
    severity: "error",
    place,
    evidence: `${command.trim()}; the image is built on ${image}`,
    cause: `${image} has no ${tool}, so the check always fails and the container stays unhealthy`,
    fix: `Ask with what the image has (python -c "import urllib.request; ...", node -e, wget on Alpine), or install ${tool}.`,
  };
}

function* addressSights(build: Build, command: string, place: Place): Generator<Sight> {
  const match = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::(\d+))?(\/[^\s"'|&;)\]]*)?/.exec(command);
  if (!match || /\$/.test(match[0])) return;
  const [, port, path] = match;
  const listens = listenOf(build, build.dockerfile.environment) ?? [];
  const { app } = build;
  if (port && listens.length > 0 && listens.every((listen) => String(listen.port) !== port))
    yield {
      severity: "error",
      place,
      evidence: `${match[0]}; the program listens on ${listens[0]!.port} (${listens[0]!.place.file.path}:${listens[0]!.place.line})`,
      cause: `Nothing in the container listens on ${port}, so the check always fails`,
      fix: `Ask port ${listens[0]!.port}.`,
    };
  else if (path && app.routesKnown && !answers(app.routes, path) && !app.libraries.some((library) => library.path === path))
    yield {
      severity: "error",
      place,
      evidence: `${match[0]}; routes: ${[...new Set(app.routes.map((route) => route.path))].slice(0, 8).join(", ")}`,
      cause: `The program has no route ${path}, so the check gets 404 and always fails`,
      fix: `Ask a path that ${app.routes[0]!.place.file.path} answers.`,
    };
}

/** Probes that run a command inside the container. */
function* inPods(workspace: Workspace): Generator<Sight> {
  for (const object of workspace.objects.filter(isWorkload)) {
    for (const container of containersOf(object)) {
      for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"]) {
        const command = listOf(part(container.value, probe, "exec", "command"))
          .map(String)
          .join(" ");
        if (command === "") continue;
        const dockerfile = buildOf(workspace, container)?.dockerfile;
        const image = textValue(container.value.image) ?? "";
        const installed =
          dockerfile
            ?.final("RUN")
            .map(({ text }) => text)
            .join("\n") ?? "";
        yield* toolSights(dockerfile ? baseImages(dockerfile) : [image], installed, command, object.at(...container.path, probe, "exec"));
      }
    }
  }
}
