import { runPage } from "../../support/command-blocks";
import type { Proof, Scene } from "../scene";
import { must, within } from "../shell";

/** 9: the commands of the documentation, as they stand there. The drills have a proof of their own. */
export const docs: Proof = {
  name: "9 docs",
  async run(scene) {
    for (const page of ["README.md", "README_TECH.md", "runbooks.md"]) {
      await scene.story.proof(`9 the commands of ${page} run`, () => run(scene, page));
    }
  },
};

/** Blocks of other proofs: what the walkthrough did already, what takes everything down, and what only the real stack has. */
const ELSEWHERE = ["up", "image", "down", "grafana"];

async function run({ portfolio, story }: Scene, page: string): Promise<void> {
  const blocks = await within(8, runPage(portfolio, page, { skip: ELSEWHERE }));
  must(blocks.length > 0, `${page} has no commands`);
  story.fact(`${portfolio.name}: ${page}`, `${blocks.length} blocks`);
}
