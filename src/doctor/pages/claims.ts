import { type Page, type PageBlock, pageOf, type Said } from "../../workspace/page";
import type { SourceFile } from "../../workspace/repository";
import { liveStories } from "../live/links";
import type { Evidence } from "./evidence";
import type { Facts } from "./facts";
import { MESSAGES, OUTSIDE } from "./outside";
import type { Answer } from "./service-facts";

const CHART_KIND =
  /^(ConfigMap|Deployment|HorizontalPodAutoscaler|HTTPRoute|Ingress|NetworkPolicy|PodDisruptionBudget|PrometheusRule|Service|ServiceAccount|ServiceMonitor)$/;
/** Kinds that no ordinary sentence contains. */
const KIND_IN_PROSE =
  /\b(HorizontalPodAutoscaler|HTTPRoute|NetworkPolicy|PodDisruptionBudget|PrometheusRule|ServiceAccount|ServiceMonitor)\b/g;
const COMMAND = /^(npx projen|\.?\/?scripts\/\S+|npm|kubectl|helm|docker|minikube|curl|git|gh)( |$)/;
const FILE = /^[\w.@[\]-]+(\/[\w.@[\]-]+)*\/?$/;
const EXTENSION = /(\.(sh|mjs|js|ts|py|ya?ml|json|md|mmd|png|txt|toml|tpl)|\/)$/;
/** What stands for the name of each. */
const PLACEHOLDER = /<(service|environment)>/;
const METRIC = /(?<![\w:])((?:http|app)_[a-z_]+|job:[a-z0-9_:]+)(?![\w:])/g;

