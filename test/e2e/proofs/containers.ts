import { join } from "node:path";
import { startContainer } from "../../conformance/start-container";
import { runConformance, SHARED_ENVIRONMENT } from "../../conformance/suite";
import type { Proof, Scene } from "../scene";
import { must } from "../shell";

/** The image by itself, as confined as in the cluster. */
export const containers: Proof = {
  name: "0 image",
  async run(scene) {
    const { story } = scene;
    await story.proof("0 the app's scripts/image.sh and scripts/smoke.sh", () => ownScripts(scene));
    await story.proof("0 the confined image keeps the runtime contract", () => conformance(scene));
  },
};

const tag = ({ portfolio }: Scene): string => `${portfolio.name}:e2e`;

async function ownScripts(scene: Scene): Promise<void> {
  const { shell, portfolio, story } = scene;
  for (const script of ["image", "smoke"]) {
    // The contract's suite asks for what an image says that nobody gave a revision.
    const env = { REVISION: "unknown" };
    await shell.run(join(portfolio.app, `scripts/${script}.sh`), [tag(scene)], { cwd: portfolio.app, env });
  }
  const bytes = Number(await shell.read("docker", ["image", "inspect", "--format", "{{.Size}}", tag(scene)]));
  story.fact(`${portfolio.name}: image, unpacked`, `${Math.round(bytes / 1e6)} MB`);
}

async function conformance(scene: Scene): Promise<void> {
  const { portfolio, story } = scene;
  const start = startContainer(tag(scene), portfolio.contract);
  const begin = Date.now();
  const first = await start(SHARED_ENVIRONMENT);
  story.fact(`${portfolio.name}: docker run to ready`, `${Date.now() - begin} ms`);
  first.signal("SIGKILL");
  await first.exitCode;
  const { passed, failures } = await runConformance(start, { processMetrics: true });
  must(failures.length === 0, `${failures.length} of ${passed + failures.length} checks failed:\n${failures.join("\n")}`);
  story.fact(`${portfolio.name}: conformance checks against the container`, `${passed} passed`);
}
