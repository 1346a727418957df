import { posix } from "node:path";
import type { Dockerfile } from "../workspace/dockerfile";
import { normalize } from "../workspace/repository";
import { option, positionals, type ShellCommand } from "../workspace/shell";
import type { Workspace } from "../workspace/workspace";
import { part, textValue } from "../workspace/yaml";

/** The folders that an image is built from, as commands, workflows and Compose say; any folder above its Dockerfile where nothing says so. */
export function contextsOf(workspace: Workspace, dockerfile: Dockerfile): string[] {
  const stated = statedContexts(workspace, dockerfile);
  const { folder } = dockerfile.file;
  const above = folder.split("/").map((_, at, steps) => steps.slice(0, at).join("/"));
  return stated.length > 0 ? stated : [...new Set([folder, ...above])];
}

/** Those of `docker build` that take no value. */
const BARE = new Set([
  "--no-cache",
  "--pull",
  "--push",
  "--load",
  "--quiet",
  "-q",
  "--rm",
  "--force-rm",
  "--squash",
  "--compress",
  "--check",
]);

/** The folder that an image is built from, as the command names it: before its options or behind them. */
export const buildContext = (words: readonly string[]): string | undefined =>
  words.includes("build") ? positionals(words.slice(words.indexOf("build") + 1), BARE)[0] : undefined;

const memory = new WeakMap<Workspace, ShellCommand[]>();

/** The commands that build images. */
export function imageBuilds(workspace: Workspace): ShellCommand[] {
  const known =
    memory.get(workspace) ??
    workspace.commands.filter(({ words }) => /^(docker|podman|nerdctl)$/.test(words[0] ?? "") && words.includes("build"));
  memory.set(workspace, known);
  return known;
}

export function statedContexts(workspace: Workspace, { file }: Dockerfile): string[] {
  const found = new Set<string>();
  // Docker looks for one in lower case, too.
  const path = file.path.replace(/(^|\/)dockerfile$/, "$1Dockerfile");
  const same = (context: string, name: string | undefined, base: string) =>
    normalize(name ? posix.join(base, name) : posix.join(context, "Dockerfile")) === path;
  for (const { file: compose, value } of workspace.composeServices()) {
    const build = part(value, "build");
    const context = normalize(posix.join(compose.folder, textValue(build) ?? textValue(part(build, "context")) ?? "."));
    if (build && same(context, textValue(part(build, "dockerfile")), context)) found.add(context);
  }
  for (const step of workspace.workflows.flatMap(({ steps }) => steps)) {
    if (!step.uses?.startsWith("docker/build-push-action")) continue;
    const context = normalize(textValue(part(step.value, "with", "context")) ?? ".");
    if (same(context, textValue(part(step.value, "with", "file")), "")) found.add(context);
  }
  for (const { words, place, folder } of imageBuilds(workspace)) {
    if (words.includes("compose")) continue;
    const given = buildContext(words);
    if (place.file.repository !== file.repository || given === undefined || /[$*~{<]/.test(`${given}${folder}`)) continue;
    const context = normalize(posix.join(folder, given));
    if (!context.startsWith("..") && same(context, option(words, "-f", "--file"), folder)) found.add(context);
  }
  return [...found];
}
