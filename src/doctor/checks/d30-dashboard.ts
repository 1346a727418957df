import { brokenDashboards, dashboardsOf } from "../dashboards";
import type { Check } from "../finding";

export const d30: Check = {
  id: "D30",
  title: "A dashboard that Grafana does not load from a file",
  story:
    'Symptom: the dashboard is missing; Grafana logs `failed to load dashboard from ... error="Dashboard title cannot be empty"`. A provisioned file holds the dashboard itself, not the `{"dashboard": ...}` envelope of the HTTP API.',
  *detect(workspace) {
    for (const { place, message } of brokenDashboards(workspace))
      yield {
        severity: "error",
        place,
        evidence: message,
        cause: "The text is no JSON, so Grafana cannot read the dashboard",
        fix: 'Correct it; below `|` of YAML a quote inside a text is \\", with one backslash.',
      };
    for (const { json, place, posted } of dashboardsOf(workspace)) {
      if (posted || !json.dashboard || typeof json.dashboard !== "object" || json.title) continue;
      yield {
        severity: "error",
        place,
        evidence: `{"dashboard": {"title": ${JSON.stringify(String(json.dashboard.title ?? ""))}, ...}}`,
        cause: "The dashboard is wrapped as for Grafana's HTTP API; provisioning finds no title at the root and skips it",
        fix: 'Keep only what stands under "dashboard" as the root of the file.',
      };
    }
  },
};
