import { links } from "../live/links";
import { type Evidence, hasWord } from "./evidence";
import { environmentsOf, namespacesOf } from "./portfolio";
import { type Answer, holds, ServiceFacts } from "./service-facts";

/** Files that a task writes when it is run for the first time. */
const WRITTEN_LATER = new Set(["diagrams/stamps.json", "screenshots/shots.json"]);

/** What the repositories of a portfolio really hold. */
export class Facts extends ServiceFacts {
  /** The answer to a text with `<service>` and `<environment>` in it, filled in with each of them. */
  filledIn(text: string, answersTo: (text: string) => readonly Answer[]): Answer {
    return this.inAll((service) => {
      const texts = environmentsOf(this.options).map(({ name }) =>
        text.replaceAll("<service>", service.name).replaceAll("<environment>", name),
      );
      return texts.flatMap(answersTo).find((answer) => answer !== true) ?? true;
    });
  }

  /** Whether a word occurs anywhere outside Markdown, is a key of the chart's values, or a name that the live doctor gives. */
  word(text: string): Answer {
    return (
      this.apps.some((each) => each.holds(text)) ||
      this.infra.holds(text) ||
      ["bucket", "count", "sum"].some((end) => this.infra.holds(`${text}_${end}`)) || // a histogram, by its series
      this.docs.holds(text, /^(diagrams|\.github)\//) ||
      text in links ||
      this.isValue(text) ||
      `no repository knows ${text}`
    );
  }

  /** `resources.limits.memory`: keys of the values, each inside the one before. */
  private isValue(text: string): boolean {
    const keys = text.split(".").map((key, depth) => `^${"  ".repeat(depth)}${key}:.*$`);
    return keys.length > 1 && /^[\w.]+$/.test(text) && this.services.some(({ values }) => holds(values, keys.join("\\n(?:(?: .*)?\\n)*?")));
  }

  /** A path, with or without the repository's name in front. A bare file name may lie anywhere. */
  path(text: string): Answer {
    const named = this.all.find(({ name }) => text === name || text.startsWith(`${name}/`));
    if (named) {
      const rest = text.slice(named.name.length + 1);
      // A repository may be called like a folder of another: monitoring.
      return rest === "" || named.has(rest) || this.all.some((other) => other.has(text)) || `${named.name} has no ${rest}`;
    }
    const bare = text.replace(/^\.\//, "");
    const anywhere = (repository: Evidence) => repository.has(bare) || (!bare.includes("/") && repository.somewhere(bare));
    return WRITTEN_LATER.has(bare) || this.all.some(anywhere) || `no repository has the file ${bare}`;
  }

  memory(megabytes: string): Answer {
    const { minikubeMemoryMb } = this.options;
    return [minikubeMemoryMb, 3072].includes(Number(megabytes)) || `the cluster has ${minikubeMemoryMb} MB of memory, not ${megabytes}`;
  }

  namespace(name: string): Answer {
    const delivery = this.infra.has("argocd/kustomization.yaml") ? ["argocd"] : [];
    return (
      [...namespacesOf(this.options), this.options.monitoringNamespace, ...delivery].includes(name) || `no namespace is called ${name}`
    );
  }

  /** An object of the cluster: ours, or one of the monitoring that the scripts know. */
  object(name: string): Answer {
    const namespaces = namespacesOf(this.options);
    const ours = this.services.flatMap((each) => [each.name, ...namespaces.map((namespace) => `${namespace}.${each.name}`)]);
    return ours.includes(name) || hasWord(this.infra.text("scripts/lib.sh"), name) || `${this.infra.name} has no ${name}`;
  }

  task(name: string, home = this.all): Answer {
    return home.some((repository) => repository.tasks().includes(name)) || `${home.map((one) => one.name).join(", ")}: no task ${name}`;
  }

  /** `scripts/up.sh --local`: the script, and that it knows its options. Two repositories may have one of that name. */
  script(file: string, rest: string, home = this.all): Answer {
    const [first, ...others] = home.filter((candidate) => candidate.has(file));
    if (!first) return `${home.map(({ name }) => name).join(", ")}: no ${file}`;
    const given = [...rest.matchAll(/(?<=\s)--[a-z][\w-]*/g)].map(([option]) => option);
    const unknownTo = (repository: Evidence) => {
      // Where there are several services, all scripts take the options of one file.
      const texts = [file, "scripts/choose.lib.sh"].map((source) => repository.text(source));
      return given.find((option) => option !== "--help" && !texts.some((text) => text.includes(option)));
    };
    const unknown = unknownTo(first);
    return !unknown || others.some((other) => !unknownTo(other)) || `${first.name}/${file} does not know ${unknown}`;
  }

  startsWithRepository(text: string): boolean {
    return this.all.some(({ name }) => text.startsWith(`${name}/`));
  }
}
