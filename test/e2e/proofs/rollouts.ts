import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isReady } from "../kube";
import { withoutFailure } from "../load";
import type { Portfolio } from "../portfolio";
import type { Proof, Scene } from "../scene";
import { eventually, must } from "../shell";

/** 3: releases under steady load. */
export const rollouts: Proof = {
  name: "3 rollouts",
  async run(scene) {
    const { story, portfolio } = scene;
    let v1 = "";
    let v2 = "";
    await story.proof("3 two versions are built", async () => {
      v1 = await portfolio.build("1");
      v2 = await portfolio.build("2");
      must(v1 !== v2, "both versions are the same image");
    });
    await story.proof("3 ten rollouts under load, no failed request", () => backAndForth(scene, v1, v2));
    await story.proof("3 measure counts no failed request, and writes it into the résumé", () => measured(scene));
    await story.proof("3 a release that never gets ready rolls back, no failed request", () => rollsBack(scene, "never-ready", neverReady));
    await story.proof("3 a release that crashes rolls back, no failed request", () => rollsBack(scene, "crashing", crashing));
  },
};

async function backAndForth(scene: Scene, v1: string, v2: string): Promise<void> {
  const { story, portfolio } = scene;
  await portfolio.deploy(v1);
  const seconds: number[] = [];
  const load = await withoutFailure(portfolio, async () => {
    for (let rollout = 0; rollout < 10; rollout++) {
      const start = Date.now();
      const image = rollout % 2 ? v1 : v2;
      await portfolio.deploy(image);
      await replaced(scene, image);
      seconds.push((Date.now() - start) / 1000);
    }
  });
  // The chart tells each pod its image's tag. Pods of a release before may still be on their way out.
  const tags = [v1, v2].map((image) => image.slice(image.lastIndexOf(":") + 1));
  must(
    tags.every((tag) => load.versions[tag] > 0),
    `the load saw the versions ${Object.keys(load.versions).join(" ")}`,
  );
  story.fact(
    `${portfolio.name}: ten rollouts`,
    `${load.requests} requests, 0 failed, slowest ${load.slowestMs} ms; ${Math.round(Math.min(...seconds))} to ${Math.round(Math.max(...seconds))} s a rollout`,
  );
}

async function measured({ shell, portfolio }: Scene): Promise<void> {
  const context = await shell.read("kubectl", ["config", "current-context"]);
  const where = ["--address", await portfolio.address(), "--context", context];
  await portfolio.command(["measure", portfolio.root, "--rollouts", "2", "--rate", "20", "--yes", ...where]);
  const line = new RegExp(`^- 0 of \\d+ requests failed in 2 rollouts of ${portfolio.name} on Minikube, at 20 requests a second`, "m");
  must(line.test(readFileSync(join(portfolio.docs, "docs/resume.md"), "utf8")), "the résumé does not have it");
}

/** Going straight back to a version, Kubernetes may call a rollout complete before it began: its pods are asked. */
async function replaced({ kube, portfolio }: Scene, image: string): Promise<void> {
  await eventually(60, async () => {
    const pods = await kube.pods(portfolio.name);
    const old = pods.filter((pod) => pod.spec.containers[0].image !== image || !isReady(pod));
    must(pods.length > 0 && old.length === 0, `${old.length} of ${pods.length} pods do not run ${image}`);
  });
}

/** Answers its health check, never its readiness check. */
function neverReady(app: string): void {
  const file = join(app, "contract.json");
  const contract = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...contract, readyPath: "/never-ready" }));
}

/** Ends at once: neither Node nor gunicorn finds such a program. */
function crashing(app: string): void {
  const file = join(app, "Dockerfile");
  writeFileSync(file, `${readFileSync(file, "utf8")}\nCMD ["gunicorn", "no:such.program"]\n`);
}

async function rollsBack({ story, portfolio, kube }: Scene, kind: string, spoil: (app: string) => void): Promise<void> {
  const image = await spoiled(portfolio, kind, spoil);
  const before = (await kube.get("deployment", portfolio.name)).spec.template.spec.containers[0].image;
  const record = portfolio.record;
  const load = await withoutFailure(portfolio, async () => {
    const { code, stderr } = await portfolio.deploy(image, ["--timeout", "30s"], { mayFail: true });
    must(code !== 0, "the deployment says that it succeeded");
    must(/went back|rolled back/.test(stderr), `the deployment does not say what happened:\n${stderr}`);
  });
  const after = (await kube.get("deployment", portfolio.name)).spec.template.spec.containers[0].image;
  must(after === before, `the deployment holds ${after} and not ${before}`);
  await kube.rollout(portfolio.name);
  must(portfolio.record === record, "the record of the deployed image changed");
  story.fact(`${portfolio.name}: ${kind} release`, `rolled back; ${load.requests} requests, 0 failed`);
}

/** An image of a copy of the app in which something was broken. */
async function spoiled(portfolio: Portfolio, kind: string, spoil: (app: string) => void): Promise<string> {
  const copy = `${portfolio.root}-${kind}`; // not beside the repositories, where sync would take it for one
  cpSync(portfolio.app, copy, { recursive: true, filter: (source) => !/\/(node_modules|\.venv)$/.test(source) });
  spoil(copy);
  return portfolio.build(kind, copy);
}
