import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runPage } from "../../support/command-blocks";
import type { Proof, Scene } from "../scene";
import { must } from "../shell";

/** 9: the commands of the documentation, as they stand there. */
export const docs: Proof = {
  name: "9 docs",
  async run(scene) {
    const runbooks = readdirSync(join(scene.portfolio.docs, "runbooks")).map((name) => `runbooks/${name}`);
    // The drills come last: they break what the other pages look at.
    for (const page of ["README.md", "README_TECH.md", ...runbooks, "drills/README.md"]) {
      await scene.story.proof(`9 the commands of ${page} run`, () => run(scene, page));
    }
  },
};

/** Blocks of other proofs: what the walkthrough did already, what takes everything down, and what only the real stack has. */
const ELSEWHERE = ["up", "image", "down", "grafana"];

async function run({ portfolio, story }: Scene, page: string): Promise<void> {
  const blocks = await within(8, runPage(portfolio, page, { skip: ELSEWHERE }));
  must(blocks.length > 0 || page.endsWith("README.md") || page.startsWith("runbooks/"), `${page} has no commands`);
  story.fact(`${portfolio.name}: ${page}`, `${blocks.length} blocks`);
}

/** A page waits for what it broke: not for ever. */
function within<Result>(minutes: number, result: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not done within ${minutes} minutes`)), minutes * 60_000);
    result.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}
