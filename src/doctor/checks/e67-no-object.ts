import { posix } from "node:path";
import { KUSTOMIZATION } from "../../workspace/kustomize-files";
import type { SourceFile } from "../../workspace/repository";
import { options, type ShellCommand } from "../../workspace/shell";
import type { Workspace } from "../../workspace/workspace";
import { documentsIn } from "../../workspace/yaml";
import type { Check } from "../finding";

export const e67: Check = {
  id: "E67",
  title: "kubectl applies a file that holds no object",
  story:
    'Symptom: `error: error validating "values.yaml": error validating data: [apiVersion not set, kind not set]`, or nothing at all where `|| true` swallows it. kubectl takes every .yaml, .yml and .json of a folder: values of a chart, settings of a program and the JSON of a dashboard are no objects of Kubernetes.',
  *detect(workspace) {
    const told = new Set<SourceFile>();
    for (const command of workspace.commands) {
      for (const file of applied(workspace, command)) {
        const lacks = told.has(file) ? undefined : lackOf(file);
        if (!lacks || workspace.isTemplate(file)) continue;
        told.add(file);
        const { file: script, line } = command.place;
        yield {
          severity: command.origin === "document" ? "warning" : "error",
          place: { file, line: lacks.line },
          evidence: `${command.text} (${script.path}:${line})`,
          cause: `${file.name} has no apiVersion and kind, so kubectl refuses it and ends with an error`,
          fix: file.name.endsWith(".json")
            ? "Put it into a ConfigMap (for a dashboard with the label grafana_dashboard), and apply that."
            : "Move it out of what is applied, or name the manifests one by one.",
        };
      }
    }
  },
};

/** The files that the command reads, of the folders that it names. */
function applied(workspace: Workspace, { words, place, folder }: ShellCommand): SourceFile[] {
  if (words[0] !== "kubectl" || !words.slice(1, 4).some((word) => /^(apply|create|replace)$/.test(word))) return [];
  const deep = words.some((word) => /^(-R|--recursive(=true)?)$/.test(word));
  return options(words, "-f", "--filename")
    .flatMap((list) => list.split(","))
    .filter((path) => !/^(-|https?:)|[$*{<]/.test(path))
    .flatMap((path) => {
      const found = workspace.find(place.file, folder, path);
      const single = found?.repository.file(found.path);
      if (single) return [single];
      const inside = found ? found.repository.under(found.path) : [];
      return inside.filter(
        (file) => (deep || file.folder === found!.path) && /\.(ya?ml|json)$/.test(file.name) && !KUSTOMIZATION.test(file.name),
      );
    });
}

/** Where a document begins that is a mapping and no object. */
function lackOf(file: SourceFile): { line: number } | undefined {
  if (file.isBinary || !/\.(ya?ml|json)$/.test(posix.basename(file.path))) return undefined;
  const documents = documentsIn(file);
  if (documents.some(({ problems }) => problems.some(({ code }) => code !== "DUPLICATE_KEY"))) return undefined;
  const document = documents.find(({ value }) => isMapping(value) && value.apiVersion === undefined && value.kind === undefined);
  return document && { line: document.at().line };
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 0;
