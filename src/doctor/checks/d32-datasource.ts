import { createHash } from "node:crypto";
import type { Workspace } from "../../workspace/workspace";
import { listOf, part, textValue } from "../../workspace/yaml";
import { dashboardsOf, panelsOf } from "../dashboards";
import type { Check } from "../finding";

export const d32: Check = {
  id: "D32",
  title: "A dashboard asks for a data source that is not there",
  story:
    "Symptom: `Datasource ${DS_PROMETHEUS} was not found`, or `Datasource adqgpzv was not found`. A dashboard that was exported for sharing or from another Grafana names its data source by an input or a random uid.",
  *detect(workspace) {
    const known = uidsOf(workspace);
    for (const { json, line, posted } of dashboardsOf(workspace)) {
      const root = part(json, "dashboard") ?? json;
      const variables = new Set(listOf(part(root, "templating", "list")).map((entry) => textValue(part(entry, "name"))));
      const inputs = new Set(listOf(part(json, "__inputs")).map((entry) => textValue(part(entry, "name"))));
      for (const text of new Set(
        panelsOf(json)
          .flatMap((panel) => [panel.datasource, ...panel.targets.map(({ datasource }) => datasource)])
          .map((source) => textValue(part(source, "uid")) ?? textValue(source)),
      )) {
        if (!text || /^--|^-100$|grafana|__expr__/i.test(text)) continue;
        const variable = /^\$\{?(\w+)\}?$/.exec(text)?.[1];
        if (variable ? variables.has(variable) : !/^[a-zA-Z0-9_-]{8,40}$/.test(text) || !looksRandom(text) || known.has(text)) continue;
        if (variable && inputs.has(variable) && posted) continue;
        const provisioned = isProvisioned(workspace);
        yield {
          severity: provisioned && !posted ? "error" : "warning",
          place: line(text),
          evidence: `datasource uid: ${text}`,
          cause: variable
            ? `The dashboard has no variable ${variable}, and provisioning fills in no inputs, so its panels find no data source`
            : "No data source of this workspace has this uid, which another Grafana once made up",
          fix:
            known.size > 0
              ? `Use the uid ${[...known][0]}, or a variable of the type datasource.`
              : "Use the uid that the data source is provisioned with (prometheus in kube-prometheus-stack), or a variable of the type datasource.",
        };
      }
    }
  },
};

/** Grafana makes uids up like this: mixed letters and digits that are no word. */
const looksRandom = (text: string): boolean =>
  /\d/.test(text) && /[A-Za-z]/.test(text) && !/prom|loki|tempo|mimir|thanos|influx|cloudwatch|test/i.test(text);

/** The uids that are provisioned, and those that Grafana derives from a name. */
function uidsOf(workspace: Workspace): Set<string> {
  const found = new Set<string>();
  for (const file of workspace.files.filter(({ name, text }) => /\.(ya?ml|tf|tpl)$/.test(name) && /datasources?/i.test(text))) {
    for (const [, uid] of file.text.matchAll(/\buid["']?\s*[:=]\s*["']?([\w-]+)/g)) found.add(uid!);
    for (const [, name] of file.text.matchAll(/^\s*-?\s*name:\s*["']?([\w .-]+?)["']?\s*$/gm)) found.add(derived(name!));
  }
  return found;
}

const derived = (name: string): string => `P${createHash("sha256").update(name).digest("hex").slice(0, 16).toUpperCase()}`;

const isProvisioned = (workspace: Workspace): boolean =>
  workspace.files.some(
    ({ name, text, path }) =>
      (/\.ya?ml$/.test(name) && /grafana_dashboard|^providers:|dashboardProviders|sidecar:/m.test(text)) ||
      /provisioning\/dashboards/.test(path),
  );
