import type { Workspace } from "../../workspace/workspace";
import { listOf, mapOf, type Place, parseYaml, part, textValue, type Value } from "../../workspace/yaml";
import type { Check } from "../finding";
import { stacksOf } from "../stack";

export const e13: Check = {
  id: "E13",
  title: "Two default data sources",
  story:
    "Symptom: Grafana does not start: `Datasource provisioning error: datasource.yaml config is invalid. Only one datasource per organization can be marked as default`. kube-prometheus-stack already has one that is the default.",
  *detect(workspace) {
    for (const { list, place, inStack } of provisioned(workspace)) {
      const defaults = list.filter((source) => part(source, "isDefault") === true && textValue(part(source, "name")) !== undefined);
      if (defaults.length + (inStack ? 1 : 0) < 2 || defaults.length === 0) continue;
      yield {
        severity: "error",
        place,
        evidence: `isDefault: true of ${defaults.map((source) => part(source, "name")).join(", ")}${inStack ? "; the stack's own Prometheus is the default, too" : ""}`,
        cause: "Only one data source may be the default, so Grafana stops at its start",
        fix: inStack
          ? "Take isDefault out, or set grafana.sidecar.datasources.defaultDatasourceEnabled: false."
          : "Leave isDefault: true at one of them.",
      };
    }
  },
};

function provisioned(workspace: Workspace): { list: Value[]; place: Place; inStack: boolean }[] {
  const stack = stacksOf(workspace).some(({ object }) => !object);
  const off = workspace.files.some(
    ({ text, name }) =>
      /\.(ya?ml|tf|sh)$/.test(name) &&
      /defaultDatasourceEnabled["']?\s*[:=]\s*["']?false|isDefaultDatasource["']?\s*[:=]\s*["']?false/.test(text),
  );
  return workspace.yamlFiles
    .filter(({ text }) => /isDefault/.test(text))
    .flatMap((file) =>
      workspace.yaml(file).flatMap((document) => {
        const { value } = document;
        const plain = Array.isArray(part(value, "datasources"))
          ? [{ list: listOf(part(value, "datasources")), place: document.at("datasources"), inStack: false }]
          : [];
        const values = part(value, "grafana", "additionalDataSources");
        const added =
          Array.isArray(values) && part(value, "prometheus") !== undefined
            ? [{ list: values, place: document.at("grafana", "additionalDataSources"), inStack: stack && !off }]
            : [];
        const maps =
          part(value, "kind") === "ConfigMap"
            ? Object.entries(mapOf(part(value, "data"))).flatMap(([key, text]) =>
                typeof text === "string" && /datasources:/.test(text)
                  ? [
                      {
                        list: listOf(part(parseYaml({ text, locate: () => document.at("data", key) })[0]?.value, "datasources")),
                        place: document.at("data", key),
                        inStack: stack && !off && part(value, "metadata", "labels", "grafana_datasource") !== undefined,
                      },
                    ]
                  : [],
              )
            : [];
        return [...plain, ...added, ...maps];
      }),
    );
}
