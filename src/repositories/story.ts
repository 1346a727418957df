import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { withMarker } from "../files/marker";
import { render } from "../files/render";
import type { SeededFile } from "../files/seeded-file";
import { targetPath } from "../files/template-tree";
import { listTemplates } from "../files/templates";
import { type Cost, costsOf, pricesOf } from "../portfolio/costs";
import type { PagesScope } from "../portfolio/pages";
import type { Scope } from "../portfolio/scope";
import { sentence } from "../portfolio/text";
import { colours, picture } from "./diagrams";

/** What the pages of the docs repository have in scope beside what every template has. */
export interface StoryScope extends PagesScope {
  readonly colours: typeof colours;
  readonly picture: typeof picture;
  readonly costs: readonly Cost[];
  readonly pricesOf: typeof pricesOf;
  /** Whether the image has neither a shell nor a package manager. */
  readonly isDistroless: boolean;
  /** Folder of templates with the app's workflows. */
  readonly pipelineTree: string;
  readonly sentence: (text: string) => string;
  /** The day on which a decision is written down. */
  readonly today: string;
  /** A link to the line of a file that is to be opened, and what stands there. */
  readonly place: (repository: "app" | "infra", tree: string, file: string, text: string, target?: string) => string;
  /** The decisions, as links to their pages. */
  readonly decisions: () => readonly string[];
}

export function storyScope(scope: PagesScope, folder: string, pages: () => readonly SeededFile[]): StoryScope {
  return {
    ...scope,
    colours,
    picture,
    costs: costsOf({ cpus: scope.minikubeCpus, memoryMb: scope.minikubeMemoryMb }),
    pricesOf,
    isDistroless: asWritten(scope, `runtimes/${scope.runtime}/app`, "Dockerfile").includes("/distroless/"),
    pipelineTree: scope.runtimeType.app ? "app/pipeline" : `runtimes/${scope.runtime}/app`,
    sentence,
    today: today(),
    place: (repository, tree, file, text, target) => placeIn(scope, folder, { repository, tree, file, text, target }),
    decisions: () => decisionsIn(folder, pages()),
  };
}

/** SOURCE_DATE_EPOCH makes what is written the same on every day (reproducible-builds.org). */
function today(): string {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  return new Date(epoch ? Number(epoch) * 1000 : Date.now()).toISOString().slice(0, 10);
}

interface Place {
  readonly repository: "app" | "infra";
  /** Folder of templates that the file is from. */
  readonly tree: string;
  readonly file: string;
  readonly text: string;
  /** Where the folder's files go. @default - the root */
  readonly target?: string;
}

function placeIn(scope: Scope, folder: string, { repository, tree, file, text, target = "" }: Place): string {
  const path = targetPath(posix.join(target, file), scope);
  const content = read(join(dirname(folder), scope[`${repository}Repository`], path)) ?? asWritten(scope, tree, file);
  const line = content.split("\n").findIndex((candidate) => candidate.includes(text)) + 1;
  const url = `${scope[`${repository}Url`]}/blob/main/${path}`;
  // What the user took out there is no line to open: the file is.
  return line === 0 ? `[\`${basename(path)}\`](${url})` : `[\`${basename(path)}\`, line ${line}](${url}#L${line}): \`${text}\``;
}

/** Of a repository that does not lie beside this one, or not yet. */
function asWritten(scope: Scope, tree: string, file: string): string {
  const template = listTemplates(tree).find((name) => name === file || name === `${file}.ejs`);
  if (!template) return "";
  const content = render(`${tree}/${template}`, scope);
  return scope.markers && !tree.startsWith("runtimes/") ? withMarker(file, content, "marker") : content;
}

const DECISION = /^\d{4}-.*\.md$/;

/** The pages that are there, whoever wrote them; of a new repository those that will be. */
function decisionsIn(folder: string, pages: readonly SeededFile[]): string[] {
  const adr = join(folder, "adr");
  const contents = existsSync(adr)
    ? readdirSync(adr).map((name) => [name, read(join(adr, name)) ?? ""] as const)
    : pages.map((page) => page.seed()).map(([path, { content }]) => [basename(path), content] as const);
  return contents
    .filter(([name]) => DECISION.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, content]) => `[${/^# (?:\d+\. )?(.+)$/m.exec(content)?.[1].trim() ?? name}](${name})`);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
