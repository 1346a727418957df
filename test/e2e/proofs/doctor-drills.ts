import { drills } from "../../../src/doctor/drills/table";
import type { Proof } from "../scene";
import { must } from "../shell";

/** How long a fault may take to show: Prometheus reloads and scrapes, a rollout tries and fails. */
const PATIENCE = 180;

const pause = () => new Promise((resolve) => setTimeout(resolve, 5000));

/** 11: each drill of `drill` breaks one thing, `doctor --live` names it, and `drill end` leaves the chain whole. */
export const doctorDrills: Proof = {
  name: "doctor-drills",
  async run({ story, portfolio }) {
    const scope = ["--namespace", portfolio.namespace, "--service", portfolio.name];
    const live = [
      "doctor",
      "--live",
      ...scope,
      "--prometheus",
      `${portfolio.monitoring}/${portfolio.prometheus}`,
      "--skip",
      "rules,dashboard",
    ];
    const named = async (link: string): Promise<void> => {
      for (const until = Date.now() + PATIENCE * 1000; ; await pause()) {
        const { code, stdout } = await portfolio.command(live, { mayFail: true });
        if (code === 1 && stdout.includes(`BROKEN: ${link}: `)) return;
        must(Date.now() < until, `the doctor says ${stdout}`);
      }
    };
    for (const { name, link, answer, symptom } of drills) {
      await story.proof(`11 drill ${name}: the doctor names ${link}`, async () => {
        const begun = await portfolio.command(["drill", name, ...scope, "--yes"]);
        must(begun.stdout.includes(symptom), `the drill says ${begun.stdout}`);
        try {
          await named(link);
          const graded = await portfolio.command(["drill", "grade", answer, "--namespace", portfolio.namespace]);
          story.fact(`drill ${name}`, graded.stdout.split("\n").find((line) => line.startsWith("- ")) ?? graded.stdout);
        } finally {
          await portfolio.command(["drill", "end", "--namespace", portfolio.namespace]);
        }
        const { code, stdout } = await portfolio.command([...live, "--wait", "180"], { mayFail: true });
        must(code === 0, `after the drill the doctor says ${stdout}`);
      });
    }
  },
};
