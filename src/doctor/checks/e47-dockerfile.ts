import { posix } from "node:path";
import type { Dockerfile, Instruction } from "../../workspace/dockerfile";
import { normalize } from "../../workspace/repository";
import type { Workspace } from "../../workspace/workspace";
import { contextsOf, statedContexts } from "../contexts";
import type { Check, Sight } from "../finding";
import { listenOf } from "./d19-port-chain";

export const e47: Check = {
  id: "E47",
  title: "A Dockerfile that does not build, or an image that cannot be reached",
  story:
    "Symptom: `failed to compute cache key: ... not found`, `connection refused` from outside the container. What is copied is not in the build context, or the program listens on the loopback interface only.",
  *detect(workspace) {
    for (const dockerfile of workspace.dockerfiles.filter(({ file }) => !/(^|\/)(vendor|third_party)\//.test(file.path))) {
      yield* copies(workspace, dockerfile);
      yield* reach(workspace, dockerfile);
    }
  },
};

function* copies(workspace: Workspace, dockerfile: Dockerfile): Generator<Sight> {
  const contexts = contextsOf(workspace, dockerfile);
  const { repository } = dockerfile.file;
  for (const instruction of dockerfile.instructions.filter(({ name }) => name === "COPY" || name === "ADD")) {
    for (const source of sourcesOf(instruction)) {
      const found = contexts.some((context) => existsIn(repository, context, source));
      if (found || repository.ignores(normalize(posix.join(contexts[0]!, source))) || isMade(workspace, repository, source)) continue;
      yield {
        severity: isForAnother(workspace, dockerfile) ? "warning" : "error",
        place: dockerfile.at(instruction.line),
        evidence: `${instruction.name} ${instruction.text}`,
        cause: `${source} is not in the build context ${contexts[0] || "."}, so the build stops here`,
        fix: "Correct the path: it begins at the context, not at the Dockerfile.",
      };
      return; // the build has ended
    }
  }
}

/** Nothing says what it is built from, and another folder holds all that it copies. */
function isForAnother(workspace: Workspace, dockerfile: Dockerfile): boolean {
  const { repository, folder } = dockerfile.file;
  if (folder === "" || statedContexts(workspace, dockerfile).length > 0) return false;
  const sources = dockerfile.instructions.filter(({ name }) => name === "COPY" || name === "ADD").flatMap(sourcesOf);
  return [...repository.folders].some((other) => sources.every((source) => existsIn(repository, other, source)));
}

function sourcesOf({ text }: Instruction): string[] {
  if (/--from=|<<|\$/.test(text)) return [];
  const words = text.trim().startsWith("[")
    ? (text.match(/"([^"]*)"/g) ?? []).map((word) => word.slice(1, -1))
    : text
        .split(/\s+/)
        .filter((word) => !word.startsWith("--"))
        .map((word) => word.replace(/["']/g, ""));
  return words.slice(0, -1).filter((word) => !/^https?:|[*?[\]]|^git@/.test(word));
}

function existsIn(repository: Dockerfile["file"]["repository"], context: string, source: string): boolean {
  const path = normalize(posix.join(context, source.replace(/^\/+/, "")));
  // What a build makes before the image is built lies in folders like these.
  return (
    path.startsWith("..") ||
    repository.has(path) ||
    [".template", ".tmpl", ".tpl", ".example", ".dist", ".j2"].some((ending) => repository.has(`${path}${ending}`)) ||
    /(^|\/)(dist|build|target|out|publish|bin|\.next|node_modules|staticfiles)(\/|$)|\.(jar|war|tgz|whl)$/.test(path)
  );
}

/** A name without an ending may be a program that a script makes before. */
const isMade = (workspace: Workspace, repository: Dockerfile["file"]["repository"], source: string): boolean =>
  !/\.\w+$/.test(source) &&
  workspace.files.some(
    (file) =>
      file.repository === repository &&
      /\.(sh|ya?ml|mk|go)$|Makefile|Jenkinsfile/.test(file.name) &&
      new RegExp(`(-o|--output|>)\\s*\\S*${posix.basename(source).replace(/[^\w-]/g, ".")}\\b|goreleaser`).test(file.text),
  );

function* reach(workspace: Workspace, dockerfile: Dockerfile): Generator<Sight> {
  const app = workspace.app(dockerfile.file.repository, dockerfile.file.folder);
  const command = dockerfile.command?.words.join(" ") ?? "";
  const bound = /(?:--bind|-b|--host|-h)[= ](127\.0\.0\.1|localhost)\b/.exec(command);
  if (bound)
    yield {
      severity: "error",
      place: dockerfile.at(dockerfile.command!.line),
      evidence: command,
      cause: "The program listens on the container's loopback interface only, so nothing outside reaches it",
      fix: "Bind to 0.0.0.0.",
    };
  const script = /^(?:\S*python3?)\s+(\S+\.py)$/.exec(command)?.[1];
  const listens = script ? app.listens.filter(({ place }) => place.file.name === posix.basename(script)) : [];
  const [only] = listens;
  if (listens.length === 1 && only!.loopback && !dockerfile.environment.has("FLASK_RUN_HOST")) {
    yield {
      severity: "error",
      place: only!.place,
      evidence: only!.place.file.lines[only!.place.line - 1]!,
      cause: "app.run() without a host listens on 127.0.0.1, so nothing outside the container reaches it",
      fix: 'Write host="0.0.0.0", or serve it with gunicorn.',
    };
  }
  const ports = listenOf({ app, dockerfile }, dockerfile.environment) ?? [];
  const exposed = dockerfile.exposed;
  if (ports.length === 0 || exposed.length !== 1 || ports.some(({ port }) => port === exposed[0]!.port)) return;
  yield {
    severity: "warning",
    place: dockerfile.at(exposed[0]!.line),
    evidence: `EXPOSE ${exposed[0]!.port}; the program listens on ${ports[0]!.port}`,
    cause: "The image announces another port than its program listens on",
    fix: `EXPOSE ${ports[0]!.port}.`,
  };
}
