// What the app and infra repositories really hold. Each look-up answers true, or says what is not so.
import { environmentsOf, namespacesOf, servicesOf } from "./portfolio.mjs";
import { word } from "./repository.mjs";

/** Files of the app repository that speak of the service and are not it. */
const NOT_THE_SERVICE = /^(tests?|observability|scripts|\.github)\//;

/** Files that a task writes when it is run for the first time. */
const WRITTEN_LATER = new Set(["diagrams/stamps.json", "screenshots/shots.json"]);

/** @param repositories `apps`: one a service. */
export function factsOf({ apps, infra, docs }) {
  const { options } = docs.record;
  const services = servicesOf(options).map((service, index) => {
    const chart = `helm/${service.name}`;
    const template = (file) => infra.text(`${chart}/templates/${file}`);
    return { availabilityTarget: 99.9, ...service, app: apps[index], contract: apps[index].json("contract.json"), chart, template, values: infra.text(`${chart}/values.yaml`) };
  });
  const all = [...apps, infra, docs];
  const names = all.map(({ name }) => name);
  const holds = (text, pattern) => new RegExp(pattern, "m").test(text);
  /** What is said of the services is so for each; or the first answer that is not. */
  const inAll = (answer) => services.map(answer).find((each) => each !== true) ?? true;
  /** It is so for one of them. */
  const inOne = (answer) => services.some((service) => answer(service) === true) || answer(services[0]);
  /** `resources.limits.memory`: keys of the chart's values, each inside the one before. */
  const isValue = (text) => {
    const lines = text.split(".").map((key, depth) => `^${"  ".repeat(depth)}${key}:.*$`);
    return lines.length > 1 && /^[\w.]+$/.test(text) && services.some(({ values }) => holds(values, lines.join("\\n(?:(?: .*)?\\n)*?")));
  };

  return {
    /** A text with `<service>` and `<environment>` in it, for each of them. */
    filledIn: (text) =>
      services.flatMap(({ name }) =>
        environmentsOf(options).map((environment) => text.replaceAll("<service>", name).replaceAll("<environment>", environment.name)),
      ),

    /** Whether a word occurs anywhere, outside Markdown and outside these checks. */
    word: (text) =>
      isValue(text) || apps.some((each) => each.some(word(text))) || infra.some(word(text)) || docs.some(word(text), /^(diagrams|\.github)\/|^scripts\/names\.json$/) || `no repository knows ${text}`,

    /** A path, with or without the repository's name in front. A bare file name may lie anywhere. */
    path(text) {
      const named = all.find(({ name }) => text === name || text.startsWith(`${name}/`));
      if (named) {
        const rest = text.slice(named.name.length + 1);
        return rest === "" || named.has(rest) || `${named.name} has no ${rest}`;
      }
      const bare = text.replace(/^\.\//, "");
      const anywhere = (repository) =>
        repository.has(bare) || (!bare.includes("/") && repository.files.some((file) => file.endsWith(`/${bare}`)));
      return WRITTEN_LATER.has(bare) || all.some(anywhere) || `no repository has the file ${bare}`;
    },

    kind: (name) =>
      inAll(
        ({ chart }) =>
          infra.some(new RegExp(`^kind: ${name}$`, "m"), new RegExp(`^${chart}/templates/`)) ||
          `${infra.name}/${chart}/templates has no ${name}`,
      ),

    /** A route of the service. The three that the cluster asks have to be where the chart asks. */
    route(text) {
      const path = text.replace(/[?#].*$/, "");
      const { metricsPath, healthPath, readyPath } = services[0].contract;
      const file = { [metricsPath]: "servicemonitor.yaml", [healthPath]: "deployment.yaml", [readyPath]: "deployment.yaml" }[path];
      if (file)
        return inAll(
          ({ template, chart }) =>
            holds(template(file), `path: ${path}$`) || `${infra.name}/${chart}/templates/${file} does not ask ${path}`,
        );
      const route = new RegExp(`["'\`]${path}["'\`]`);
      return path === "/" || inOne(({ app }) => app.some(route, /^/, NOT_THE_SERVICE) || `${app.name} has no route ${path}`);
    },

    /** The name of the port: one word in four places, or nothing is scraped. */
    portName(name) {
      const places = [
        ["service.yaml", `- name: ${name}$`],
        ["service.yaml", `targetPort: ${name}$`],
        ["servicemonitor.yaml", `port: (${name}|\\{\\{ include "app.metricsPort" \\. \\}\\})$`],
        ["deployment.yaml", `- name: ${name}$`],
      ];
      return inAll(({ template, chart }) => {
        const missing = places.find(([file, pattern]) => !holds(template(file), pattern));
        return !missing || `${infra.name}/${chart}/templates/${missing[0]} has no port named ${name}`;
      });
    },

    /** The port of the service and the node port where they are defined, the ports of the machine in the scripts. */
    port(text) {
      const number = Number(text);
      const stands = (key, { values, chart }) =>
        holds(values, `^ *${key}: ${number}$`) || `${infra.name}/${chart}/values.yaml: ${key} is not ${number}`;
      const answers = services.flatMap((service) => {
        const { app, contract } = service;
        if (service.port === number && contract.port !== number) return [`${app.name}/contract.json has the port ${contract.port}, not ${number}`];
        if (service.port === number) return [stands("containerPort", service)];
        if (contract.managementPort === number) return [stands("managementPort", service)];
        return service.nodePort === number && service.exposure === "nodePort" ? [stands("nodePort", service)] : [];
      });
      if (answers.length > 0) return answers.find((answer) => answer !== true) ?? true;
      return infra.some(word(text), /^(scripts|environments)\//) || `${infra.name}/scripts has no port ${number}`;
    },

    memory: (megabytes) =>
      [options.minikubeMemoryMb, 3072].includes(Number(megabytes)) || `the cluster has ${options.minikubeMemoryMb} MB of memory, not ${megabytes}`,

    latency: (milliseconds) =>
      inOne(({ contract }) => Number(milliseconds) === contract.latencyTargetMs || `the latency target is ${contract.latencyTargetMs} ms, not ${milliseconds}`),

    availability: (percent) =>
      inOne(({ availabilityTarget }) => Number(percent) === availabilityTarget || `the availability target is ${availabilityTarget} %, not ${percent}`),

    /** How often something happens: a scrape, or a scheduled workflow. */
    interval(text) {
      const interval = `^ +interval: ${text.replace(" ", "")}$`;
      if (text.endsWith(" s"))
        return inAll(({ values, chart }) => holds(values, interval) || `${infra.name}/${chart}/values.yaml: nothing happens every ${text}`);
      const cron = { minute: "\\* \\*", hour: "\\d+ \\*", day: "\\d+ \\d+" }[text];
      const schedule = new RegExp(`cron: "${cron} \\* \\*`);
      return all.some((repository) => repository.some(schedule, /^\.github\/workflows\//)) || `no workflow is scheduled every ${text}`;
    },

    image: (name) =>
      inOne(
        ({ app, contract, values }) =>
          (contract.image === name && holds(values, `^ +repository: ${name}$`)) ||
          `${name} is not the image that ${app.name} and ${infra.name} name`,
      ),

    /** The label by which Prometheus selects. */
    release: (name) =>
      inAll(({ values, chart }) => holds(values, `^  release: ${name}$`) || `${infra.name}/${chart}/values.yaml: the release is not ${name}`),

    metric(name) {
      if (name.startsWith("job:")) return infra.some(new RegExp(`record: ${name}$`, "m")) || `${infra.name} records no ${name}`;
      const family = name.replace(/_(bucket|count|sum)$/, "");
      return inAll(({ app }) => app.some(word(family), /^/, NOT_THE_SERVICE) || `${app.name} has no metric ${family}`);
    },

    dashboard: (uid) =>
      inOne(({ chart }) => {
        const file = `${chart}/files/dashboard.json`;
        return infra.json(file)?.uid === uid || `${infra.name}/${file} has another uid than ${uid}`;
      }),

    alert: (name) =>
      inAll(
        ({ chart }) => infra.some(new RegExp(`alert: ${name}$`, "m"), new RegExp(`^${chart}/`)) || `${infra.name} has no alert ${name}`,
      ),

    job: (name) =>
      inAll(
        ({ app }) =>
          holds(app.text(".github/workflows/ci.yaml"), `^  ${name}:$`) || `${app.name}/.github/workflows/ci.yaml has no job ${name}`,
      ),

    namespace: (name) => [...namespacesOf(options), options.monitoringNamespace].includes(name) || `no namespace is called ${name}`,

    /** An object of the cluster: ours, or one of the monitoring that the scripts know. */
    object(name) {
      const ours = services.flatMap((each) => [each.name, ...namespacesOf(options).map((namespace) => `${namespace}.${each.name}`)]);
      return ours.includes(name) || word(name).test(infra.text("scripts/lib.sh")) || `${infra.name} has no ${name}`;
    },

    task: (name, home = all) =>
      home.some((repository) => repository.tasks().includes(name)) ||
      `${home.map((repository) => repository.name).join(", ")}: no task ${name}`,

    npmScript: (name) =>
      inOne(({ app }) => name in (app.json("package.json")?.scripts ?? {}) || `${app.name}/package.json has no script ${name}`),

    /** `scripts/up.sh --local`: the script, and that it knows its options. */
    script(file, rest, home = all) {
      const repository = home.find((candidate) => candidate.has(file));
      if (!repository) return `${home.map(({ name }) => name).join(", ")}: no ${file}`;
      const given = [...rest.matchAll(/(?<=\s)--[a-z][\w-]*/g)].map(([option]) => option);
      // Where there are several services, all scripts take the options of one file.
      const texts = [file, "scripts/choose.lib.sh"].filter((source) => repository.has(source)).map((source) => repository.text(source));
      const unknown = given.find((option) => option !== "--help" && !texts.some((text) => text.includes(option)));
      return !unknown || `${repository.name}/${file} does not know ${unknown}`;
    },

    startsWithRepository: (text) => names.some((name) => text.startsWith(`${name}/`)),
    isImage: (text) => text.startsWith(`${services[0].contract.image.split("/")[0]}/`),
  };
}
