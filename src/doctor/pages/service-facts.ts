import { instrumentation } from "../../workspace/metrics";
import { Evidence } from "./evidence";
import { type DocumentedPortfolio, type RecordedOptions, servicesOf } from "./portfolio";

/** True, or what is not so. */
export type Answer = true | string;

type Service = ReturnType<typeof servicesOf>[number] & {
  readonly app: Evidence;
  /** What contract.json of the app repository says of it. */
  readonly contract: Readonly<Record<string, unknown>>;
  /** Folder of the chart. */
  readonly chart: string;
  readonly values: string;
  template(file: string): string;
};

/** Files of the app repository that speak of the service and are not it. */
const NOT_THE_SERVICE = /^(tests?|observability|scripts|\.github)\//;

/** What a library needs in its turn, as a lock file names it, is not what the service uses. */
const sourcesOf = (app: Evidence) =>
  [...app.repository.files.values()].filter(({ path }) => !NOT_THE_SERVICE.test(path) && !/lock/.test(path));

/** The tool's apps are alike; those that a person brought are, where their requests are measured alike. */
const kindOf = ({ runtime, worker, metrics, metricsPath, managementPort }: Service): string =>
  runtime === "container" ? JSON.stringify([worker, metrics, metricsPath, managementPort !== undefined]) : "ours";

export const holds = (text: string, pattern: string): boolean => new RegExp(pattern, "m").test(text);

/** Of several services in a repository, it has a list. */
function contractOf(app: Evidence, service: string): Service["contract"] {
  const contract = app.json("contract.json") ?? {};
  const listed = Array.isArray(contract.services) ? contract.services.find(({ name }: { name?: unknown }) => name === service) : undefined;
  return listed ?? contract;
}

/** What the app and infra repositories really hold of each service. */
export abstract class ServiceFacts {
  readonly apps: readonly Evidence[];
  readonly infra: Evidence;
  readonly docs: Evidence;
  protected readonly all: readonly Evidence[];
  protected readonly services: readonly Service[];
  protected readonly options: RecordedOptions;
  /** A page speaks of the services that are alike: what it says of an app of the tool's is not said of one that a person brought. */
  private readonly kinds: readonly (readonly Service[])[];

  constructor({ docs, options }: DocumentedPortfolio, { apps, infra }: NonNullable<DocumentedPortfolio["others"]>) {
    this.options = options;
    const evidence = new Map([...new Set(apps)].map((app) => [app, new Evidence(app)]));
    this.apps = apps.map((app) => evidence.get(app)!);
    this.infra = new Evidence(infra);
    this.docs = new Evidence(docs);
    this.all = [...evidence.values(), this.infra, this.docs];
    this.services = servicesOf(options).map((service, index) => {
      const [app, chart] = [this.apps[index]!, `helm/${service.name}`];
      const text = (file: string) => this.infra.text(`${chart}/${file}`);
      const template = (file: string) => text(`templates/${file}`);
      return { ...service, app, contract: contractOf(app, service.name), chart, values: text("values.yaml"), template };
    });
    const keys = [...new Set(this.services.map(kindOf))];
    this.kinds = keys.map((key) => this.services.filter((service) => kindOf(service) === key));
  }

  /** What is said of the services is so for each of one kind; or the first answer that is not. */
  protected inAll(answer: (service: Service) => Answer): Answer {
    const answers = this.kinds.map((services) => services.map(answer).find((each) => each !== true) ?? true);
    return answers.includes(true) || answers[0]!;
  }

  /** It is so for one of them. */
  private inOne(answer: (service: Service) => Answer): Answer {
    return this.services.some((service) => answer(service) === true) || answer(this.services[0]!);
  }

  kind(name: string): Answer {
    return this.inAll(
      ({ chart }) =>
        this.infra.some(new RegExp(`^kind: ${name}$`, "m"), new RegExp(`^${chart}/templates/`)) ||
        `${this.infra.name}/${chart}/templates has no ${name}`,
    );
  }

