import { posix } from "node:path";
import { installsIn } from "./all-installs";
import { Chart, type Rendering } from "./chart";
import { Dockerfile } from "./dockerfile";
import type { Install } from "./installs";
import { type KubeObject, objectsOf, type Unit } from "./kube";
import { Kustomization } from "./kustomize";
import { KUSTOMIZATION, patchFiles } from "./kustomize-files";
import { Markdown } from "./markdown";
import { type Found, findPath } from "./paths";
import { COMPOSE, DOCKERFILE, WORKFLOW } from "./patterns";
import type { Repository, SourceFile } from "./repository";
import { isScript, scriptText } from "./scripts";
import { commandsIn, type ShellCommand } from "./shell";
import { type App, appIn } from "./source";
import { Workflow } from "./workflow";
import { documentsIn, mapOf, part, textValue, type Value, type YamlDocument } from "./yaml";

const YAML = /\.ya?ml$/;

/** Braces of another generator: what Prometheus and Alertmanager fill into annotations and messages is text to everybody else. */
const TEMPLATE =
  /\{%|\{\{(?!-?\s*(\$?(labels|value|range|with|if|end|else|\.|template)|(printf|humanize\w*|query|first|toUpper|toLower|title|reReplaceAll|externalURL|define|index|eq|len)\s|\$(labels|value|externalURL)))[^$]/;

/** All that is known of some repositories, read once and when it is asked for. */
export class Workspace {
  readonly files: readonly SourceFile[];
  /** What could not be read, and why. */
  readonly unread: string[] = [];
  private readonly memory = new Map<string, unknown>();

  constructor(readonly repositories: readonly Repository[]) {
    this.files = repositories.flatMap(({ files }) => [...files.values()]);
    for (const { shown, skipped } of repositories) this.unread.push(...skipped.map((text) => (shown ? `${shown}/${text}` : text)));
  }

  private once<T>(name: string, make: () => T): T {
    if (!this.memory.has(name)) this.memory.set(name, make());
    return this.memory.get(name) as T;
  }

  yaml(file: SourceFile): YamlDocument[] {
    return documentsIn(file);
  }

  /** YAML that is read as it stands: no template of a chart or of another generator. */
  get yamlFiles(): SourceFile[] {
    return this.once("yamlFiles", () => this.files.filter((file) => YAML.test(file.name) && !this.isTemplate(file)));
  }

  isTemplate(file: SourceFile): boolean {
    return (
      this.templateFolders(file.repository).some((folder) => file.path.startsWith(folder)) ||
      (TEMPLATE.test(file.text.replace(/\$\{\{.*?\}\}|"legendFormat"\s*:\s*"[^"\n]*"/g, "")) && !/^\.github\//.test(file.path))
    );
  }

  private templateFolders(repository: Repository): string[] {
    return this.once(`templates of ${repository.root}`, () =>
      [...repository.files.values()].filter(({ name }) => name === "Chart.yaml").map(({ folder }) => posix.join(folder, "templates/")),
    );
  }

  get charts(): Chart[] {
    return this.once("charts", () => {
      const all = this.files.filter(({ name }) => name === "Chart.yaml").map((file) => new Chart(file.repository, file.folder, file));
      const inner = (chart: Chart) =>
        all.some(
          (other) =>
            other !== chart && other.repository === chart.repository && chart.folder.startsWith(posix.join(other.folder, "charts/")),
        );
      return all.filter((chart) => !chart.isLibrary && !inner(chart));
    });
  }

  get workflows(): Workflow[] {
    return this.once("workflows", () =>
      this.files
        .filter(({ path }) => WORKFLOW.test(path))
        .flatMap((file) =>
          this.yaml(file)
            .slice(0, 1)
            .map((document) => new Workflow(file, document)),
        ),
    );
  }

  get dockerfiles(): Dockerfile[] {
    return this.once("dockerfiles", () => this.files.filter(({ name }) => DOCKERFILE.test(name)).map((file) => new Dockerfile(file)));
  }

  get composes(): { file: SourceFile; document: YamlDocument }[] {
    return this.once("composes", () =>
      this.yamlFiles
        .filter(({ name }) => COMPOSE.test(name))
        .flatMap((file) =>
          this.yaml(file)
            .slice(0, 1)
            .map((document) => ({ file, document })),
        ),
    );
  }

  get documents(): Markdown[] {
    return this.once("documents", () => this.files.filter(({ name }) => /\.(md|markdown)$/i.test(name)).map((file) => new Markdown(file)));
  }

  get commands(): ShellCommand[] {
    return this.once("commands", () => [
      ...this.files
        .filter(isScript)
        .flatMap((file) => commandsIn({ text: scriptText(file), place: (line) => ({ file, line }), folder: "", origin: "script" })),
      ...this.workflows.flatMap(({ commands }) => commands),
      ...this.documents.flatMap((document) =>
        document.blocks
          .filter(({ language }) => ["", "sh", "bash", "shell", "console", "zsh", "powershell", "ps1", "terminal"].includes(language))
          .flatMap(({ text, line }) => commandsIn({ text, place: (at) => document.at(line + at - 1), folder: "", origin: "document" })),
      ),
    ]);
  }

  /** The file or folder that a command means. */
  find(from: SourceFile, folder: string, path: string): Found | undefined {
    return this.once(`find ${from.repository.root}/${from.path} ${folder} ${path}`, () => findPath(this.repositories, from, folder, path));
  }

  get installs(): Install[] {
    return this.once("installs", () => installsIn(this));
  }

  /** A variable that a file gives a plain value once. */
  variable(file: SourceFile, name: string): string | undefined {
    const values = new Set(
      [
        ...file.text.matchAll(
          new RegExp(`^\\s*(?:export\\s+|readonly\\s+|local\\s+)?${name}\\s*(?::|[:?]?=)\\s*["']?(?:\\$\\{[\\w]+:-)?([\\w./:@-]+)`, "gm"),
        ),
      ].map((match) => match[1]!),
    );
    return values.size === 1 ? [...values][0] : undefined;
  }

  /** Every way in which a chart of this workspace is installed, and at least its own defaults. */
  get renderings(): Rendering[] {
    return this.once("renderings", () => this.charts.flatMap((chart) => this.renderingsOf(chart)));
  }

  renderingsOf(chart: Chart): Rendering[] {
    return this.once(`renderings of ${chart.file.shown}`, () => {
      const installs = this.installs
        .filter((install) => this.chartOf(install) === chart && !install.command?.words.includes("--reuse-values"))
        .slice(0, 12);
      const seen = new Set<string>();
      const rendered = installs.flatMap((install) => {
        const files = install.valuesFiles.map((path) => this.valuesFile(install, chart, path));
        const key = JSON.stringify([install.release, install.namespace, install.values, files.map((file) => file?.shown)]);
        if (seen.has(key) || files.some((file) => !file)) return [];
        seen.add(key);
        const name = install.vague || /[^a-z0-9.-]/.test(install.release) ? chart.name : install.release;
        const namespace = /^[a-z0-9-]+$/.test(install.namespace ?? "") ? install.namespace : undefined;
        return [chart.render({ name, namespace, valuesFiles: files as SourceFile[], values: install.values, place: install.place })];
      });
      return rendered.length > 0 ? rendered : [chart.render({ name: chart.name, valuesFiles: [], values: [] })];
    });
  }

  chartOf(install: Install): Chart | undefined {
    const { file } = install.place;
    const found = this.find(file, install.command?.folder ?? "", install.chart);
    return found && this.charts.find((chart) => chart.repository === found.repository && chart.folder === found.path);
  }

  valuesFile(install: Install, chart: Chart | undefined, path: string): SourceFile | undefined {
    if (/^https?:|\$|\{\{/.test(path) && !/^\$values\//.test(path)) return undefined;
    const clean = path.replace(/^\$\w+\//, "");
    const inChart = !install.command && chart ? chart.repository.file(posix.join(chart.folder, clean)) : undefined;
    if (inChart) return inChart;
    const found = this.find(install.place.file, install.command?.folder ?? "", clean);
    return found?.repository.file(found.path);
  }

  get kustomizations(): Kustomization[] {
    return this.once("kustomizations", () => {
      const files = this.yamlFiles.filter(({ name }) => KUSTOMIZATION.test(name)).filter((file) => !/\{\{/.test(file.text));
      const all = files
        .map((file) => new Kustomization(file.repository, file))
        .filter(({ document }) => !["Component"].includes(textValue(part(document?.value, "kind")) ?? ""));
      const used = new Set(all.flatMap((one) => one.references.map(({ target }) => `${one.repository.root}:${one.resolve(target)}`)));
      return all.filter(({ repository, file }) => !used.has(`${repository.root}:${file.folder}`));
    });
  }

  /** Manifests as they stand: neither a chart's nor taken in by a kustomization. */
  get plain(): Unit[] {
    return this.once("plain", () => {
      const taken = new Set([
        ...this.kustomizations.flatMap((one) => one.unit.objects.map(({ file }) => file)),
        ...patchFiles(this.yamlFiles),
      ]);
      return this.repositories.map((repository) => {
        const unit: Unit = { kind: "plain", label: repository.shown || repository.name, objects: [] };
        for (const file of this.yamlFiles) {
          if (
            file.repository !== repository ||
            taken.has(file) ||
            file.path.startsWith(".github/") ||
            !/^\s*["']?kind["']?:/m.test(file.text)
          )
            continue;
          unit.objects.push(
            ...this.yaml(file)
              .flatMap((document) => objectsOf(document, unit))
              .filter(({ kind, apiVersion }) => !/kustomize\.config/.test(apiVersion) && kind !== "Kustomization"),
          );
        }
        return unit;
      });
    });
  }

  get units(): Unit[] {
    return [...this.renderings.map(({ unit }) => unit), ...this.kustomizations.map(({ unit }) => unit), ...this.plain];
  }

  get objects(): KubeObject[] {
    return this.once("objects", () => this.units.flatMap(({ objects }) => objects));
  }

  ofKind(...kinds: string[]): KubeObject[] {
    return this.objects.filter(({ kind }) => kinds.includes(kind));
  }

  /** Objects that are not in what was read may exist all the same. */
  isWhole(unit: Unit): boolean {
    if (this.repositories.some(({ skipped }) => skipped.length > 0)) return false;
    const rendering = this.renderings.find((one) => one.unit === unit);
    if (rendering) return rendering.unread.length === 0 && rendering.problems.every(({ deliberate }) => deliberate);
    return !this.kustomizations.some((one) => one.unit === unit && one.remote);
  }

  app(repository: Repository, folder: string): App {
    return appIn(repository, folder);
  }

  composeServices(): { file: SourceFile; document: YamlDocument; name: string; value: Value }[] {
    return this.composes.flatMap(({ file, document }) =>
      Object.entries(mapOf(part(document.value, "services"))).map(([name, value]) => ({ file, document, name, value })),
    );
  }
}
