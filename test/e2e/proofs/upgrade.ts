import { join } from "node:path";
import { linkTool } from "../../doors/support/synth";
import { buildFormerTool, released } from "../../support/former-tool";
import { lostEdits, makeEdits, tenEdits } from "../../support/ten-edits";
import { Portfolio } from "../portfolio";
import { type Proof, Scene } from "../scene";
import { must } from "../shell";
import { healthyTargets } from "./target";

/** What the first version made, with a person's edits, is brought here, and runs. */
export const upgrade: Proof = {
  name: "upgrade",
  async run(scene) {
    await scene.story.proof("upgrade from 0.1.0 with ten edits deploys and is scraped", () => upgraded(scene));
  },
};

async function upgraded({ story, shell, surroundings, portfolio: { root } }: Scene): Promise<void> {
  const tool = `${root}-0.1.0`;
  buildFormerTool(released["0.1.0"], tool);
  const portfolio = new Portfolio(shell, `${root}-upgraded`, "express", 30205, "upgraded-app");
  const options = ["--yes", "--owner", "Octo-Org", "--app-name", portfolio.name, "--node-port", String(portfolio.nodePort)];
  await shell.run(process.execPath, [join(tool, "bin/create-devops-portfolio.js"), portfolio.root, ...options, "--no-install"]);
  await shell.run("chmod", ["-R", "u+w", portfolio.root]); // its files are read-only
  const edits = tenEdits(portfolio.name);
  makeEdits(edits, portfolio);
  for (const folder of [portfolio.app, portfolio.infra, portfolio.docs]) {
    await shell.run("git", ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "--all", "--message=mine"], { cwd: folder });
    linkTool(folder, tool);
  }
  await portfolio.command(["upgrade"], { cwd: portfolio.root, mayFail: true }); // a page that both rewrote is marked
  const lost = lostEdits(edits, portfolio);
  must(lost.length === 0, `edits are gone: ${lost.join(", ")}`);
  for (const folder of [portfolio.app, portfolio.infra]) {
    must((await shell.read("git", ["-C", folder, "status", "--porcelain"])) === "", `${folder} has what is not committed`);
  }
  await portfolio.script("up", ["--no-monitoring", "--local"]);
  const there = new Scene(story, shell, surroundings, portfolio);
  must((await there.kube.pods(portfolio.name)).length === 1, "the replicas that the person set are not what runs");
  await portfolio.script("verify");
  await healthyTargets(there);
  await portfolio.script("down", ["--app"]);
}