  /** A route of the service. The three that the cluster asks have to be where the chart asks. */
  route(text: string): Answer {
    const path = text.replace(/[?#].*$/, "");
    const asked = this.services.flatMap((service): Answer[] => {
      const { metricsPath, healthPath, readyPath } = service.contract;
      const file = path === metricsPath ? "servicemonitor.yaml" : path === healthPath || path === readyPath ? "deployment.yaml" : undefined;
      if (!file) return [];
      const { template, chart } = service;
      return [holds(template(file), `path: ${path}$`) || `${this.infra.name}/${chart}/templates/${file} does not ask ${path}`];
    });
    if (asked.length > 0) return asked.find((each) => each !== true) ?? true;
    // What a program beside the service reads.
    if (this.services.some(({ template }) => template("deployment.yaml").includes(`:%d${path}"`))) return true;
    const route = new RegExp(`["'\`]${path}["'\`]`);
    return path === "/" || this.inOne(({ app }) => app.some(route, /^/, NOT_THE_SERVICE) || `${app.name} has no route ${path}`);
  }

  /** The name of a port: one word in four places, or nothing is scraped. */
  portName(name: string): Answer {
    const places = [
      ["service.yaml", `- name: ${name}$`],
      ["service.yaml", `targetPort: ${name}$`],
      ["servicemonitor.yaml", `port: (${name}|\\{\\{ include "app.metricsPort" \\. \\}\\})$`],
      ["deployment.yaml", `- name: ${name}$`],
    ] as const;
    return this.inAll(({ template, chart }) => {
      const missing = places.find(([file, pattern]) => !holds(template(file), pattern));
      return !missing || `${this.infra.name}/${chart}/templates/${missing[0]} has no port named ${name}`;
    });
  }

  /** The ports of a service where they are defined, those of the machine in the scripts. */
  port(text: string): Answer {
    const number = Number(text);
    const stands = (key: string, { values, chart }: Service): Answer =>
      holds(values, `^ *${key}: ${number}$`) || `${this.infra.name}/${chart}/values.yaml: ${key} is not ${number}`;
    const answers = this.services.flatMap((service): Answer[] => {
      const { app, contract, port, nodePort, exposure } = service;
      if (port === number && contract.port !== number) return [`${app.name}/contract.json has the port ${contract.port}, not ${number}`];
      if (port === number) return [stands("containerPort", service)];
      if (holds(service.template("deployment.yaml"), `containerPort: ${number}$`)) return [true]; // of a program beside it
      if (contract.managementPort === number) return [stands("managementPort", service)];
      return nodePort === number && exposure === "nodePort" ? [stands("nodePort", service)] : [];
    });
    if (answers.length > 0) return answers.find((answer) => answer !== true) ?? true;
    return this.infra.holds(text, /^(scripts|environments)\//) || `${this.infra.name}/scripts has no port ${number}`;
  }

  latency(milliseconds: string): Answer {
    return this.inOne(
      ({ contract: { latencyTargetMs } }) =>
        Number(milliseconds) === latencyTargetMs || `the latency target is ${latencyTargetMs} ms, not ${milliseconds}`,
    );
  }

  availability(percent: string): Answer {
    return this.inOne(
      ({ availabilityTarget = 99.9 }) =>
        Number(percent) === availabilityTarget || `the availability target is ${availabilityTarget} %, not ${percent}`,
    );
  }

  /** How often something happens: a scrape, or a scheduled workflow. */
  interval(text: string): Answer {
    if (text.endsWith(" s")) {
      const interval = `^ +interval: ${text.replace(" ", "")}$`;
      return this.inAll(
        ({ values, chart }) => holds(values, interval) || `${this.infra.name}/${chart}/values.yaml: nothing happens every ${text}`,
      );
    }
    const cron = { minute: "\\* \\*", hour: "\\d+ \\*", day: "\\d+ \\d+" }[text];
    const schedule = new RegExp(`cron: "${cron} \\* \\*`);
    return this.all.some((repository) => repository.some(schedule, /^\.github\/workflows\//)) || `no workflow is scheduled every ${text}`;
  }

  isImage(text: string): boolean {
    return text.startsWith(`${String(this.services[0]!.contract.image).split("/")[0]}/`);
  }

  image(name: string): Answer {
    return this.inOne(
      ({ app, contract, values }) =>
        (contract.image === name && holds(values, `^ +repository: ${name}$`)) ||
        `${name} is not the image that ${app.name} and ${this.infra.name} name`,
    );
  }

  /** The label by which Prometheus selects. */
  release(name: string): Answer {
    return this.inAll(
      ({ values, chart }) => holds(values, `^  release: ${name}$`) || `${this.infra.name}/${chart}/values.yaml: the release is not ${name}`,
    );
  }

  metric(name: string): Answer {
    if (name.startsWith("job:")) return this.infra.some(new RegExp(`record: ${name}$`, "m")) || `${this.infra.name} records no ${name}`;
    const family = name.replace(/_(bucket|count|sum)$/, "");
    return this.inAll(
      ({ app }) =>
        app.holds(family, /^/, NOT_THE_SERVICE) ||
        instrumentation(sourcesOf(app)).some(({ exposes }) => exposes.test(family)) ||
        `${app.name} has no metric ${family}`,
    );
  }

  dashboard(uid: string): Answer {
    return this.inOne(({ chart }) => {
      const file = `${chart}/files/dashboard.json`;
      return this.infra.json(file)?.uid === uid || `${this.infra.name}/${file} has another uid than ${uid}`;
    });
  }

  alert(name: string): Answer {
    return this.inAll(
      ({ chart }) =>
        this.infra.some(new RegExp(`alert: ${name}$`, "m"), new RegExp(`^(${chart}|argocd)/`)) || `${this.infra.name} has no alert ${name}`,
    );
  }

  job(name: string): Answer {
    return this.inAll(({ app, name: service }) => {
      // The second stands beside the workflows that an app had before.
      const files = [".github/workflows/portfolio.yaml", ".github/workflows/ci.yaml"];
      const file = files.find((each) => app.has(each)) ?? files[1]!;
      const isThere = [name, `${name}-${service}`].some((each) => holds(app.text(file), `^  ${each}:$`));
      return isThere || `${app.name}/${file} has no job ${name}`;
    });
  }

  npmScript(name: string): Answer {
    return this.inOne(({ app }) => name in (app.json("package.json")?.scripts ?? {}) || `${app.name}/package.json has no script ${name}`);
  }
}
