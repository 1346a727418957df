import { posix } from "node:path";
import { normalize, type SourceFile } from "../../workspace/repository";
import { option, type ShellCommand, UNKNOWN_FOLDER } from "../../workspace/shell";
import type { Workspace } from "../../workspace/workspace";
import { mapOf, part, textValue } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

export const e50: Check = {
  id: "E50",
  title: "A command runs a script or target that nobody defined",
  story:
    'Symptom: `npm error Missing script: "test"`, `Error: no test specified`, `make: *** No rule to make target`. package.json or the Makefile has no entry of that name.',
  *detect(workspace) {
    for (const command of workspace.commands) {
      if (command.folder.startsWith(UNKNOWN_FOLDER) || /\|\||\$\{\{/.test(command.folder)) continue;
      const sight = npmSight(workspace, command) ?? makeSight(workspace, command);
      if (sight) yield sight;
    }
    for (const dockerfile of workspace.dockerfiles) yield* started(workspace, dockerfile.file, dockerfile.command);
  },
};

const BUILT_IN = new Set(["start", "restart", "stop"]);

/** The script that npm, yarn or pnpm is told to run. */
function scriptOf(words: readonly string[]): string | undefined {
  const [program, verb, name] = words;
  if (
    !/^(npm|pnpm|yarn)$/.test(program ?? "") ||
    words.some((word) => /^(--if-present|--prefix|-C|--cwd|-w|--workspaces?|--filter|-r)/.test(word))
  )
    return undefined;
  if (verb === "run" || verb === "run-script") return name;
  return verb === "test" || verb === "t" ? "test" : verb === "start" ? "start" : undefined;
}

function npmSight(workspace: Workspace, command: ShellCommand): Sight | undefined {
  const script = scriptOf(command.words);
  if (script === undefined || !/^[\w:.-]+$/.test(script) || mayFail(command)) return undefined;
  const file = nearestFile(workspace, command, "package.json");
  const scripts = file && scriptsIn(file);
  if (!file || !scripts) return undefined;
  const known = scripts[script];
  const absent = known === undefined && !(BUILT_IN.has(script) && file.repository.has(posix.join(file.folder, "server.js")));
  const refuses = known !== undefined && /no test specified.*exit 1/.test(known);
  if (!absent && !refuses) return undefined;
  return {
    severity: command.origin === "document" ? "warning" : "error",
    place: command.place,
    evidence: `${command.text}; scripts of ${file.path}: ${Object.keys(scripts).join(", ") || "none"}`,
    cause: refuses ? "This script is npm's own placeholder, which always fails" : `${file.path} has no script ${script}, so this fails`,
    fix: refuses
      ? "Write tests and name their runner there, or take the step out."
      : `Add "${script}" to its scripts, or run one that is there.`,
  };
}

const mayFail = ({ place, text }: ShellCommand): boolean => {
  const line = place.file.lines[place.line - 1] ?? "";
  return line
    .slice(line.indexOf(text) + text.length)
    .trimStart()
    .startsWith("||");
};

function scriptsIn(file: SourceFile): Record<string, string> | undefined {
  try {
    const json = JSON.parse(file.text);
    if (part(json, "workspaces")) return undefined;
    return Object.fromEntries(Object.entries(mapOf(part(json, "scripts"))).map(([key, value]) => [key, textValue(value) ?? ""]));
  } catch {
    return undefined;
  }
}

/** The one that the command finds in its folder. A document may speak of any folder. */
function nearestFile(workspace: Workspace, command: ShellCommand, name: string): SourceFile | undefined {
  const { file } = command.place;
  const { repository } = file;
  if (command.origin === "workflow") return repository.file(posix.join(command.folder, name));
  const own = repository.file(posix.join(file.folder, command.folder, name));
  const all = workspace.files.filter((other) => other.name === name);
  return own && (all.length === 1 || command.folder === "") && (command.origin === "script" || all.length === 1) ? own : undefined;
}

function makeSight(workspace: Workspace, command: ShellCommand): Sight | undefined {
  const { words } = command;
  const target = words[0] === "make" ? words[1] : undefined;
  if (target === undefined || !/^[a-z][\w-]*$/i.test(target) || option(words, "-C", "-f") !== undefined || mayFail(command))
    return undefined;
  const file = ["Makefile", "makefile", "GNUmakefile"].map((name) => nearestFile(workspace, command, name)).find(Boolean);
  if (!file || file === command.place.file || /^\s*-?include\b|^\S*%\S*:|^\$\(/m.test(file.text)) return undefined;
  const targets = new Set(file.lines.flatMap((line) => (/^[\w./ -]+::?(?!=)/.test(line) ? line.split(":")[0]!.trim().split(/\s+/) : [])));
  if (targets.has(target) || file.repository.has(normalize(posix.join(file.folder, target)))) return undefined;
  return {
    severity: command.origin === "document" ? "warning" : "error",
    place: command.place,
    evidence: `${command.text}; targets of ${file.path}: ${[...targets]
      .filter((name) => !name.startsWith("."))
      .slice(0, 12)
      .join(", ")}`,
    cause: `${file.path} has no target ${target}, so make stops`,
    fix: "Name a target that is there, or add this one.",
  };
}

/** What the image runs as its command. */
function* started(workspace: Workspace, file: SourceFile, command: { words: string[]; line: number } | undefined): Generator<Sight> {
  const script = command && scriptOf(command.words);
  const manifest = file.repository.file(posix.join(file.folder, "package.json"));
  const scripts = manifest && scriptsIn(manifest);
  if (!script || !scripts || script in scripts || workspace.composes.length > 3) return;
  if (script === "start" && file.repository.has(posix.join(file.folder, "server.js"))) return;
  yield {
    severity: "error",
    place: { file, line: command.line },
    evidence: `${command.words.join(" ")}; scripts of ${manifest.path}: ${Object.keys(scripts).join(", ") || "none"}`,
    cause: `${manifest.path} has no script ${script}, so the container ends at its start`,
    fix: `Add "${script}" to its scripts, or run the program itself: CMD ["node", "index.js"].`,
  };
}
