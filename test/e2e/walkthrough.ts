import { scraped } from "./proofs/target";
import type { Proof, Scene } from "./scene";
import { eventually, must } from "./shell";

/** From nothing to a deployed, verified application, in the order of the walkthrough. */
export async function walkthrough(scene: Scene): Promise<void> {
  const { story, portfolio } = scene;
  await story.step("create the portfolio", () => portfolio.create());
  await story.step("the app's own lint and tests", async () => {
    await portfolio.task("app", "lint");
    await portfolio.task("app", "test");
  });
  const start = Date.now();
  await story.step(
    "scripts/up.sh: cluster, monitoring, image, release",
    () => portfolio.script("up", [], { seconds: 900, env: { CI: "" } }), // as by hand: it sends traffic then
  );
  story.fact(`${portfolio.name}: scripts/up.sh`, `${Math.round((Date.now() - start) / 1000)} s`);
  await story.step("1 every pod is a healthy target, as soon as the kubelet can bring Prometheus its configuration", () => scraped(scene));
  await story.step("1 the requests that up.sh sends are in Prometheus", () => firstTraffic(scene));
  await story.step("scripts/smoke.sh", () => portfolio.script("smoke"));
  await story.step("helm test", () => scene.shell.run("helm", ["test", portfolio.name, "--namespace", portfolio.namespace]));
  await story.step("the node port answers", async () => {
    const response = await fetch((await portfolio.address()) + portfolio.runtimeType.infoPath);
    must(response.ok, `status ${response.status}`);
  });
}

/** Belongs to the walkthrough; the rules need a minute for their first values, which another proof can use. */
export const verify: Proof = {
  name: "verify",
  async run({ story, portfolio }) {
    await story.proof("scripts/verify.sh", () => portfolio.script("verify"));
  },
};

/** The end of the story: the application goes, and leaves nothing of itself behind. */
export async function removed({ story, portfolio, kube, monitoring }: Scene): Promise<void> {
  await story.proof(`${portfolio.name}: scripts/down.sh --app leaves nothing behind`, async () => {
    await portfolio.script("down", ["--app"]);
    const left = [
      ...(await kube.list("deployments,services,configmaps")).filter((object) => object.metadata.name !== "kube-root-ca.crt"),
      ...(await monitoring.list("servicemonitors,prometheusrules,configmaps", `app.kubernetes.io/instance=${portfolio.name}`)),
    ];
    must(left.length === 0, `still there: ${left.map((object) => `${object.kind}/${object.metadata.name}`).join(" ")}`);
  });
}

/** Until now nobody else has asked for this route. */
async function firstTraffic({ prometheus, portfolio: { name, runtimeType } }: Scene): Promise<void> {
  const requests = `sum(http_request_duration_seconds_count{job="${name}",route="${runtimeType.infoPath}"})`;
  await eventually(60, async () => must(((await prometheus.value(requests)) ?? 0) > 5, "no request of load.sh was counted"));
}
