import { posix } from "node:path";
import type { Markdown } from "../../workspace/markdown";
import { literally } from "../../workspace/patterns";
import { normalize, type Repository } from "../../workspace/repository";
import { answers } from "../../workspace/routes";
import type { ShellCommand } from "../../workspace/shell";
import type { App } from "../../workspace/source";
import type { Workspace } from "../../workspace/workspace";
import { type Sight, warning } from "../finding";
import { pathsOf } from "./e33-missing-files";

/** What documents say of the repository and is not so: badges, paths and routes in commands, placeholders, monitoring. */
export function* claims(workspace: Workspace): Generator<Sight> {
  const documents = workspace.documents.filter(({ file }) => !/(^|\/)(node_modules|vendor|archive|CHANGELOG)/i.test(file.path));
  const app = onlyApp(workspace);
  for (const document of documents) {
    yield* badges(workspace, document);
    yield* placeholders(document);
    yield* monitoring(workspace, document);
    const commands = workspace.commands.filter(({ origin, place }) => origin === "document" && place.file === document.file);
    yield* paths(workspace, document, commands);
    if (app) for (const command of commands) yield* routes(app, command);
  }
}

const BADGE = /github\.com\/([\w.-]+\/[\w.-]+)\/actions\/workflows\/([\w.-]+\.ya?ml)/g;

/** Of this repository, which is the one that its files speak of most, unless that lies beside it. */
function* badges({ repositories }: Workspace, document: Markdown): Generator<Sight> {
  const { file } = document;
  const beside = repositories.filter((repository) => repository !== file.repository).map(({ name }) => name);
  for (const [at, line] of file.lines.entries())
    for (const [, slug, name] of line.slice(0, 5000).matchAll(BADGE)) {
      if (slug !== ownSlug(file.repository) || beside.includes(slug!.split("/")[1]!) || file.repository.has(`.github/workflows/${name}`))
        continue;
      yield warning(
        document.at(at + 1),
        name!,
        `The badge is that of .github/workflows/${name}, which does not exist`,
        "Name a workflow that is there.",
      );
      return;
    }
}

const slugs = new WeakMap<Repository, string>();

function ownSlug(repository: Repository): string {
  const known = slugs.get(repository);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const file of repository.files.values())
    if (/\.(md|ya?ml|json|toml|mod)$/.test(file.name) && file.size < 200_000 && !/lock/.test(file.name))
      for (const [, slug] of file.text.matchAll(/github\.com[/:]([\w.-]+\/[\w-]+)/g)) counts.set(slug!, (counts.get(slug!) ?? 0) + 1);
  const [most, second] = [...counts].sort((a, b) => b[1] - a[1]);
  const named = [...counts.keys()].find((slug) => slug.split("/")[1] === repository.name);
  const own = named ?? (most && most[1] > (second?.[1] ?? 0) ? most[0] : "");
  slugs.set(repository, own);
  return own;
}

const PLACEHOLDER =
  /(?:github\.com|ghcr\.io|docker\.io|hub\.docker\.com\/r|githubusercontent\.com)\/(?:<[^>\s]+>|your[-_]?(?:github[-_]?)?(?:user\w*|name|org\w*|account)|USERNAME|OWNER)\//i;

/** In prose: in a command it tells the reader what to put there. */
function* placeholders(document: Markdown): Generator<Sight> {
  const inside = new Set(document.blocks.flatMap(({ line, text }) => text.split("\n").map((_, at) => line + at)));
  for (const [at, line] of document.file.lines.entries()) {
    const found = inside.has(at + 1) || line.length > 5000 ? undefined : PLACEHOLDER.exec(line)?.[0];
    if (!found || /replace|substitut|instead of/i.test(line)) continue;
    yield warning(
      document.at(at + 1),
      found,
      "The placeholder of a template was left, so this leads nowhere",
      "Write the name that is meant.",
    );
    return;
  }
}

/** A list or heading that has it as a part of what is there, when no file and no command knows it. */
function* monitoring(workspace: Workspace, document: Markdown): Generator<Sight> {
  if (document.file.folder !== "" || !/^readme/i.test(document.file.name)) return;
  for (const tool of ["Prometheus", "Grafana"]) {
    const word = new RegExp(tool, "i");
    const line = document.file.lines.findIndex(
      (one) => one.length < 400 && new RegExp(`^\\s*([-*+]|#+|\\d+\\.|\\|).*\\b${tool}\\b`).test(one),
    );
    if (line < 0 || isPlanned(document, line) || document.blocks.some(({ text, language }) => word.test(text) && language !== "text"))
      continue;
    const isThere = workspace.files.some(
      ({ name, path, text, size }) => word.test(path) || (!/\.(md|txt|svg|lock)$/i.test(name) && size < 500_000 && /prom/i.test(text)),
    );
    if (!isThere)
      yield warning(
        document.at(line + 1),
        document.file.lines[line]!,
        `The document claims ${tool}, and no file of the repository has to do with it`,
        `Add it, or say that it is planned.`,
      );
  }
}

