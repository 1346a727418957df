import { runPage } from "../../support/command-blocks";
import { alertIs, pages } from "../alerts";
import { startLoad } from "../load";
import type { Proof, Scene } from "../scene";
import { must, within } from "../shell";

const page = "drills/README.md";

/** 10: each drill shows the symptom that its page describes, with the settings that users get, and ends as it began. */
export const drills: Proof = {
  name: "drills",
  async run(scene) {
    await scene.story.proof("drills: each symptom is seen in Prometheus and Alertmanager, and goes", async () => {
      const seen: string[] = [];
      const blocks = await within(35, runPage(scene.portfolio, page, { after: observations(scene, (alert) => seen.push(alert)) }));
      must(blocks.length > 0, `${page} has no commands`);
      scene.story.fact(`${scene.portfolio.name}: drills`, `${blocks.length} blocks; fired: ${seen.join(", ")}`);
    });
  },
};

/** What to look at after a block, by its id. */
function observations(scene: Scene, note: (alert: string) => void): Record<string, () => Promise<unknown>> {
  const fires = (alert: string, seconds: number) => async () => {
    const start = Date.now();
    await pages(scene, alert, seconds);
    note(`${alert} after ${Math.round((Date.now() - start) / 1000)} s`);
  };
  const underLoad = (alert: string, seconds: number) => async () => {
    const load = startLoad(await scene.portfolio.address(), scene.portfolio.runtimeType.infoPath, 12);
    try {
      await fires(alert, seconds)();
    } finally {
      await load.stop();
    }
  };
  return {
    "drill-errors": underLoad("AppAvailabilityBudgetBurn", 300),
    "drill-slow": underLoad("AppLatencyBudgetBurn", 300),
    "drill-unready": fires("AppUnavailable", 300),
    "drill-end": () => alertIs(scene, "AppUnavailable", "inactive", 120),
    // A job that is gone from the configuration gets no staleness markers: Prometheus looks back five minutes, and the alert waits three.
    "drill-label-verify": fires("AppTargetMissing", 660),
    "drill-label-fix": () => alertIs(scene, "AppTargetMissing", "inactive", 120),
    "drill-port": fires("AppTargetMissing", 450),
    "drill-port-fix": () => alertIs(scene, "AppTargetMissing", "inactive", 120),
  };
}
