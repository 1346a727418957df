import { posix } from "node:path";
import type { Dockerfile, Instruction } from "../../workspace/dockerfile";
import { ignoredByDocker } from "../../workspace/dockerignore";
import { normalize } from "../../workspace/repository";
import { contextsOf } from "../contexts";
import type { Check, Sight } from "../finding";

export const e47b: Check = {
  id: "E55",
  title: "An image that lacks what it copies or runs",
  story:
    "Symptom: `failed to compute cache key: \"/x\": not found` although the file is there, `Cannot find module '/app/server.js'`, `ModuleNotFoundError: No module named 'app'`. .dockerignore keeps a file out of the build, or the command names a file that the image does not have.",
  *detect(workspace) {
    for (const dockerfile of workspace.dockerfiles.filter(({ file }) => !/(^|\/)(vendor|third_party|node_modules)\//.test(file.path))) {
      const contexts = contextsOf(workspace, dockerfile);
      if (contexts.length !== 1) continue;
      yield* ignored(dockerfile, contexts[0]!);
      yield* missing(dockerfile, contexts[0]!);
    }
  },
};

function* ignored(dockerfile: Dockerfile, context: string): Generator<Sight> {
  const { repository, path } = dockerfile.file;
  const file = repository.file(`${path}.dockerignore`) ?? repository.file(posix.join(context, ".dockerignore"));
  if (!file) return;
  for (const instruction of copies(dockerfile)) {
    for (const source of sources(instruction)) {
      const line = repository.has(posix.join(context, source)) ? ignoredByDocker(file.lines, source) : undefined;
      if (line === undefined) continue;
      yield {
        severity: "error",
        place: dockerfile.at(instruction.line),
        evidence: `${instruction.name} ${instruction.text}; ${file.path}:${line + 1}: ${file.lines[line]!.trim()}`,
        cause: `.dockerignore keeps ${source} out of the build, so it is not found`,
        fix: `Take the line out of ${file.path}, or add !${source} behind it.`,
      };
      return;
    }
  }
}

const copies = (dockerfile: Dockerfile): Instruction[] =>
  dockerfile.instructions.filter(({ name, text }) => (name === "COPY" || name === "ADD") && !/--from=|<<|\$/.test(text));

const sources = ({ text }: Instruction): string[] =>
  words(text)
    .slice(0, -1)
    .filter((word) => !/^https?:|[*?[\]]|^\.?\/?$/.test(word))
    .map((word) => normalize(word.replace(/^\/+/, "")));

const words = (text: string): string[] =>
  text.trim().startsWith("[")
    ? (text.match(/"([^"]*)"/g) ?? []).map((word) => word.slice(1, -1))
    : text.split(/\s+/).filter((word) => word !== "" && !word.startsWith("--"));

const MAKES = /\b(build|tsc|compile|generate|webpack|esbuild|vite|babel|cp|mv|curl|wget|git|unzip|tar|npx|go|cargo|ln|echo|cat)\b/;

/** Only where the whole context is copied as it is, and nothing is made: then what the image holds is known. */
function* missing(dockerfile: Dockerfile, context: string): Generator<Sight> {
  const { repository } = dockerfile.file;
  const command = dockerfile.command;
  if (!command || dockerfile.stages.length !== 1) return;
  const copied = dockerfile.instructions.filter(({ name }) => name === "COPY" || name === "ADD");
  const whole = copied.some(({ text }) => /^(--\S+\s+)*\.\/?\s+(\.\/?|\/?\w*app\/?|\/[\w/]+)$/.test(text.trim()));
  const others = copied.some(
    ({ text }) => !/^(--\S+\s+)*\.\/?\s/.test(text.trim()) && !/package|requirements|pyproject|lock|Pipfile/.test(text),
  );
  const folders = dockerfile.all("WORKDIR").length;
  if (!whole || others || folders > 1 || dockerfile.all("RUN").some(({ text }) => MAKES.test(text)) || dockerfile.all("VOLUME").length > 0)
    return;
  const wanted = programOf(command.words);
  if (wanted === undefined || dockerfile.environment.has("PYTHONPATH") || wanted.some((path) => repository.has(posix.join(context, path))))
    return;
  if (repository.ignores(posix.join(context, wanted[0]!))) return;
  yield {
    severity: "error",
    place: dockerfile.at(command.line),
    evidence: command.words.join(" "),
    cause: `The image gets the files of ${context || "the root"}, and there is no ${wanted[0]} among them, so the container ends at its start`,
    fix: "Name a file that is there, from the WORKDIR on.",
  };
}

/** The file that a command starts; several where a name may be a module or a package. */
function programOf(all: readonly string[]): string[] | undefined {
  const text = all.join(" ");
  const script = /^(?:node|python3?|python -u|python3 -u)\s+(?:\.\/)?([\w./-]+\.(?:m?js|cjs|py))\b/.exec(text)?.[1];
  if (script) return script.startsWith("/") ? undefined : [script];
  if (/--chdir|--app-dir|--pythonpath|--factory/.test(text)) return undefined;
  const module = /^(?:python3? -m )?(?:gunicorn|uvicorn|hypercorn)\b.*?\s([A-Za-z_][\w.]*):[A-Za-z_]\w*(?:\(\))?(?:\s|$)/.exec(text)?.[1];
  const path = module?.replaceAll(".", "/");
  return path ? [`${path}.py`, `${path}/__init__.py`, path] : undefined;
}