/** What others' programs say, as the doctor of clusters quotes it. */
const QUOTED = new Set(liveStories.flatMap(({ story }) => [...story.matchAll(/`([^`]+)`/g)].map(([, text]) => text)));

type LookUp = (...groups: string[]) => Answer;

/** What a page says of the repositories, a line each, and whether it is so. */
export class Claims {
  constructor(private readonly facts: Facts) {}

  /** Everything that is not so. */
  *wrong(file: SourceFile): Generator<Said> {
    const page = pageOf(file);
    for (const { line, text } of page.spans) yield* told(line, this.span(text));
    for (const { line, text } of page.lines) yield* told(line, this.sentence(text));
    for (const { line, text } of jobs(page)) yield* told(line, [this.facts.job(text)]);
    for (const block of page.blocks)
      for (const [index, answers] of this.block(block).entries()) yield* told(block.line + 1 + index, answers);
  }

  /** One code span. The rules go from the particular to the general: at the end each word has to occur somewhere. */
  private span(text: string): Answer[] {
    const { facts } = this;
    if (MESSAGES.has(text) || QUOTED.has(text)) return [true];
    if (PLACEHOLDER.test(text)) return [facts.filledIn(text, (each) => this.span(each))];
    if (/^https?:\/\//.test(text)) return this.address(text);
    if (COMMAND.test(text)) return this.command(text);
    if (CHART_KIND.test(text)) return [facts.kind(text)];
    if (facts.isImage(text)) return [facts.image(text)];
    if (text.startsWith("release: ")) return [facts.release(text.slice("release: ".length))];
    if (/^\/[\w/?=-]*$/.test(text)) return [facts.route(text)];
    if (text.match(METRIC)?.[0] === text) return [facts.metric(text)];
    if (/^App[A-Z]\w+$/.test(text)) return [facts.alert(text)];
    if (FILE.test(text) && (EXTENSION.test(text) || facts.startsWithRepository(text))) return [facts.path(text)];
    if (facts.word(text) === true) return [true];
    const words = text.split(/[\s:={}"',()[\]<>|]+/).filter((token) => /[a-z]/i.test(token) && !OUTSIDE.has(token));
    return words.map((token) => facts.path(token) === true || facts.word(token));
  }

  /** Addresses of this machine: the port, and the dashboard when it is one. Others are somebody else's. */
  private address(text: string): Answer[] {
    if (!URL.canParse(text)) return [true];
    const { hostname, port, pathname } = new URL(text);
    if (!["localhost", "127.0.0.1"].includes(hostname)) return [true];
    const [, uid] = /^\/d\/([^/]+)$/.exec(pathname) ?? [];
    return [this.facts.port(port), uid === undefined || this.facts.dashboard(uid)];
  }

  /** One line of a command block. What can be looked up is; the rest is executed by the tests of the generator. */
  private command(line: string, home?: readonly Evidence[]): Answer[] {
    const { facts } = this;
    return [
      ...each(line, /\bnpx projen ([\w-]+)/g, (name = "") => facts.task(name, home)),
      ...each(line, /(?:^|[\s;&|])\.?\/?(scripts\/[\w./-]+)([^;&|]*)/g, (file = "", rest = "") => facts.script(file, rest, home)),
      ...each(line, /\bnpm run ([\w:-]+)/g, (name = "") => facts.npmScript(name)),
      ...each(line, /\s(?:-n|--namespace)[ =]([\w-]+)/g, (name = "") => facts.namespace(name)),
      ...each(line, /\b(?:localhost|127\.0\.0\.1):(\d+)/g, (port = "") => facts.port(port)),
      ...each(line, /\s((?:helm|monitoring|environments|observability)\/[\w./-]+)/g, (path = "") => facts.path(path)),
      ...each(line, /\b(?:svc|service|deploy|deployment|servicemonitor|secret|ingress)(?: -n [\w-]+)?[/ ]([a-z][\w.-]*\w)/g, (name = "") =>
        facts.object(name),
      ),
      ...this.promql(line),
    ];
  }

  /** What a sentence says without a code span; the sources of diagrams count as sentences. */
  private sentence(text: string): Answer[] {
    const { facts } = this;
    return [
      ...each(text, KIND_IN_PROSE, (name = "") => facts.kind(name)),
      ...each(text, /\bport (?:is )?(?:named|called) `?([a-z][\w-]*)/gi, (name = "") => facts.portName(name)),
      ...each(text, /\bport(?: \w+ =)? `?(\d{2,5})\b/gi, (port = "") => facts.port(port)),
      ...each(text, /\b(\d+) (?:MB|MiB) of memory\b/g, (number = "") => facts.memory(number)),
      ...each(text, /\b(?:within|than|target of) (\d+) ms\b/g, (number = "") => facts.latency(number)),
      ...each(text, /(\d+(?:\.\d+)?) % of the requests\b/g, (number = "") => facts.availability(number)),
      ...each(text, /\bevery (\d+ s|minute|hour|day)\b/g, (interval = "") => facts.interval(interval)),
    ];
  }

  private drawing(text: string): Answer[] {
    const routes = each(text, /(?<![\w/.<])(\/[a-z]+)(?![\w/>])/g, (path = "") => this.facts.route(path));
    return [...this.sentence(text), ...routes, ...this.promql(text)];
  }

  private promql(text: string): Answer[] {
    return each(text, METRIC, (name = "") => this.facts.metric(name));
  }

  /** A drawing of a tree: the first line is the repository, two spaces a level. */
  private tree(lines: readonly string[]): Answer[][] {
    const stack: string[] = [];
    return lines.map((text) => {
      const [, indent = "", name] = /^( *)([^\s#]+)/.exec(text) ?? [];
      if (!name) return [];
      stack.length = Math.min(stack.length, indent.length / 2);
      stack.push(name.replace(/\/$/, ""));
      return [this.facts.path(stack.join("/"))];
    });
  }

  /** The answers to each line of a block. */
  private block({ language, isCommand, lines, marker }: PageBlock): Answer[][] {
    const { apps, infra, docs } = this.facts;
    const home = { app: apps, infra: [infra], docs: [docs] }[marker?.repository ?? ""];
    if (isCommand) return lines.map((text) => this.command(text, home));
    if (language === "mermaid") return lines.map((text) => this.drawing(text));
    if (language === "promql") return lines.map((text) => this.promql(text));
    if (language === "text" && /^\S+\/( |$)/.test(lines[0] ?? "")) return this.tree(lines);
    return lines.map((text) => this.sentence(text));
  }
}

const each = (text: string, pattern: RegExp, lookUp: LookUp): Answer[] =>
  [...text.matchAll(pattern)].map(([, ...groups]) => lookUp(...groups));

function* told(line: number, answers: readonly Answer[]): Generator<Said> {
  for (const answer of answers) if (answer !== true) yield { line, text: answer };
}

/** The names in the rows of a table whose first column is "Job". */
function jobs({ lines }: Page): Said[] {
  const start = lines.findIndex(({ text }) => text.startsWith("| Job |"));
  if (start < 0) return [];
  const rows = lines.slice(start + 2);
  const end = rows.findIndex(({ text }) => !text.startsWith("|"));
  return rows.slice(0, end < 0 ? undefined : end).flatMap(({ line, text }) => {
    const name = /`([^`]+)`/.exec(text)?.[1];
    return name ? [{ line, text: name }] : [];
  });
}
