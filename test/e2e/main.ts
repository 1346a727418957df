/**
 * The suite: the generated portfolios, untouched, on a real Kubernetes with a real Prometheus Operator.
 * `npm run e2e -- --help` says how to choose the surroundings and the proofs.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type AppRuntime, runtimeIds } from "../../src/portfolio/runtimes";
import { Portfolio } from "./portfolio";
import { adopt } from "./proofs/adopt";
import { endOutage, startOutage } from "./proofs/alert";
import { argocd } from "./proofs/argocd";
import { browser } from "./proofs/browser";
import { compose } from "./proofs/compose";
import { architecture, containers } from "./proofs/containers";
import { docs } from "./proofs/docs";
import { doctorDrills } from "./proofs/doctor-drills";
import { drills } from "./proofs/drills";
import { environments } from "./proofs/environments";
import { footprint } from "./proofs/footprint";
import { handover } from "./proofs/handover";
import { mutations } from "./proofs/mutations";
import { options } from "./proofs/options";
import { pulledEnvironments } from "./proofs/pulled-environments";
import { recovery } from "./proofs/recovery";
import { rollouts } from "./proofs/rollouts";
import { security } from "./proofs/security";
import { several } from "./proofs/several";
import { target } from "./proofs/target";
import { upgrade } from "./proofs/upgrade";
import { type Proof, Scene } from "./scene";
import { eventually, interruption, must, Shell } from "./shell";
import { Story } from "./steps";
import { Offline, Ordinary, probe } from "./surroundings";
import { removed, verify, walkthrough } from "./walkthrough";

const usage = `Usage: npm run e2e -- [--online | --offline] [--all] [--runtime ${runtimeIds.join("|")}] [--only PROOF]... [--keep]

Creates the default portfolio and its twins in the other runtimes and proves them on a Minikube of its own.

  --online   use this machine's Docker and Minikube and the public registries
  --offline  build everything from package registries (Linux, root; about 20 minutes the first time)
             Without either: online when Docker, Minikube and the registries answer
  --runtime  only this portfolio
  --only     only these proofs (the walkthrough always runs): suites, 0 to 9, several, environments, argocd, pulledEnvironments, adopt, drills, doctor-drills, upgrade
  --all      the core and what takes long: the suites without a cluster (npm run test:long), every proof for every runtime, the drills
  --keep     leave the cluster and the portfolios for a look; the next run removes them
`;

const { values } = parseArgs({
  options: {
    online: { type: "boolean" },
    offline: { type: "boolean" },
    all: { type: "boolean" },
    runtime: { type: "string" },
    only: { type: "string", multiple: true },
    keep: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  },
});

/** What the portfolio of every runtime has to stand. */
const common: readonly Proof[] = [containers, architecture, compose, verify, target, security, rollouts, handover];
/** Proofs that only `--all` or `--only` runs. The drills wait for alerts, which take minutes by design; the others differ little between runtimes. */
const later: Readonly<Record<AppRuntime["id"], readonly Proof[]>> = {
  express: [several, environments, argocd, pulledEnvironments, adopt, drills, doctorDrills, upgrade],
  flask: [compose, security, rollouts, handover],
  fastapi: common,
  static: common,
};
/** The default portfolio gets everything. */
const everything: readonly Proof[] = [
  containers,
  architecture,
  compose,
  verify,
  target,
  security,
  rollouts,
  recovery,
  handover,
  mutations,
  options,
  browser,
  footprint,
  docs,
  several,
  environments,
  argocd,
  pulledEnvironments,
  adopt,
  drills,
  doctorDrills,
  upgrade,
];

async function main(): Promise<number> {
  const story = new Story(resolve(__dirname, "report"));
  const shell = new Shell(() => story.logFile);
  const chosen = (proof: string) => values.only?.some((start) => proof.startsWith(start));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!interruption.signal.aborted) console.log(`\n${signal}: taking everything down`);
      interruption.abort(new Error(signal));
    });
  }
  story.chapter("Without a cluster");
  if (chosen("suites") ?? values.all) await story.proof("npm run test:long", () => longSuites(shell));
  story.chapter("Surroundings");
  const surroundings = values.online ? new Ordinary(shell) : values.offline ? new Offline(shell) : await probe(shell);
  const root = mkdtempSync(join(tmpdir(), "portfolio-e2e-"));

  const cleanUp = async () => {
    await surroundings.remove();
    rmSync(root, { recursive: true, force: true });
  };

  try {
    await story.step(`${surroundings.name} surroundings`, async () => Object.assign(process.env, await surroundings.prepare()));
    const scenes = runtimeIds
      .filter((runtime) => (values.runtime ?? runtime) === runtime)
      .map((runtime, index) => new Portfolio(shell, join(root, runtime), runtime, 30005 + index))
      .map((portfolio) => new Scene(story, shell, surroundings, portfolio));
    const [first] = scenes;
    const wanted = (proof: string) => proof === verify.name || (chosen(proof) ?? true);
    const inTime = (proof: Proof, runtime: AppRuntime["id"]) => values.all || !later[runtime].includes(proof) || chosen(proof.name);

    const standing: Scene[] = [];
    for (const scene of scenes) {
      story.chapter(scene.portfolio.name);
      story.onFailure = (step) => scene.keepEvidence(step);
      // What the first one brings, the cluster and the monitoring, the others stand on.
      if (scene === first) await walkthrough(scene);
      else if (
        !(await walkthrough(scene).then(
          () => true,
          () => interruption.signal.aborted,
        ))
      )
        continue;
      standing.push(scene);
      const { runtime } = scene.portfolio;
      for (const proof of runtime === runtimeIds[0] ? everything : common)
        if (wanted(proof.name) && inTime(proof, runtime)) await proof.run(scene);
      if (scene === first && wanted("1")) await startOutage(scene);
    }
    story.chapter("The end");
    if (wanted("1")) await endOutage(first);
    for (const scene of standing) await removed(scene);
    await story.proof("scripts/down.sh and scripts/down.sh --cluster", async () => {
      await first.portfolio.script("down");
      // With Minikube's driver none the kubelet and `minikube delete` would unmount the volumes of ending pods at the same time.
      await eventually(90, async () => must((await first.monitoring.list("pods")).length === 0, "the monitoring does not end"));
      if (!values.keep) await first.portfolio.script("down", ["--cluster", "--yes"]);
    });
  } catch (error) {
    // A failed step was recorded; those that build upon it cannot run. Anything else is a defect of the suite.
    if (story.failed === 0 && !interruption.signal.aborted) await story.proof("the suite itself", () => Promise.reject(error));
  }
  story.onFailure = undefined;
  if (interruption.signal.aborted) {
    story.interrupted(String(interruption.signal.reason));
    await cleanUp();
  } else if (!values.keep) await story.proof("nothing is left", cleanUp);
  else console.log(`\nKept: the cluster, and the portfolios in ${root}`);
  story.finish();
  return interruption.signal.aborted ? 130 : story.failed > 0 ? 1 : 0;
}

/** Published packages from a registry, READMEs followed to the letter, clients that never end: minutes, so no part of `npm test`. */
async function longSuites(shell: Shell): Promise<void> {
  await shell.run("npm", ["run", "test:long"], { cwd: resolve(__dirname, "../.."), seconds: 2400 });
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
