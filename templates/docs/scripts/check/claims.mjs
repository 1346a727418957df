// What the documentation says about the app and infra repositories, looked up in them. Each rule names the line that lies.
import { MESSAGES, OUTSIDE, WRITTEN_LATER } from "./outside.mjs";
import { word } from "./repository.mjs";

const CHART_KINDS = ["ConfigMap", "Deployment", "HorizontalPodAutoscaler", "HTTPRoute", "Ingress", "NetworkPolicy", "PodDisruptionBudget", "PrometheusRule", "Service", "ServiceAccount", "ServiceMonitor"];
/** Kinds that no ordinary sentence contains. */
const KIND_IN_PROSE = /\b(HorizontalPodAutoscaler|HTTPRoute|NetworkPolicy|PodDisruptionBudget|PrometheusRule|ServiceAccount|ServiceMonitor)\b/g;
const FILE = /^[\w.@[\]-]+(\/[\w.@[\]-]+)*\/?$/;
const EXTENSION = /\.(sh|mjs|js|ts|py|ya?ml|json|md|mmd|png|txt|toml|tpl)$/;

/** @returns {(page) => {line, message}[]} */
export function claimsAgainst({ app, infra, docs }) {
  const { options } = docs.record;
  const chart = `helm/${options.appName}`;
  const repositories = { app, infra, docs };
  const three = Object.values(repositories);
  const contract = app.json("contract.json");

  const values = infra.text(`${chart}/values.yaml`);

  const somewhere = (pattern) => app.some(pattern) || infra.some(pattern) || docs.some(pattern, "diagrams/") || docs.some(pattern, ".github/");

  const kind = (name) => infra.some(new RegExp(`^kind: ${name}$`, "m"), `${chart}/templates/`) || `${infra.name}/${chart}/templates has no ${name}`;

  /** A path, with or without the repository's name in front. */
  function path(text) {
    const named = three.find(({ name }) => text === name || text.startsWith(`${name}/`));
    if (named) return named.has(text.slice(named.name.length + 1) || ".") || `${named.name} has no ${text.slice(named.name.length + 1)}`;
    const bare = text.replace(/^\.\//, "");
    if (WRITTEN_LATER.has(bare) || three.some((repository) => repository.has(bare))) return true;
    const anywhere = !bare.includes("/") && three.some(({ files }) => files.some((file) => file.endsWith(`/${bare}`)));
    return anywhere || `no repository has the file ${bare}`;
  }

  /** Routes of the app. The three that the chart asks have to be where the chart asks. */
  function route(text) {
    const bare = text.replace(/[?#].*$/, "");
    const asked = { [contract.metricsPath]: "servicemonitor.yaml", [contract.healthPath]: "deployment.yaml", [contract.readyPath]: "deployment.yaml" }[bare];
    if (asked) {
      return new RegExp(`path: ${bare}$`, "m").test(infra.text(`${chart}/templates/${asked}`)) || `${infra.name}/${chart}/templates/${asked} does not ask ${bare}`;
    }
    return bare === "/" || app.some(new RegExp(`["'\`]${bare}["'\`]`)) || `${app.name} has no route ${bare}`;
  }

  /** The name of the port: one word in four places, or nothing is scraped. */
  function portName(name) {
    const places = [
      ["service.yaml", new RegExp(`- name: ${name}$`, "m")],
      ["service.yaml", new RegExp(`targetPort: ${name}$`, "m")],
      ["servicemonitor.yaml", new RegExp(`port: ${name}$`, "m")],
      ["deployment.yaml", new RegExp(`- name: ${name}$`, "m")],
    ];
    const missing = places.find(([file, pattern]) => !pattern.test(infra.text(`${chart}/templates/${file}`)));
    return !missing || `${infra.name}/${chart}/templates/${missing[0]} has no port named ${name}`;
  }

  /** The port of the service and the node port where they are defined; the ports of the machine in the scripts. */
  function port(number) {
    const said = Number(number);
    if (said === options.port) {
      if (contract.port !== said) return `${app.name}/contract.json has the port ${contract.port}, not ${said}`;
      return new RegExp(`^containerPort: ${said}$`, "m").test(values) || `${infra.name}/${chart}/values.yaml: containerPort is not ${said}`;
    }
    if (options.exposure === "nodePort" && said === options.nodePort) return new RegExp(`^ +nodePort: ${said}$`, "m").test(values) || `${infra.name}/${chart}/values.yaml: nodePort is not ${said}`;
    return infra.some(word(number), "scripts/") || `${infra.name}/scripts has no port ${number}`;
  }

  const image = (text) => (contract.image === text && new RegExp(`^ +repository: ${text}$`, "m").test(values)) || `${text} is not the image that ${app.name} and ${infra.name} name`;

  /** The label by which Prometheus selects. */
  const release = (name) => new RegExp(`^  release: ${name}$`, "m").test(values) || `${infra.name}/${chart}/values.yaml: the release is not ${name}`;

  const job = (name) => new RegExp(`^  ${name}:$`, "m").test(app.text(".github/workflows/ci.yaml")) || `${app.name}/.github/workflows/ci.yaml has no job ${name}`;

  function metric(name) {
    if (name.startsWith("job:")) return infra.some(new RegExp(`record: ${name}$`, "m")) || `${infra.name} records no ${name}`;
    const family = name.replace(/_(bucket|count|sum)$/, "");
    return app.some(word(family), "", /^(tests?|observability|scripts)\//) || `${app.name} has no metric ${family}`;
  }

  const alert = (name) => infra.some(new RegExp(`alert: ${name}$`, "m")) || `${infra.name} has no alert ${name}`;

  function url(text) {
    const { origin, port: local, hostname, pathname } = new URL(text);
    if (hostname === "localhost" || hostname === "127.0.0.1") return port(local);
    const [, owner, name, , , ...rest] = pathname.split("/");
    const repository = origin === "https://github.com" && owner === options.owner && three.find((candidate) => candidate.name === name);
    if (!repository || !/^\/[^/]+\/[^/]+\/(blob|tree)\//.test(pathname)) return true;
    return repository.has(rest.join("/")) || `${name} has no ${rest.join("/")}`;
  }

  const namespace = (name) => [options.appNamespace, options.monitoringNamespace, "kube-system"].includes(name) || `no namespace is called ${name}`;

  const task = (name, where) => where.some((repository) => repository.tasks().includes(name)) || `${where.map(({ name: at }) => at).join(", ")}: no task ${name}`;

  /** `scripts/up.sh --local`: the script, and that it knows its options. */
  function script(file, rest, where) {
    const home = where.find((repository) => repository.has(file));
    if (!home) return `${where.map(({ name }) => name).join(", ")}: no ${file}`;
    const unknown = [...rest.matchAll(/(?<=\s)--[a-z][\w-]*/g)].map(([option]) => option).find((option) => option !== "--help" && !home.text(file).includes(option));
    return !unknown || `${home.name}/${file} does not know ${unknown}`;
  }

  function npmScript(name) {
    return name in (app.json("package.json")?.scripts ?? {}) || `${app.name}/package.json has no script ${name}`;
  }

  /** One code span. The rules go from the particular to the general; the last wants the words to occur somewhere. */
  function span(text) {
    if (MESSAGES.has(text)) return true;
    if (/^https?:\/\//.test(text)) return url(text);
    if (/^(npx projen|\.?\/?scripts\/|npm|kubectl|helm|docker|minikube|curl|git|gh) /.test(`${text} `)) return command(text, three).find((answer) => answer !== true) ?? true;
    if (CHART_KINDS.includes(text)) return kind(text);
    if (text.startsWith(`${contract.image.split("/")[0]}/`)) return image(text);
    if (/^release: /.test(text)) return release(text.slice("release: ".length));
    if (/^\/[\w/?=-]*$/.test(text)) return route(text);
    if (/^(http|app)_[a-z_]+$|^job:[a-z0-9_:]+$/.test(text)) return metric(text);
    if (/^App[A-Z]\w+$/.test(text)) return alert(text);
    if (FILE.test(text) && (EXTENSION.test(text) || text.endsWith("/") || three.some(({ name }) => text.startsWith(`${name}/`)))) return path(text);
    const unknown = text
      .split(/[\s:={}"',()[\]<>|]+/)
      .filter((token) => token && !/^[\d.%…×*&$@^~-]*$/.test(token) && !OUTSIDE.has(token))
      .find((token) => !three.some((repository) => repository.has(token)) && !somewhere(word(token)));
    return somewhere(word(text)) || !unknown || `no repository knows ${unknown}`;
  }

  /** One line of a command block. What can be looked up is; the rest is executed by the tests of the generator. */
  function command(line, where) {
    const answers = [];
    for (const [, name] of line.matchAll(/\bnpx projen ([\w-]+)/g)) answers.push(task(name, where));
    for (const [, file, rest] of line.matchAll(/(?:^|[\s;&|])\.?\/?(scripts\/[\w./-]+)([^;&|]*)/g)) answers.push(script(file, rest, where));
    for (const [, name] of line.matchAll(/\bnpm run ([\w:-]+)/g)) answers.push(npmScript(name));
    for (const [, name] of line.matchAll(/\s(?:-n|--namespace)[ =]([\w-]+)/g)) answers.push(namespace(name));
    for (const [, local] of line.matchAll(/\b(?:localhost|127\.0\.0\.1):(\d+)/g)) answers.push(port(local));
    for (const [, file] of line.matchAll(/\s((?:helm|monitoring|environments|observability)\/[\w./-]+)/g)) answers.push(path(file));
    for (const [, name] of line.matchAll(/\b(?:svc|service|deploy|deployment|servicemonitor|secret|ingress)(?: -n [\w-]+)?[/ ]([a-z][\w-]+)/g)) answers.push(object(name));
    for (const [, name] of line.matchAll(/\b((?:http|app)_[a-z_]+|job:[a-z0-9_:]+)\b/g)) if (!/_app$/.test(name)) answers.push(metric(name));
    return answers;
  }

  /** An object of the cluster: ours by the options, or one of the monitoring that the infra repository names. */
  const object = (name) => name === options.appName || word(name).test(infra.text("scripts/lib.sh")) || name === `${options.appNamespace}-${options.appName}` || `${infra.name} has no ${name}`;

  /** A drawing of a tree: the first line is the repository, two spaces a level. */
  function tree(block) {
    const stack = [];
    return block.lines.flatMap((line, index) => {
      const [, indent, name] = /^( *)([^\s#]+)/.exec(line) ?? [];
      if (!name) return [];
      stack.length = indent.length / 2;
      stack.push(name.replace(/\/$/, ""));
      const answer = path(stack.join("/"));
      return answer === true ? [] : [{ line: block.line + 1 + index, message: answer }];
    });
  }

  return (page) => {
    const findings = [];
    const say = (line, answer) => answer === true || findings.push({ line, message: answer });
    for (const { line, text } of page.spans) say(line, span(text));
    for (const { line, name } of jobs(page.lines)) say(line, job(name));
    const raw = page.lines.concat(page.blocks.filter(({ isCommand }) => !isCommand).flatMap((block) => block.lines.map((text, index) => ({ line: block.line + 1 + index, text }))));
    for (const { line, text } of raw) {
      for (const [, name] of text.matchAll(KIND_IN_PROSE)) say(line, kind(name));
      for (const [, name] of text.matchAll(/\bport (?:is )?(?:named|called) `?([a-z][\w-]*)/gi)) say(line, portName(name));
      for (const [, number] of text.matchAll(/\bport(?: \w+ =)? `?(\d{2,5})\b/gi)) say(line, port(number));
    }
    for (const block of page.blocks) {
      const where = block.marker?.repository ? [repositories[block.marker.repository]] : three;
      if (block.isCommand) block.lines.forEach((text, index) => command(text, where).forEach((answer) => say(block.line + 1 + index, answer)));
      if (block.language === "text" && /^\S+\/( |$)/.test(block.lines[0] ?? "")) findings.push(...tree(block));
      if (block.language === "promql") block.lines.forEach((text, index) => promql(text).forEach((answer) => say(block.line + 1 + index, answer)));
      if (block.language === "mermaid") block.lines.forEach((text, index) => drawing(text).forEach((answer) => say(block.line + 1 + index, answer)));
    }
    return findings;
  };

  /** The rows of a table whose first column is "Job". */
  function jobs(lines) {
    const start = lines.findIndex(({ text }) => text.startsWith("| Job |"));
    if (start < 0) return [];
    const rows = lines.slice(start + 2);
    return rows.slice(0, rows.findIndex(({ text }) => !text.startsWith("|"))).map(({ line, text }) => ({ line, name: /`([^`]+)`/.exec(text)?.[1] }));
  }

  function promql(text) {
    return [...text.matchAll(/\b((?:http|app)_[a-z_]+|job:[a-z0-9_:]+)/g)].map(([, name]) => metric(name));
  }

  function drawing(text) {
    const routes = [...text.matchAll(/(?<![\w/.<])\/[a-z]+(?![\w/>])/g)].map(([name]) => route(name));
    return [...routes, ...promql(text.replace(/repository_dispatch/g, ""))];
  }
}
