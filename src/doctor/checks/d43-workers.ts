import { containersOf, isWorkload } from "../../workspace/kube";
import { wordsOf } from "../../workspace/shell";
import { type App, appIn } from "../../workspace/source";
import type { Workspace } from "../../workspace/workspace";
import { listOf, type Place, part, textValue, type Value } from "../../workspace/yaml";
import { buildOf } from "../chain";
import type { Check } from "../finding";

/** How a program is started, and where that is written. */
interface Start {
  readonly words: readonly string[];
  /** WEB_CONCURRENCY, when it is set there. */
  readonly environment: ReadonlyMap<string, string>;
  readonly app: App;
  readonly place: Place;
}

export const d43: Check = {
  id: "D43",
  title: "Several workers, each with its own counters",
  story:
    "Symptom: counters go up and down from scrape to scrape, and rates have gaps. Each worker process of gunicorn, uvicorn or PM2 counts for itself, and each scrape reaches another one.",
  *detect(workspace) {
    if (workspace.files.some(({ text }) => TOGETHER.test(text))) return;
    const scraped = isScraped(workspace);
    for (const start of startsOf(workspace)) {
      const several = workersOf(start);
      if (!several || !start.app.libraries.some(({ name }) => /prometheus|starlette|django|prom-client|prom-bundle/.test(name))) continue;
      yield {
        severity: scraped ? "error" : "warning",
        place: several.place,
        evidence: several.text,
        cause: `${several.count} workers count for themselves, and each scrape asks one of them`,
        fix: "Use one worker (gunicorn --workers 1 --threads 8, more replicas), or PROMETHEUS_MULTIPROC_DIR with a MultiProcessCollector (Node: AggregatorRegistry).",
      };
    }
  },
};

/** What brings the workers' numbers together. */
const TOGETHER = /PROMETHEUS_MULTIPROC_DIR|prometheus_multiproc_dir|Gunicorn\w*PrometheusMetrics|AggregatorRegistry/;

const isScraped = (workspace: Workspace): boolean =>
  workspace.ofKind("ServiceMonitor", "PodMonitor").length > 0 ||
  workspace.files.some(({ name, text }) => /\.(ya?ml|tpl)$/.test(name) && /scrape_configs:|prometheus\.io\/scrape/.test(text));

function* startsOf(workspace: Workspace): Generator<Start> {
  for (const one of workspace.dockerfiles) {
    const { command, file, environment } = one;
    if (command) yield { words: command.words, environment, app: appIn(file.repository, file.folder), place: one.at(command.line) };
  }
  for (const { file, document, name, value } of workspace.composeServices()) {
    const words = wordsIn(part(value, "command"));
    const folder = textValue(part(value, "build")) ?? textValue(part(value, "build", "context")) ?? ".";
    const app = appIn(file.repository, folder.replace(/^\.\/?/, ""));
    if (words.length > 0) yield { words, environment: new Map(), app, place: document.at("services", name, "command") };
  }
  for (const container of workspace.objects.filter(isWorkload).flatMap(containersOf)) {
    const build = buildOf(workspace, container);
    const given = [...wordsIn(part(container.value, "command")), ...wordsIn(part(container.value, "args"))];
    const pairs = listOf(part(container.value, "env")).map(
      (entry) => [textValue(entry?.name) ?? "", textValue(entry?.value) ?? ""] as const,
    );
    const environment = new Map(pairs);
    const words = given.length > 0 ? given : (build?.dockerfile.command?.words ?? []);
    if (build && (given.length > 0 || environment.has("WEB_CONCURRENCY")))
      yield { words, environment, app: build.app, place: container.object.at(...container.path, given.length > 0 ? "args" : "env") };
  }
  for (const { words, origin, place } of workspace.commands)
    if (origin === "script" && /^(gunicorn|uvicorn|pm2|pm2-runtime)$/.test(words[0] ?? ""))
      yield { words, environment: new Map(), app: appIn(place.file.repository, place.file.folder), place };
}

const wordsIn = (command: Value): string[] =>
  Array.isArray(command) ? command.flatMap((word) => wordsOf(String(word))) : wordsOf(textValue(command) ?? "");

function workersOf(start: Start): { count: string; place: Place; text: string } | undefined {
  const text = start.words.join(" ");
  if (!/\b(gunicorn|uvicorn|pm2|pm2-runtime)\b/.test(text)) return undefined;
  const count =
    /(?:\s-w[= ]?|--workers[= ])(\d+)/.exec(text)?.[1] ??
    (/\bpm2/.test(text) ? /\s(?:-i|--instances)[= ]?(\d+|max)\b/.exec(text)?.[1] : start.environment.get("WEB_CONCURRENCY"));
  if (count) return isSeveral(count) ? { count: count === "max" ? "All the" : count, place: start.place, text } : undefined;
  return /\bgunicorn\b/.test(text) ? inSettings(start, text) : undefined;
}

const isSeveral = (count: string): boolean => count === "max" || Number(count) > 1;

/** gunicorn reads gunicorn.conf.py where it starts, or what `-c` names. */
function inSettings({ app }: Start, text: string): ReturnType<typeof workersOf> {
  const named = /(?:\s-c[= ]?|--config[= ])(?:python:|file:)?(\S+)/.exec(text)?.[1]?.split("/").at(-1) ?? "gunicorn.conf.py";
  const file = app.files.find(({ name }) => name === named);
  const at = file?.lines.findIndex((line) => /^workers\s*=/.test(line)) ?? -1;
  if (!file || at < 0) return undefined;
  const value = file.lines[at]!.replace(/^workers\s*=\s*/, "")
    .replace(/#.*/, "")
    .trim();
  const several = /cpu_count/.test(value) || /^\d+$/.test(value) ? value : "";
  return several && (several.includes("cpu") || isSeveral(several))
    ? { count: "Several", place: { file, line: at + 1 }, text: file.lines[at]! }
    : undefined;
}
