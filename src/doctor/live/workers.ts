import type { View } from "../../live/snapshot";
import { broken, type LiveFinding } from "./finding";

/** More often than a worker that is replaced now and then, in ten minutes without a restart of the container. */
const OFTEN = 2;

/**
 * CPU seconds of a process only grow. Where each scrape reaches another process of the same container, they jump back; with the libraries' ways of
 * counting together they are summed, or not there at all.
 */
export function workersQuestion({ scope: { namespace, service } }: View): string {
  const labels = [`namespace="${namespace}"`, ...(service === undefined ? [] : [`job="${service}"`])].join(",");
  const restarted = `changes(kube_pod_container_status_restarts_total{namespace="${namespace}"}[10m]) > 0`;
  return `resets(process_cpu_seconds_total{${labels}}[10m]) > ${OFTEN} unless on (namespace, pod) ${restarted}`;
}

/** Counters that go up and down although nothing was restarted. */
export function* workers(view: View): Generator<LiveFinding> {
  const question = workersQuestion(view);
  const answer = view.snapshot.answers[question];
  if (!answer || "refused" in answer || answer.series === 0) return;
  const { namespace, service } = view.scope;
  yield broken("workers", {
    object: service === undefined ? `namespace ${namespace}` : `Service ${namespace}/${service}`,
    evidence: question,
    cause: `the counters of ${answer.series} targets jump back again and again, and no container was restarted: several processes answer in turn`,
    fix: "Use one worker and more replicas, or count together: PROMETHEUS_MULTIPROC_DIR on an emptyDir (Node: AggregatorRegistry)",
  });
}
