/**
 * The suite: the generated portfolios, untouched, on a real Kubernetes with a real Prometheus Operator.
 * `npm run e2e -- --help` says how to choose the surroundings and the proofs.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Portfolio } from "./portfolio";
import { alert } from "./proofs/alert";
import { browser } from "./proofs/browser";
import { containers } from "./proofs/containers";
import { handover } from "./proofs/handover";
import { mutations } from "./proofs/mutations";
import { options } from "./proofs/options";
import { recovery } from "./proofs/recovery";
import { rollouts } from "./proofs/rollouts";
import { security } from "./proofs/security";
import { target } from "./proofs/target";
import { type Proof, Scene } from "./scene";
import { Shell } from "./shell";
import { Story } from "./steps";
import { Offline, Ordinary, probe } from "./surroundings";
import { removed, walkthrough } from "./walkthrough";

const usage = `Usage: npm run e2e -- [--online | --offline] [--runtime express|flask] [--only PROOF]... [--keep]

Creates the default portfolio and its Flask twin and proves them on a Minikube of its own.

  --online   use this machine's Docker and Minikube and the public registries
  --offline  build everything from package registries (Linux, root; about 20 minutes the first time)
             Without either: online when Docker, Minikube and the registries answer
  --runtime  only this portfolio
  --only     only these proofs (the walkthrough always runs): 0 to 8
  --keep     leave the cluster and the portfolios for a look; the next run removes them
`;

const { values } = parseArgs({
  options: {
    online: { type: "boolean" },
    offline: { type: "boolean" },
    runtime: { type: "string" },
    only: { type: "string", multiple: true },
    keep: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  },
});

/** What each portfolio has to stand; Express is the default one, so it gets everything. */
const proofs: Record<"express" | "flask", readonly Proof[]> = {
  express: [containers, target, security, rollouts, recovery, handover, mutations, options, browser, alert],
  flask: [containers, target, security, rollouts, handover],
};

async function main(): Promise<number> {
  const story = new Story(resolve(__dirname, "report"));
  const environment: Record<string, string> = {};
  const shell = new Shell(() => story.logFile, environment);
  story.chapter("Surroundings");
  const surroundings = values.online ? new Ordinary(shell) : values.offline ? new Offline(shell) : await probe(shell);
  const root = mkdtempSync(join(tmpdir(), "portfolio-e2e-"));

  const cleanUp = async () => {
    shell.stop();
    if (values.keep) return;
    await surroundings.remove();
    rmSync(root, { recursive: true, force: true });
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      console.log(`\n${signal}: taking everything down`);
      cleanUp().finally(() => process.exit(130));
    });
  }

  try {
    await story.step(`${surroundings.name} surroundings`, async () => Object.assign(environment, await surroundings.prepare()));
    for (const runtime of ["express", "flask"] as const) {
      if (values.runtime && values.runtime !== runtime) continue;
      const portfolio = new Portfolio(shell, join(root, runtime), runtime, runtime === "express" ? 30005 : 30006);
      const scene = new Scene(story, shell, surroundings, portfolio);
      story.chapter(portfolio.name);
      await walkthrough(scene);
      for (const proof of proofs[runtime]) {
        if (values.only && !values.only.some((wanted) => proof.name.startsWith(wanted))) continue;
        await proof.run(scene);
      }
      await removed(scene);
    }
  } catch {
    // the step has recorded and told it; the steps that build upon it cannot run
  } finally {
    await story.proof("everything is taken down", cleanUp);
  }
  story.finish();
  return story.failed > 0 ? 1 : 0;
}

if (values.help) {
  console.log(usage);
} else {
  main().then(
    (code) => process.exit(code),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
}
