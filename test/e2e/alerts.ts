import type { Scene } from "./scene";
import { eventually, must } from "./shell";

export type AlertState = "inactive" | "pending" | "firing";

const order: readonly AlertState[] = ["inactive", "pending", "firing"];

/** The highest state that the rules of an alert have in Prometheus. */
async function stateOf({ prometheus, portfolio }: Scene, alert: string): Promise<AlertState> {
  const groups = (await prometheus.groups()).filter((group) => group.name.startsWith(portfolio.name));
  const states = groups
    .flatMap((group) => group.rules)
    .filter((rule) => rule.name === alert)
    .map((rule) => rule.state as AlertState);
  must(states.length > 0, `Prometheus has no alert ${alert}`);
  return order[Math.max(...states.map((state) => order.indexOf(state)))];
}

/** Waits until an alert has a state in Prometheus; while waiting, an alert that should fire is also one that is pending. */
export async function alertIs(scene: Scene, alert: string, state: AlertState, seconds: number): Promise<void> {
  await eventually(seconds, async () => {
    const actual = await stateOf(scene, alert);
    must(actual === state, `${alert} is ${actual}, not ${state}`);
  });
}

/** Fires in Prometheus, and has arrived at Alertmanager. */
export async function pages(scene: Scene, alert: string, seconds: number): Promise<void> {
  await alertIs(scene, alert, "firing", seconds);
  await eventually(30, async () => {
    const active = await activeAlerts(scene);
    must(active.includes(alert), `Alertmanager has ${active.join(" ") || "no alert"}`);
  });
}

/** Names of the alerts of the service that have arrived at Alertmanager. */
async function activeAlerts({ monitoring, portfolio }: Scene): Promise<string[]> {
  const service = `/api/v1/namespaces/${portfolio.monitoring}/services/monitoring-kube-prometheus-alertmanager:9093/proxy`;
  const alerts: { labels: Record<string, string> }[] = JSON.parse(await monitoring.run("get", "--raw", `${service}/api/v2/alerts`));
  return alerts.filter(({ labels }) => labels.service === portfolio.name).map(({ labels }) => labels.alertname);
}
