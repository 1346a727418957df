import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Kube } from "../kube";
import { Portfolio } from "../portfolio";
import { Scene } from "../scene";
import { eventually, must } from "../shell";
import { adoptedApp } from "./persons-app";

/** By its name the node port of each. */
const services = { front: 30096, back: 30097 } as const;
const names = Object.keys(services) as (keyof typeof services)[];

/** Two services of one repository: one workflow and one script there, an image and a chart each. */
export async function adoptedPair({ story, shell, surroundings, portfolio: { root } }: Scene): Promise<void> {
  const portfolio = new Portfolio(shell, join(dirname(root), "adopted-pair"), "express", undefined, "pair");
  const scene = new Scene(story, shell, surroundings, portfolio);
  const config = `${portfolio.root}.json`;
  const list = names.map((name) => ({ name, dockerfile: `${name}/Dockerfile`, nodePort: services[name] }));
  writeFileSync(config, JSON.stringify({ services: list }));
  const isThere = await story.proof("adopt: pair, two services, gets new files on a branch, and nothing of it changes", async () => {
    await adoptedApp(scene, ["--config", config]);
    const charts = readdirSync(join(portfolio.infra, "helm")).sort();
    must(charts.join() === [...names].sort().join(), `the charts are ${charts.join(" ")}`);
  });
  if (!isThere) return;
  const runs = await story.proof("adopt: pair: scripts/up.sh builds and deploys both from their repository", () =>
    portfolio.script("up", ["--no-monitoring"], { seconds: 1500 }),
  );
  if (runs) {
    await story.proof("adopt: pair: scripts/smoke.sh", () => portfolio.script("smoke"));
    for (const name of names) {
      await story.proof(`adopt: pair: ${name} answers for itself, from an image of its own`, () => answers(scene, name));
      await story.proof(`adopt: pair: ${name} is verified`, () => portfolio.script("verify", ["--service", name]));
    }
  }
  await story.proof("adopt: pair: scripts/down.sh --app leaves nothing of either behind", () => gone(scene));
}

async function answers({ shell }: Scene, name: keyof typeof services): Promise<void> {
  const address = `http://${await shell.read("minikube", ["ip"])}:${services[name]}/`;
  await eventually(60, async () => {
    const text = (await (await fetch(address, { signal: AbortSignal.timeout(5000) })).text()).trim();
    must(text === name, `${address} answers ${text}`);
  });
  const { spec } = await new Kube(shell, name).get("deployment", name);
  const [{ image }] = spec.template.spec.containers;
  must(new RegExp(`/${name}[:@]`).test(image), `its image is ${image}`);
}

async function gone({ shell, portfolio }: Scene): Promise<void> {
  await portfolio.script("down", ["--app"]);
  for (const name of names) {
    const objects = await new Kube(shell, name).list("deployments,services,networkpolicies");
    must(objects.length === 0, `still there: ${objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join(" ")}`);
  }
}
