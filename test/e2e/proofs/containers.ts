import { join } from "node:path";
import type { Proof, Scene } from "../scene";
import { must } from "../shell";

/** The image by itself, as confined as in the cluster: the app's own smoke test, and the runtime contract's suite. */
export const containers: Proof = {
  name: "0 image",
  async run(scene) {
    await scene.story.proof("0 the image runs read-only, without capabilities, as a number", () => smoke(scene));
  },
};

async function smoke({ shell, portfolio, story }: Scene): Promise<void> {
  const tag = `${portfolio.name}:e2e`;
  await shell.run(join(portfolio.app, "scripts/image.sh"), [tag], { cwd: portfolio.app });
  await shell.run(join(portfolio.app, "scripts/smoke.sh"), [tag], { cwd: portfolio.app });
  const bytes = Number(await shell.read("docker", ["image", "inspect", "--format", "{{.Size}}", tag]));
  must(bytes > 0, "the image has no size");
  story.fact(`${portfolio.name}: image`, `${Math.round(bytes / 1e6)} MB`);
}
