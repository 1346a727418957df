import type { Scene } from "../scene";
import { eventually, must } from "../shell";
import { healthyTargets } from "./target";

const ALERT = "AppTargetMissing";

/**
 * 1, last part: the alert for the case that hides from every other one. It waits three minutes before it fires; the
 * suite has other things to do meanwhile, so the proof has two halves.
 */
export async function startOutage({ story, kube, portfolio }: Scene): Promise<void> {
  await story.proof("1 the outage begins: no pods", async () => {
    await kube.run("scale", `deployment/${portfolio.name}`, "--replicas=0");
  });
}

export async function endOutage(scene: Scene): Promise<void> {
  const { story, kube, portfolio } = scene;
  await story.proof(`1 ${ALERT} fires without pods and resolves`, async () => {
    await eventually(330, () => expectState(scene, "firing"));
    await eventually(30, async () => {
      const active = await alertmanager(scene);
      must(active.includes(ALERT), `Alertmanager has ${active.join(" ") || "no alert"}`);
    });
    await kube.run("scale", `deployment/${portfolio.name}`, "--replicas=2");
    await kube.rollout(portfolio.name);
    await eventually(90, () => expectState(scene, "inactive"));
    await healthyTargets(scene);
  });
}

async function expectState({ prometheus, portfolio }: Scene, state: string): Promise<void> {
  const groups = (await prometheus.groups()).filter((group) => group.name.startsWith(portfolio.name));
  const rule = groups.flatMap((group) => group.rules).find((one) => one.name === ALERT);
  must(rule?.state === state, `${ALERT} is ${rule?.state ?? "unknown"}`);
}

/** Names of the alerts of the application that have arrived at Alertmanager. */
async function alertmanager({ monitoring, portfolio }: Scene): Promise<string[]> {
  const service = `/api/v1/namespaces/${portfolio.monitoring}/services/monitoring-kube-prometheus-alertmanager:9093/proxy`;
  const alerts: { labels: Record<string, string> }[] = JSON.parse(await monitoring.run("get", "--raw", `${service}/api/v2/alerts`));
  return alerts.filter(({ labels }) => labels.job === portfolio.name).map(({ labels }) => labels.alertname);
}
