import { alertIs, pages } from "../alerts";
import type { Scene } from "../scene";
import { eventually, must } from "../shell";
import { healthyTargets } from "./target";

const ALERTS = ["AppUnavailable", "AppTargetMissing"] as const;

/**
 * 1, last part: an outage in which no request fails, because none arrives. The alerts wait minutes before they fire; the
 * suite has other things to do meanwhile, so the proof has two halves.
 */
export async function startOutage({ story, kube, portfolio }: Scene): Promise<void> {
  await story.proof("1 the outage begins: no pods", async () => {
    await kube.run("scale", `deployment/${portfolio.name}`, "--replicas=0");
  });
}

export async function endOutage(scene: Scene): Promise<void> {
  const { story, kube, portfolio, receiver } = scene;
  await story.proof(`1 ${ALERTS.join(" and ")} fire without pods and resolve`, async () => {
    for (const alert of ALERTS) await pages(scene, alert, 330);
    if (receiver) await eventually(90, async () => must(receiver.has("firing", ALERTS[0]), `the receiver got ${receiver.summary()}`));
    await kube.run("scale", `deployment/${portfolio.name}`, "--replicas=2");
    await kube.rollout(portfolio.name);
    for (const alert of ALERTS) await alertIs(scene, alert, "inactive", 90);
    if (receiver) {
      await eventually(400, async () => must(receiver.has("resolved", ALERTS[0]), `the receiver got ${receiver.summary()}`));
      story.fact(`${portfolio.name}: alert and resolution at the webhook receiver`, receiver.summary());
    }
    await healthyTargets(scene);
  });
}
