import type { SourceFile } from "../workspace/repository";
import type { Workspace } from "../workspace/workspace";
import { listOf, mapOf, type Place, part, textValue, type Value } from "../workspace/yaml";

export interface Dashboard {
  readonly json: Value;
  readonly place: Place;
  /** Where a text of it stands. */
  readonly line: (text: string) => Place;
  /** A command sends it to Grafana's API, where an envelope is right; or people import it by hand. */
  readonly posted: boolean;
}

const memory = new WeakMap<Workspace, Dashboard[]>();

/** Dashboards in files, in ConfigMaps and in what charts render. */
export function dashboardsOf(workspace: Workspace): Dashboard[] {
  const known = memory.get(workspace) ?? [...inFiles(workspace), ...inConfigMaps(workspace)];
  memory.set(workspace, known);
  return known;
}

function inFiles(workspace: Workspace): Dashboard[] {
  return workspace.files
    .filter(({ name, size }) => name.endsWith(".json") && size < 1_000_000 && !/^(package|tsconfig)/.test(name))
    .flatMap((file) => {
      if (!/"(panels|dashboard|schemaVersion)"\s*:/.test(file.text)) return [];
      const json = parse(file.text);
      if (!isDashboard(json)) return [];
      return [{ json, place: { file, line: 1 }, line: (text: string) => lineOf(file, text), posted: isPosted(workspace, file) }];
    });
}

function inConfigMaps(workspace: Workspace): Dashboard[] {
  return workspace.ofKind("ConfigMap").flatMap((object) =>
    Object.entries(mapOf(object.get("data"))).flatMap(([key, value]) => {
      const json = key.endsWith(".json") && typeof value === "string" ? parse(value) : undefined;
      const place = object.at("data", key);
      return isDashboard(json) ? [{ json, place, line: (text: string) => lineOf(place.file, text, place.line), posted: false }] : [];
    }),
  );
}

/** Texts of dashboards in ConfigMaps that are no JSON, though nothing in them is still to be filled in. */
export function brokenDashboards(workspace: Workspace): { place: Place; message: string }[] {
  return workspace.ofKind("ConfigMap").flatMap((object) =>
    Object.entries(mapOf(object.get("data"))).flatMap(([key, value]) => {
      if (!key.endsWith(".json") || typeof value !== "string" || !/"(panels|schemaVersion)"\s*:/.test(value)) return [];
      const message = refusal(value);
      return message && !/[:[,]\s*(\$|<|\{\{|%)/.test(value) ? [{ place: object.at("data", key), message }] : [];
    }),
  );
}

function refusal(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as Error).message.split("\n")[0]!.slice(0, 120);
  }
}

function lineOf(file: SourceFile, text: string, from = 1): Place {
  const escaped = JSON.stringify(text).slice(1, -1);
  const at = file.lines.findIndex((line, index) => index + 1 >= from && (line.includes(text) || line.includes(escaped)));
  return { file, line: at < 0 ? from : at + 1 };
}

function isPosted(workspace: Workspace, file: SourceFile): boolean {
  return (
    workspace.files.some(
      (other) =>
        other !== file &&
        /api\/dashboards\/(db|import)/.test(other.text.slice(0, 100_000)) &&
        /\.(sh|py|js|ts|ya?ml|md|yml|tf)$|Makefile/.test(other.name),
    ) || /\.\w*import\w*\./.test(file.name)
  );
}

function parse(text: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isDashboard = (json: Value): boolean =>
  Array.isArray(part(json, "panels")) || Array.isArray(part(json, "rows")) || Array.isArray(part(json, "dashboard", "panels"));

export interface Panel {
  readonly title: string;
  readonly datasource: Value;
  readonly targets: { readonly expr?: string; readonly datasource: Value }[];
}

export function panelsOf(json: Value): Panel[] {
  const root = part(json, "dashboard") ?? json;
  const all = [...listOf(part(root, "panels")), ...listOf(part(root, "rows")).flatMap((row) => listOf(part(row, "panels")))];
  const flat = all.flatMap((panel) => [panel, ...listOf(part(panel, "panels"))]).filter((panel) => panel && typeof panel === "object");
  return flat.map((panel) => ({
    title: textValue(panel.title) ?? "",
    datasource: panel.datasource,
    targets: listOf(panel.targets).map((target) => ({ expr: textValue(part(target, "expr")), datasource: part(target, "datasource") })),
  }));
}