/** It, or the heading that it stands below, says that it is to come, or speaks of something else. */
function isPlanned(document: Markdown, line: number): boolean {
  const above = document.file.lines.slice(0, line + 1);
  const heading = above.filter((one) => /^#+\s/.test(one)).at(-1) ?? "";
  return /future|plan|todo|roadmap|next|improve|coming|optional|could|later|learn|skill|enhance|idea|wish|\[ \]|soon|recommend|related|other/i.test(
    `${heading} ${above.at(-1)}`,
  );
}

function* paths(workspace: Workspace, document: Markdown, commands: readonly ShellCommand[]): Generator<Sight> {
  const { repository } = document.file;
  const clones = commands.flatMap(({ words, text }) => (words[0] === "git" && words[1] === "clone" ? [cloneName(words, text)] : []));
  const inClone = (path: string) => {
    const [first, ...rest] = path.split("/");
    return clones.includes(first!) || first === repository.name ? rest.join("/") : path;
  };
  const isThere = (path: string) => path === "" || repository.has(path) || repository.endingIn(path).length > 0 || repository.ignores(path);
  for (const command of commands) {
    if (isElsewhere(workspace, command, commands)) continue;
    for (const given of command.words[0] === "cd" ? [command.words[1] ?? ""] : pathsOf(command)) {
      if (/[$*~`{}<>\\ :]|^\/|^-|\.\.|\b(my|your|path)\b|example/i.test(given) || !/[./]/.test(given)) continue;
      const path = inClone(normalize(given));
      const isFolder = command.words[0] === "cd" || !posix.extname(path);
      const isKnown = !isFolder || path !== normalize(given) || repository.has(path.split("/")[0]!);
      if (!isKnown || isThere(path) || isMadeBy(document, path, command)) continue;
      yield warning(
        command.place,
        command.text,
        `The command names ${path}, which is not in the repository`,
        "Correct the path, or add what it names.",
      );
    }
  }
}

const cloneName = (words: readonly string[], text: string): string =>
  words.length > 3 ? words.at(-1)! : (/([\w.-]+?)(\.git)?["']?$/.exec(text.trim())?.[1] ?? "");

/** Another checkout is what it works on, or nobody can tell. */
const isElsewhere = (workspace: Workspace, { folder, words, place }: ShellCommand, all: readonly ShellCommand[]): boolean =>
  workspace.repositories.length > 1 ||
  (words[0] !== "cd" &&
    folder !== "" &&
    !place.file.repository.has(folder) &&
    place.file.repository.endingIn(folder).length === 0 &&
    !all.some((one) => one.words[0] === "git" && one.words[1] === "clone" && one.text.includes(folder.split("/")[0]!))) ||
  all.some((one) => one.place.line < place.line && one.words[0] === "cd" && /\.\.\/[\w]|[$~]/.test(one.words[1] ?? ""));

/** The document has the reader make it, or speaks of it in other words. */
function isMadeBy({ file }: Markdown, path: string, { text }: ShellCommand): boolean {
  const name = posix.basename(path);
  return (
    file.text.replaceAll(text, "").includes(name) ||
    new RegExp(`(>|-o|tee|cp|mv|mkdir|create|touch|curl|wget|unzip|tar)\\s[^\\n]*${literally(name)}`).test(file.text)
  );
}

/** The one program whose every route and port is known. */
function onlyApp(workspace: Workspace): App | undefined {
  if (workspace.dockerfiles.length > 1 || workspace.repositories.length !== 1) return undefined;
  const app = workspace.app(workspace.repositories[0]!, workspace.dockerfiles[0]?.file.folder ?? "");
  return app.routesKnown && app.listens.length === 1 ? app : undefined;
}

function* routes(app: App, { words, place, text }: ShellCommand): Generator<Sight> {
  if (words[0] !== "curl") return;
  for (const word of words) {
    const [, port, path] = /^(?:http:\/\/)?(?:localhost|127\.0\.0\.1):(\d+)(\/[\w./%-]*)?(?:\?.*)?$/.exec(word) ?? [];
    if (!path || path === "/" || Number(port) !== app.listens[0]!.port) continue;
    if (answers(app.routes, path) || app.libraries.some((library) => library.path === path)) continue;
    yield warning(
      place,
      text,
      `The program has no route ${path}, so the answer is 404`,
      `It has ${[...new Set(app.routes.map((route) => route.path))].slice(0, 6).join(", ")}.`,
    );
  }
}
