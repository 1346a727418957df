import type { Proof, Scene } from "../scene";
import { eventually, must } from "../shell";
import { healthyTargets } from "./target";

const ALERT = "AppTargetMissing";

/** 1, second half: the alert for the case that hides from every other alert. */
export const alert: Proof = {
  name: "1 alert",
  async run(scene) {
    await scene.story.proof(`1 ${ALERT} fires at zero pods and resolves`, () => firesAndResolves(scene));
  },
};

async function firesAndResolves(scene: Scene): Promise<void> {
  const { kube, portfolio, story } = scene;
  const replicas = (await kube.get("deployment", portfolio.name)).spec.replicas;
  await kube.run("scale", `deployment/${portfolio.name}`, "--replicas=0");
  try {
    const { seconds } = await eventually(330, () => expectState(scene, "firing"));
    story.fact(`${portfolio.name}: from zero pods to ${ALERT} firing`, `${Math.round(seconds)} s`);
  } finally {
    await kube.run("scale", `deployment/${portfolio.name}`, `--replicas=${replicas}`);
    await kube.rollout(portfolio.name);
  }
  await eventually(90, () => expectState(scene, "inactive"));
  await healthyTargets(scene);
}

async function expectState({ prometheus, portfolio }: Scene, state: string): Promise<void> {
  const groups = (await prometheus.groups()).filter((group) => group.name.startsWith(portfolio.name));
  const rule = groups.flatMap((group) => group.rules).find((one) => one.name === ALERT);
  must(rule?.state === state, `${ALERT} is ${rule?.state ?? "unknown"}`);
}
