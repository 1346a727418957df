import { dashboard } from "../dashboard";
import { Prometheus } from "../prometheus";
import type { Proof, Scene } from "../scene";
import { eventually, must } from "../shell";
import { rules } from "./target";

/** 0: the app repository by itself, on one machine: its compose.yaml. */
export const compose: Proof = {
  name: "0 compose",
  async run(scene) {
    await scene.story.proof("0 docker compose up: every graph has data within a minute", () => movingGraphs(scene));
  },
};

async function movingGraphs({ shell, portfolio, surroundings, story }: Scene): Promise<void> {
  const docker = (args: readonly string[], always = false) =>
    shell.run("docker", ["compose", ...args], { cwd: portfolio.app, seconds: 300, always });
  try {
    await docker(["up", "--build", "--wait", ...surroundings.composeServices]);
    const up = Date.now();
    const prometheus = Prometheus.at("http://localhost:9090");
    await eventually(30, async () => {
      const targets = await prometheus.targets();
      must(targets.length === 1 && targets[0].health === "up", `targets: ${targets.map(({ health, lastError }) => health + lastError)}`);
    });
    await dashboard({ prometheus, portfolio });
    const seconds = Math.round((Date.now() - up) / 1000);
    must(seconds <= 60, `it took ${seconds} s until every graph had data`);
    await rules({ prometheus, portfolio });
    story.fact(`${portfolio.name}: from docker compose up to data in every graph`, `${seconds} s`);
  } finally {
    await docker(["down", "--volumes"], true);
  }
}
