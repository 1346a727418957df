import { dirname, join } from "node:path";
import { Portfolio } from "../portfolio";
import { Scene } from "../scene";
import { eventually, must } from "../shell";
import { adoptedApp, evaluated, notScraped } from "./persons-app";

const NAME = "postman";

/** A program that answers no requests: it runs on, nobody can ask it, and its rules watch its pods. */
export async function adoptedWorker({ story, shell, surroundings, portfolio: { root } }: Scene): Promise<void> {
  const portfolio = new Portfolio(shell, join(dirname(root), `adopted-${NAME}`), "express", undefined, NAME);
  const scene = new Scene(story, shell, surroundings, portfolio);
  const isThere = await story.proof(`adopt: ${NAME}, a worker, gets new files on a branch, and nothing of it changes`, () =>
    adoptedApp(scene, ["--worker", "true"]),
  );
  if (!isThere) return;
  const runs = await story.proof(`adopt: ${NAME}: scripts/up.sh builds and deploys it`, () =>
    portfolio.script("up", ["--no-monitoring"], { seconds: 1500 }),
  );
  if (runs) {
    await story.proof(`adopt: ${NAME}: scripts/smoke.sh`, () => portfolio.script("smoke"));
    await story.proof(`adopt: ${NAME}: it has no Service, and nothing is scraped`, async () => {
      const services = await scene.kube.list("services");
      must(services.length === 0, `there are Services: ${services.map(({ metadata }) => metadata.name).join(" ")}`);
      await notScraped(scene);
    });
    await story.proof(`adopt: ${NAME}: rules are evaluated, and say that it is available`, () => available(scene));
    await story.proof(`adopt: ${NAME}: scripts/verify.sh`, () => portfolio.script("verify"));
  }
  await story.proof(`adopt: ${NAME}: scripts/down.sh --app`, () => portfolio.script("down", ["--app"]));
}

async function available(scene: Scene): Promise<void> {
  await evaluated(scene);
  const alerts = (await scene.prometheus.groups()).filter(({ name }) => name.startsWith(NAME)).flatMap(({ rules }) => rules);
  for (const name of ["AppUnavailable", "AppRestarting"])
    must(
      alerts.some((rule) => rule.name === name),
      `no alert ${name}`,
    );
  await eventually(120, async () => {
    const value = await scene.prometheus.value(`deployment:available:bool{deployment="${NAME}"}`);
    must(value === 1, `deployment:available:bool is ${value}`);
  });
}
