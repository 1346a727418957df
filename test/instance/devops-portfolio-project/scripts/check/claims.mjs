// What a page says about the app and infra repositories, and whether it is so.
import { factsOf } from "./facts.mjs";
import { MESSAGES, OUTSIDE } from "./outside.mjs";

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

/** @returns {(page) => {line: number, message: string}[]} */
export function claimsAgainst(repositories) {
  const facts = factsOf(repositories);

  /** One code span. The rules go from the particular to the general: at the end each word has to occur somewhere. */
  function span(text) {
    if (MESSAGES.has(text)) return [true];
    if (PLACEHOLDER.test(text)) return facts.filledIn(text).flatMap(span);
    if (/^https?:\/\//.test(text)) return address(new URL(text));
    if (COMMAND.test(text)) return command(text);
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
  function address({ hostname, port, pathname }) {
    if (!["localhost", "127.0.0.1"].includes(hostname)) return [true];
    const [, uid] = /^\/d\/([^/]+)$/.exec(pathname) ?? [];
    return [facts.port(port), uid === undefined || facts.dashboard(uid)];
  }

  /** One line of a command block. What can be looked up is; the rest is executed by the tests of the generator. */
  function command(line, home) {
    const each = (pattern, lookUp) => [...line.matchAll(pattern)].map(([, ...groups]) => lookUp(...groups));
    return [
      ...each(/\bnpx projen ([\w-]+)/g, (name) => facts.task(name, home)),
      ...each(/(?:^|[\s;&|])\.?\/?(scripts\/[\w./-]+)([^;&|]*)/g, (file, rest) => facts.script(file, rest, home)),
      ...each(/\bnpm run ([\w:-]+)/g, facts.npmScript),
      ...each(/\s(?:-n|--namespace)[ =]([\w-]+)/g, facts.namespace),
      ...each(/\b(?:localhost|127\.0\.0\.1):(\d+)/g, facts.port),
      ...each(/\s((?:helm|monitoring|environments|observability)\/[\w./-]+)/g, facts.path),
      ...each(/\b(?:svc|service|deploy|deployment|servicemonitor|secret|ingress)(?: -n [\w-]+)?[/ ]([a-z][\w.-]*\w)/g, facts.object),
      ...each(METRIC, facts.metric),
    ];
  }

  /** What a sentence says without a code span; the sources of diagrams count as sentences. */
  function sentence(text) {
    const each = (pattern, lookUp) => [...text.matchAll(pattern)].map(([, name]) => lookUp(name));
    return [
      ...each(KIND_IN_PROSE, facts.kind),
      ...each(/\bport (?:is )?(?:named|called) `?([a-z][\w-]*)/gi, facts.portName),
      ...each(/\bport(?: \w+ =)? `?(\d{2,5})\b/gi, facts.port),
      ...each(/\b(\d+) (?:MB|MiB) of memory\b/g, facts.memory),
      ...each(/\b(?:within|than|target of) (\d+) ms\b/g, facts.latency),
      ...each(/(\d+(?:\.\d+)?) % of the requests\b/g, facts.availability),
      ...each(/\bevery (\d+ s|minute|hour|day)\b/g, facts.interval),
    ];
  }

  function drawing(text) {
    const routes = [...text.matchAll(/(?<![\w/.<])(\/[a-z]+)(?![\w/>])/g)].map(([, path]) => facts.route(path));
    return [...sentence(text), ...routes, ...promql(text)];
  }

  const promql = (text) => [...text.matchAll(METRIC)].map(([, name]) => facts.metric(name));

  /** A drawing of a tree: the first line is the repository, two spaces a level. */
  function tree(lines) {
    const stack = [];
    return lines.map((text) => {
      const [, indent, name] = /^( *)([^\s#]+)/.exec(text) ?? [];
      if (!name) return [];
      stack.length = indent.length / 2;
      stack.push(name.replace(/\/$/, ""));
      return [facts.path(stack.join("/"))];
    });
  }

  /** The answers to each line of a block. */
  function block({ language, isCommand, lines, marker }) {
    const home = marker?.repository && (marker.repository === "app" ? repositories.apps : [repositories[marker.repository]]);
    if (isCommand) return lines.map((text) => command(text, home));
    if (language === "mermaid") return lines.map(drawing);
    if (language === "promql") return lines.map(promql);
    if (language === "text" && /^\S+\/( |$)/.test(lines[0] ?? "")) return tree(lines);
    return lines.map(sentence);
  }

  return (page) => {
    const answers = [
      ...page.spans.map(({ line, text }) => ({ line, said: span(text) })),
      ...page.lines.map(({ line, text }) => ({ line, said: sentence(text) })),
      ...jobs(page.lines).map(({ line, name }) => ({ line, said: [facts.job(name)] })),
      ...page.blocks.flatMap((each) => block(each).map((said, index) => ({ line: each.line + 1 + index, said }))),
    ];
    return answers.flatMap(({ line, said }) => said.filter((answer) => answer !== true).map((message) => ({ line, message })));
  };
}

/** The rows of a table whose first column is "Job". */
function jobs(lines) {
  const start = lines.findIndex(({ text }) => text.startsWith("| Job |"));
  if (start < 0) return [];
  const rows = lines.slice(start + 2);
  const end = rows.findIndex(({ text }) => !text.startsWith("|"));
  return rows.slice(0, end < 0 ? undefined : end).map(({ line, text }) => ({ line, name: /`([^`]+)`/.exec(text)?.[1] }));
}
