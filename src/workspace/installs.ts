import type { SourceFile } from "./repository";
import { option, options, positionals, type ShellCommand } from "./shell";
import { mergeValues, setValues } from "./values";
import { documentsIn, listOf, mapOf, type Place, parseYaml, part, textValue, type Value } from "./yaml";

/** A chart that something installs: from this workspace by its path, or from elsewhere by its name. */
export interface Install {
  readonly release: string;
  readonly chart: string;
  readonly namespace?: string;
  readonly valuesFiles: readonly string[];
  readonly values: readonly Value[];
  readonly place: Place;
  /** Where paths begin; undefined below an Application, whose paths begin at the root of its repository. */
  readonly command?: ShellCommand;
  /** Something in it is only known when it runs. */
  readonly vague: boolean;
}

const FLAGS = new Set([
  "--install",
  "-i",
  "--create-namespace",
  "--wait",
  "--atomic",
  "--debug",
  "--dry-run",
  "--force",
  "--reuse-values",
  "--reset-values",
  "--cleanup-on-fail",
  "--devel",
  "--skip-crds",
  "--dependency-update",
  "--rollback-on-failure",
  "--wait-for-jobs",
  "-g",
  "--generate-name",
]);

/** `helm install`, `upgrade` and `template`. */
export function helmInstall(command: ShellCommand, variables: (name: string) => string | undefined): Install | undefined {
  if (command.words[0] !== "helm") return undefined;
  const words = command.words.map((word) => resolve(word, variables));
  if (!["install", "upgrade", "template"].includes(words[1] ?? "")) return undefined;
  const given = positionals(words.slice(2), FLAGS);
  if (given.length === 0) return undefined;
  const [release, chart] = given.length === 1 ? ["release-name", given[0]!] : [given[0]!, given[1]!];
  const sets = [...options(words, "--set", "--set-string"), ...options(words, "--set-json")];
  return {
    release,
    chart,
    namespace: option(words, "-n", "--namespace"),
    valuesFiles: options(words, "-f", "--values").flatMap((list) => list.split(",")),
    values: sets.map(setValues),
    place: command.place,
    command,
    vague: /\$|\{\{|<|>|\[/.test(`${release}${chart}`),
  };
}

const resolve = (word: string, variables: (name: string) => string | undefined): string =>
  word.replace(
    /\$\{\{\s*env\.(\w+)\s*\}\}|\$\{(\w+)(?::-[^}]*)?\}|\$(\w+)/g,
    (whole, a: string, b: string, c: string) => variables(a ?? b ?? c) ?? whole,
  );

/** The sources of an Application, or of what an ApplicationSet makes, that are charts. */
export function applicationInstalls(value: Value, place: Place): Install[] {
  const spec = part(value, "kind") === "ApplicationSet" ? part(value, "spec", "template", "spec") : part(value, "spec");
  const sources = [part(spec, "source"), ...listOf(part(spec, "sources"))].filter(Boolean);
  const name = textValue(part(value, "metadata", "name")) ?? "";
  return sources.flatMap((source) => {
    const chart = textValue(source.chart) ?? textValue(source.path);
    if (!chart || (!source.chart && source.directory)) return [];
    const parameters = listOf(part(source, "helm", "parameters")).map((entry) => setValues(`${entry?.name}=${entry?.value}`));
    const written = textValue(part(source, "helm", "values"));
    const object = part(source, "helm", "valuesObject");
    return [
      {
        release: textValue(part(source, "helm", "releaseName")) ?? name,
        chart,
        namespace: textValue(part(spec, "destination", "namespace")),
        valuesFiles: listOf(part(source, "helm", "valueFiles")).map(String),
        values: [
          ...(written ? [parseYaml({ text: written, locate: () => place })[0]?.value] : []),
          ...(object ? [object] : []),
          ...parameters,
        ],
        place,
        vague: /\{\{/.test(`${name}${chart}`),
      },
    ];
  });
}

/** `helm_release` of Terraform. */
export function terraformInstalls(file: SourceFile): Install[] {
  return [...file.text.matchAll(/resource\s+"helm_release"\s+"[^"]+"\s*\{([\s\S]*?)\n\}/g)].flatMap((match) => {
    const body = match[1]!;
    const get = (key: string) => new RegExp(`^\\s*${key}\\s*=\\s*"([^"]*)"`, "m").exec(body)?.[1];
    const chart = get("chart");
    if (!chart) return [];
    const sets = [...body.matchAll(/name\s*=\s*"([^"]+)"\s*\n?\s*,?\s*value\s*=\s*"?([^"\n]*)"?/g)].map(([, name, value]) =>
      setValues(`${name}=${value}`),
    );
    const files = [...body.matchAll(/file\("(?:\$\{path\.module\}\/)?([^"]+)"\)/g)].map(([, path]) => path!);
    const inline = /<<-?\w+\n([\s\S]*?)\n\s*\w+\s*\n/.exec(body)?.[1];
    const values = inline ? [parseYaml({ text: inline, locate: () => ({ file, line: 1 }) })[0]?.value] : [];
    const name = get("name") ?? "";
    const place = { file, line: file.text.slice(0, match.index).split("\n").length };
    return [
      {
        release: name,
        chart,
        namespace: get("namespace"),
        valuesFiles: files,
        values: [...values, ...sets],
        place,
        vague: !name || /yamlencode|templatefile|dynamic\s+"set"|var\.|local\./.test(body),
      },
    ];
  });
}

/** A HelmRelease of Flux, a file of Helmfile. */
export function otherInstalls(file: SourceFile, value: Value, place: Place): Install[] {
  if (part(value, "kind") === "HelmRelease") {
    const spec = part(value, "spec");
    const chart = textValue(part(spec, "chart", "spec", "chart")) ?? textValue(part(spec, "chart", "name")) ?? "";
    return [
      {
        release: textValue(spec?.releaseName) ?? textValue(part(value, "metadata", "name")) ?? "",
        chart,
        namespace: textValue(spec?.targetNamespace) ?? textValue(part(value, "metadata", "namespace")),
        valuesFiles: [],
        values: [mapOf(spec?.values)],
        place,
        vague: !chart || spec?.valuesFrom !== undefined,
      },
    ];
  }
  if (!/^helmfile/.test(file.name)) return [];
  return listOf(part(value, "releases")).map((entry) => ({
    release: textValue(entry?.name) ?? "",
    chart: textValue(entry?.chart) ?? "",
    namespace: textValue(entry?.namespace),
    valuesFiles: listOf(entry?.values).filter((item) => typeof item === "string"),
    values: listOf(entry?.values).filter((item) => typeof item === "object"),
    place,
    vague: false,
  }));
}

export const valuesOf = (install: Install, files: readonly (SourceFile | undefined)[]): Value =>
  [...files.map((file) => (file ? documentsIn(file)[0]?.value : {})), ...install.values].reduce<Value>(
    (known, more) => mergeValues(known, more),
    {},
  );
