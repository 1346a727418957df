import type { Workspace } from "../../workspace/workspace";
import { listOf, mapOf, type Path, type Place, parseYaml, part, textValue, type Value } from "../../workspace/yaml";
import type { Check } from "../finding";

export const e11: Check = {
  id: "E11",
  title: "An Alertmanager route to a receiver that is not defined",
  story: 'Symptom: `undefined receiver "x" used in route`; Alertmanager does not start, or keeps its old configuration.',
  *detect(workspace) {
    for (const { config, at, merged } of configurations(workspace)) {
      const receivers = new Set(listOf(part(config, "receivers")).map((receiver) => textValue(part(receiver, "name"))));
      if (receivers.size === 0) continue;
      const routes = [...routesIn(part(config, "route"), ["route"])];
      // Helm replaces the list of receivers; the chart's own route stays, and goes to "null".
      if (merged && !part(config, "route", "receiver")) routes.push({ receiver: "null", path: ["receivers"] });
      if (merged && !part(config, "route", "routes")) routes.push({ receiver: "null", path: ["receivers"] });
      for (const { receiver, path } of routes) {
        if (receivers.has(receiver) || /[$<{]/.test(receiver)) continue;
        yield {
          severity: "error",
          place: at(...path),
          evidence: `receiver: ${receiver}; receivers: ${[...receivers].join(", ")}`,
          cause: `There is no receiver ${receiver}${merged && path[0] === "receivers" ? ", to which the chart's own route leads (lists in values replace the chart's)" : ""}, so Alertmanager refuses the configuration`,
          fix: `Define the receiver: - name: "${receiver}".`,
        };
        break;
      }
    }
  },
};

interface Configuration {
  readonly config: Value;
  readonly at: (...path: Path) => Place;
  /** It is laid over the default configuration of kube-prometheus-stack. */
  readonly merged: boolean;
}

function configurations(workspace: Workspace): Configuration[] {
  const files = workspace.yamlFiles
    .filter(({ text }) => /receivers:/.test(text))
    .flatMap((file) =>
      workspace.yaml(file).flatMap((document): Configuration[] => {
        const { value } = document;
        const found: Configuration[] = [];
        if (part(value, "route", "receiver") && part(value, "receivers") && !part(value, "apiVersion") && !part(value, "service"))
          found.push({ config: value, at: (...path) => document.at(...path), merged: false });
        for (const base of [
          ["alertmanager", "config"],
          ["kube-prometheus-stack", "alertmanager", "config"],
        ]) {
          const config = part(value, ...base);
          if (part(config, "receivers")) found.push({ config, at: (...path) => document.at(...base, ...path), merged: true });
        }
        return found;
      }),
    );
  const maps = workspace.ofKind("ConfigMap", "Secret").flatMap((object) =>
    ["data", "stringData"].flatMap((field) =>
      Object.entries(mapOf(object.get(field))).flatMap(([key, text]): Configuration[] => {
        if (!/alertmanager.*\.ya?ml|^config\.ya?ml$/.test(key) || typeof text !== "string" || !/receivers:/.test(text)) return [];
        const place = object.at(field, key);
        const [document] = parseYaml({ text, locate: (line) => ({ file: place.file, line: place.line + line }) });
        return part(document?.value, "route", "receiver")
          ? [{ config: document!.value, at: (...path) => document!.at(...path), merged: false }]
          : [];
      }),
    ),
  );
  const objects = workspace
    .ofKind("AlertmanagerConfig")
    .map((object): Configuration => ({ config: object.get("spec"), at: (...path) => object.at("spec", ...path), merged: false }));
  return [...files, ...maps, ...objects];
}

function* routesIn(route: Value, path: Path): Generator<{ receiver: string; path: Path }> {
  const receiver = textValue(part(route, "receiver"));
  if (receiver !== undefined) yield { receiver, path: [...path, "receiver"] };
  for (const [at, inner] of listOf(part(route, "routes")).entries()) yield* routesIn(inner, [...path, "routes", at]);
}
