import type { Prometheus } from "./kube";
import type { Kubectl, Outcome } from "./kubectl";
import { redactText } from "./redact";
import type { Answer, LoadedGroup, PrometheusState, Target } from "./snapshot";

/** The address of a Prometheus behind the API server: no port-forward is needed. */
function apiOf(namespace: string, service: string, prefix = "/"): string {
  return `/api/v1/namespaces/${namespace}/services/${service}:9090/proxy${prefix.replace(/\/+$/, "")}/api/v1`;
}

/**
 * @param service of the chart, where whoever deploys may see it alone; otherwise the one that the operator makes
 */
export const apiOfObject = ({ metadata, spec }: Prometheus, service = "prometheus-operated"): string =>
  apiOf(metadata.namespace ?? "default", service, spec?.routePrefix);

export async function stateOf(kubectl: Kubectl, api: string): Promise<PrometheusState> {
  const [targets, rules, alertmanagers] = await Promise.all(
    ["targets?state=active", "rules", "alertmanagers"].map((path) => kubectl.raw(`${api}/${path}`)),
  );
  const error = [targets, rules].find((outcome) => !outcome?.ok || data(outcome) === undefined);
  const managers = data<{ activeAlertmanagers?: unknown[] }>(alertmanagers);
  return {
    ...(error && { error: error.error || "the answer is no JSON of Prometheus" }),
    targets: (data<{ activeTargets?: Target[] }>(targets)?.activeTargets ?? []).map(concise),
    groups: data<{ groups?: LoadedGroup[] }>(rules)?.groups ?? [],
    ...(managers?.activeAlertmanagers && { alertmanagers: managers.activeAlertmanagers.length }),
  };
}

function concise({ scrapePool, scrapeUrl, discoveredLabels, labels, health, lastError = "" }: Target): Target {
  const { __address__ = "", __metrics_path__ = "" } = discoveredLabels;
  return { scrapePool, scrapeUrl, discoveredLabels: { __address__, __metrics_path__ }, labels, health, lastError: redactText(lastError) };
}

/** How many series an expression has now; nothing, if Prometheus does not answer. */
export async function ask(kubectl: Kubectl, api: string, promql: string): Promise<Answer | undefined> {
  const outcome = await kubectl.raw(`${api}/query?query=${encodeURIComponent(promql)}`);
  if (!outcome.ok) return /rejected our request|BadRequest/.test(outcome.stderr) ? { refused: outcome.error } : undefined;
  const result = data<{ result?: unknown }>(outcome)?.result;
  return { series: Array.isArray(result) ? valuesOf(result).filter((value) => value !== "NaN").length : 0 };
}

/** A vector is a list of series, a scalar one pair. */
function valuesOf(result: unknown[]): string[] {
  if (typeof result[0] === "number") return [String(result[1])];
  return result.flatMap((series) => (series as { value?: [number, string] }).value?.[1] ?? []);
}

function data<Data>(outcome: Outcome | undefined): Data | undefined {
  try {
    const answer = JSON.parse(outcome?.stdout || "{}");
    return answer.data ?? undefined;
  } catch {
    return undefined;
  }
}
