import { posix } from "node:path";
import { stringify } from "yaml";
import { objectsOf, type Unit } from "./kube";
import type { Repository, SourceFile } from "./repository";
import { Templates } from "./template";
import type { Block } from "./template-parser";
import { TemplateError, Unsupported } from "./template-values";
import { mergeValues } from "./values";
import { documentsIn, listOf, mapOf, type Place, parseYaml, part, textValue, type Value, type YamlDocument } from "./yaml";

/** One way in which a chart is installed: what a command or an Application says, or its own defaults. */
export interface Release {
  readonly name: string;
  readonly namespace?: string;
  readonly valuesFiles: readonly SourceFile[];
  /** Values given on the command line or in an Application. */
  readonly values: readonly Value[];
  /** Who says so; nobody for a chart's own defaults. */
  readonly place?: Place;
}

export interface ChartProblem {
  readonly place: Place;
  readonly message: string;
  /** The chart says so itself, by `required` or `fail`. */
  readonly deliberate: boolean;
}

export interface Rendering {
  readonly unit: Unit;
  readonly release: Release;
  /** What Helm refuses. */
  readonly problems: ChartProblem[];
  readonly documents: YamlDocument[];
  /** What this reader could not follow: nothing is said of objects that may be missing. */
  readonly unread: string[];
}

export class Chart {
  readonly definition: YamlDocument | undefined;
  readonly valuesFile: SourceFile | undefined;
  readonly renderings: Rendering[] = [];

  constructor(
    readonly repository: Repository,
    readonly folder: string,
    readonly file: SourceFile,
  ) {
    this.definition = documentsIn(file)[0];
    this.valuesFile = repository.file(posix.join(folder, "values.yaml")) ?? repository.file(posix.join(folder, "values.yml"));
  }

  get name(): string {
    return textValue(part(this.definition?.value, "name")) ?? posix.basename(this.folder);
  }

  get isLibrary(): boolean {
    return part(this.definition?.value, "type") === "library";
  }

  get dependencies(): Value[] {
    return listOf(part(this.definition?.value, "dependencies"));
  }

  get templates(): SourceFile[] {
    return this.repository.under(posix.join(this.folder, "templates")).filter(({ path }) => !path.includes("/tests/"));
  }

  get values(): Value {
    return this.valuesFile ? mapOf(documentsIn(this.valuesFile)[0]?.value) : {};
  }

  /** The charts that lie in it, or beside it under `file://`. */
  subcharts(): { alias: string; chart: Chart }[] {
    const folders = this.repository
      .under(posix.join(this.folder, "charts"))
      .filter(({ path }) => /^[^/]+\/Chart\.yaml$/.test(posix.relative(posix.join(this.folder, "charts"), path)));
    const inside = folders.map((file) => new Chart(this.repository, file.folder, file));
    const beside = this.dependencies.flatMap((dependency) => {
      const [, path] = /^file:\/\/(.+)$/.exec(textValue(part(dependency, "repository")) ?? "") ?? [];
      const file = path && this.repository.file(posix.join(this.folder, path, "Chart.yaml"));
      return file ? [new Chart(this.repository, file.folder, file)] : [];
    });
    const aliasOf = (name: string) =>
      textValue(
        part(
          this.dependencies.find((dependency) => part(dependency, "name") === name),
          "alias",
        ),
      ) ?? name;
    return [...inside, ...beside].map((chart) => ({ alias: aliasOf(chart.name), chart }));
  }

  private get lacksDependencies(): boolean {
    return this.dependencies.length > this.subcharts().length;
  }

  render(release: Release): Rendering {
    const unit: Unit = { kind: "chart", label: `${this.folder || this.name} as ${release.name}`, objects: [] };
    const rendering: Rendering = { unit, release, problems: [], documents: [], unread: [] };
    const given = [...release.valuesFiles.map((file) => documentsIn(file)[0]?.value), ...release.values];
    // A template may change its values; the next rendering begins with them as they are written.
    const values = structuredClone(given.reduce<Value>((known, more) => mergeValues(known, more), this.values));
    this.renderInto(rendering, values, 0);
    this.renderings.push(rendering);
    return rendering;
  }

  private renderInto(rendering: Rendering, values: Value, depth: number): void {
    const templates = new Templates();
    const blocks = new Map<SourceFile, Block>();
    const charts = [{ alias: "", chart: this as Chart }, ...(depth < 4 ? this.subcharts() : [])];
    for (const { chart } of charts) {
      for (const file of chart.templates) defineIn(templates, chart, file, blocks, rendering);
    }
    const context = this.context(values, rendering.release);
    for (const file of inHelmsOrder(this.templates)) {
      const block = blocks.get(file);
      if (!block || file.name.startsWith("_") || !/\.(ya?ml|tpl)$/.test(file.name)) continue;
      context.Template = { Name: `${this.name}/${posix.relative(this.folder, file.path)}`, BasePath: `${this.name}/templates` };
      this.renderFile(file, block, templates, context, rendering);
    }
    for (const { alias, chart } of charts.slice(1)) {
      if (!this.enabled(chart.name, values)) continue;
      chart.renderInto(rendering, mergeValues(mergeValues(chart.values, { global: values?.global ?? {} }), values?.[alias]), depth + 1);
    }
  }

