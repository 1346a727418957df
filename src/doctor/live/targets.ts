import { keyOf } from "../../live/kube";
import type { Target } from "../../live/snapshot";
import { inNamespace, kubectl } from "./command";
import { broken, type LiveFinding } from "./finding";
import type { LinkName } from "./links";
import { isAt, type Walk } from "./walk";

/** From ready addresses to targets that are scraped. */
export function* targetLinks(walk: Walk): Generator<LiveFinding | undefined> {
  const { view, state, monitor, endpoint, targets, addresses, prometheus } = walk;
  if (!monitor || !prometheus) return;
  if (state?.error !== undefined) {
    const { namespace = "default" } = prometheus.metadata;
    const [cause, fix] = [`Prometheus does not answer: ${state.error}`, `${inNamespace(view, namespace, "get pods")}; its log says why`];
    // Who may not ask it knows nothing of its targets.
    if (/forbidden/i.test(state.error)) yield broken("access", { object: prometheus, evidence: state.error, cause, fix: RIGHT });
    yield broken("prometheus-api", { object: prometheus, evidence: state.error, cause, fix });
  }
  if (targets.length === 0)
    yield broken("prometheus-config", {
      object: monitor,
      cause: `Prometheus has no target from ServiceMonitor ${keyOf(monitor)} yet`,
      fix: `When it stays so: ${kubectl(view, monitor, "describe")}, and the log of the operator`,
    });
  const path = endpoint?.path ?? "/metrics";
  const old = targets.find(({ discoveredLabels }) => discoveredLabels.__metrics_path__ !== path);
  if (old && (monitor.spec?.endpoints?.length ?? 0) < 2)
    yield broken("prometheus-config", {
      object: monitor,
      field: "spec.endpoints[].path",
      evidence: old.scrapeUrl,
      cause: `Prometheus still scrapes ${old.scrapeUrl}, the ServiceMonitor says ${path}`,
      fix: "Wait: the reload takes up to two minutes",
    });
  const missing = addresses.find((address) => !targets.some((target) => isAt(target, [address])));
  if (missing !== undefined)
    yield broken("target-missing", {
      object: prometheus,
      cause: `Prometheus has not discovered ${missing} yet`,
      fix: "When it stays so: the log of Prometheus says why it may not list endpoints",
    });
  yield* scrapes(walk);
}

const RIGHT =
  "Grant get of services/proxy for that Prometheus: kubectl create role prometheus-reader --verb=get --resource=services/proxy --resource-name=NAME:9090";

function* scrapes({ targets, addresses, subject, monitor, service }: Walk): Generator<LiveFinding | undefined> {
  const current = targets.filter((target) => isAt(target, addresses));
  const down = current.find(({ health }) => health === "down");
  if (down) yield failed(down);
  const pending = current.find(({ health }) => health !== "up");
  if (pending)
    yield broken("target-pending", {
      object: monitor!,
      cause: `${pending.scrapeUrl} has not been scraped yet`,
      fix: "Wait for one scrape interval",
    });
  const other = current.find(({ labels }) => labels.job !== service?.metadata.name);
  if (other && subject.expected)
    yield broken("target-job", {
      object: monitor!,
      field: "spec.jobLabel",
      evidence: `job="${other.labels.job}"`,
      cause: `the target has the job ${other.labels.job}, and the dashboard and the rules ask for ${subject.service}`,
      fix: "Leave jobLabel out of the ServiceMonitor: the job is then the name of the Service",
    });
}

/** What Prometheus says when a scrape failed, and what it means. */
const REASONS: readonly (readonly [RegExp, LinkName, string])[] = [
  [/HTTP status 404/, "metrics-path", "path in the ServiceMonitor and the metrics route of the application must be the same"],
  [
    /Content-Type|content type/i,
    "metrics-content-type",
    "The application has to answer with the content type of its metrics library; a page is not a metrics endpoint",
  ],
  [/HTTP status/, "metrics-status", "See the log of the application"],
  [
    /connection refused/,
    "metrics-connection",
    "The application must listen on every address (:: or 0.0.0.0) and on the targetPort of the Service",
  ],
  [
    /deadline exceeded|i\/o timeout|no route to host/,
    "metrics-timeout",
    "A NetworkPolicy has to let the monitoring namespace in; the answer must come within scrapeTimeout",
  ],
];

function failed({ lastError = "", scrapeUrl, scrapePool }: Target): LiveFinding {
  const found = REASONS.find(([pattern]) => pattern.test(lastError));
  const [, link, fix] = found ?? [
    /./,
    "metrics-format" as const,
    `Look at the answer of ${scrapeUrl}: it has to be text in the format of Prometheus`,
  ];
  return broken(link, { object: scrapePool, field: "lastError", evidence: lastError, cause: `${scrapeUrl}: ${lastError}`, fix });
}
