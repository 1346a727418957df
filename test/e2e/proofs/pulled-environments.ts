import { dirname, join } from "node:path";
import type { Proof } from "../scene";
import { createPair, first, nothingLeft, second } from "./environments";
import { Promotion } from "./promotion";

const SERVICE = "parcels";
const NODE_PORT = 30096;

/** One service in two environments that Argo CD delivers: what is merged into main runs in that environment, and the other one stays. */
export const pulledEnvironments: Proof = {
  name: "argocd-environments",
  async run(scene) {
    const root = join(dirname(scene.portfolio.root), "argocd-environments");
    const way = { title: this.name, root, service: SERVICE, before: first, after: second, nodePort: NODE_PORT + 100, pulls: true };
    const promotion = new Promotion(scene, way);
    const proof = (name: string, action: () => Promise<unknown>) => scene.story.proof(`${this.name}: ${name}`, action);
    const create = () => createPair(scene, root, SERVICE, NODE_PORT, "argocd").then(() => promotion.prepare());
    if (!(await proof("create the portfolio, and publish two images", create))) return;
    try {
      if (!(await proof("scripts/up.sh installs Argo CD, which waits for the first image", () => promotion.up()))) return;
      if (!(await proof(`what ${first} has verified is promoted to ${second}`, () => promotion.begun()))) return;
      await proof("a merge moves exactly the digest, without a failed request", () => promotion.moved());
      await proof(`its revert brings the image before back, and ${first} is untouched`, () => promotion.reverted());
    } finally {
      await proof("scripts/down.sh --app leaves nothing behind", () => promotion.down().then(() => nothingLeft(scene, SERVICE)));
      await promotion.origin.end();
    }
  },
};