  private enabled(name: string, values: Value): boolean {
    const condition = textValue(
      part(
        this.dependencies.find((dependency) => part(dependency, "name") === name),
        "condition",
      ),
    );
    const answers = (condition ?? "")
      .split(",")
      .filter(Boolean)
      .map((path) => part(values, ...path.trim().split(".")));
    return answers.find((answer) => typeof answer === "boolean") !== false;
  }

  private renderFile(file: SourceFile, block: Block, templates: Templates, context: Value, rendering: Rendering): void {
    try {
      templates.refusals.length = 0;
      const { text, lines } = templates.render(block, context);
      for (const { message, line } of templates.refusals) rendering.problems.push({ place: { file, line }, message, deliberate: true });
      const source = { text, locate: (line: number) => ({ file, line: lines[Math.min(line, lines.length) - 1] ?? 1 }) };
      for (const document of parseYaml(source)) {
        rendering.documents.push(document);
        rendering.unit.objects.push(...objectsOf(document, rendering.unit, rendering.release.namespace));
      }
    } catch (error) {
      // Values of a dependency that is not here are not known.
      const foreign = /nil pointer|untyped nil|no template/.test((error as Error).message) && this.lacksDependencies;
      if (error instanceof TemplateError && !foreign)
        rendering.problems.push({ place: { file, line: error.line }, message: error.message, deliberate: false });
      else
        rendering.unread.push(
          `${file.path}: ${error instanceof Unsupported ? error.message : String((error as Error).message).split("\n")[0]}`,
        );
    }
  }

  private context(values: Value, release: Release): Value {
    const chart = mapOf(this.definition?.value);
    const capital = Object.fromEntries(Object.entries(chart).map(([key, value]) => [key[0]!.toUpperCase() + key.slice(1), value]));
    return {
      Values: values,
      Chart: { ...capital, IsRoot: true, Type: chart.type ?? "application" },
      Release: {
        Name: release.name,
        Namespace: release.namespace ?? "default",
        Service: "Helm",
        IsInstall: true,
        IsUpgrade: false,
        Revision: 1,
      },
      Capabilities: capabilities,
      Files: this.files(),
      Subcharts: {},
    };
  }

  private files(): Value {
    const get = (path: unknown) => this.repository.file(posix.join(this.folder, String(path)))?.text ?? "";
    return {
      Get: get,
      GetBytes: get,
      Lines: (path: unknown) => get(path).split("\n"),
      Glob: (pattern: unknown) => {
        const wanted = globPattern(String(pattern));
        const below = (file: SourceFile) => posix.relative(this.folder, file.path);
        const found = Object.fromEntries(
          this.repository
            .under(this.folder)
            .filter((file) => wanted.test(below(file)))
            .map((file) => [below(file), file.text]),
        );
        const asConfig = () =>
          stringify(Object.fromEntries(Object.entries(found).map(([path, text]) => [posix.basename(path), text]))).trimEnd();
        return Object.defineProperties(found, {
          AsConfig: { value: asConfig },
          AsSecrets: { value: asConfig },
          Get: { value: (path: string) => found[path] ?? "" },
        });
      },
    };
  }
}

/** The deepest first and from the end of the alphabet: what one template sets in the values, those after it read. */
const inHelmsOrder = (files: readonly SourceFile[]): SourceFile[] => {
  const depth = ({ path }: SourceFile) => path.split("/").length;
  return [...files].sort((a, b) => depth(b) - depth(a) || (a.path < b.path ? 1 : -1));
};

/** What a current cluster offers; of API versions, those that are gone are refused. */
const GONE =
  /^(extensions\/v1beta1|networking\.k8s\.io\/v1beta1|policy\/v1beta1|autoscaling\/v2beta\d|batch\/v1beta1|apps\/v1beta\d|route\.openshift\.io|security\.openshift\.io)/;
const capabilities = {
  KubeVersion: { Version: "v1.34.0", GitVersion: "v1.34.0", Major: "1", Minor: "34" },
  HelmVersion: { Version: "v3.19.0" },
  APIVersions: { Has: (version: unknown) => !GONE.test(String(version)) },
};

function defineIn(templates: Templates, chart: Chart, file: SourceFile, blocks: Map<SourceFile, Block>, rendering: Rendering): void {
  if (!/\.(ya?ml|tpl|txt)$/.test(file.name)) return;
  try {
    const block = templates.define(file.text);
    blocks.set(file, block);
    templates.name(`${chart.name}/${posix.relative(chart.folder, file.path)}`, block);
  } catch (error) {
    if (error instanceof TemplateError)
      rendering.problems.push({ place: { file, line: error.line }, message: error.message, deliberate: false });
    else rendering.unread.push(`${file.path}: ${String((error as Error).message).split("\n")[0]}`);
  }
}

function globPattern(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^$()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/?/g, "\u0000")
    .replace(/\*/g, "[^/]*")
    .replaceAll("\u0000", "(?:.*/)?");
  return new RegExp(`^${source.replace(/\{([^}]*)\}/g, (_, inner: string) => `(?:${inner.replaceAll(",", "|")})`)}$`);
}
