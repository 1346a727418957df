import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Receiver } from "../receiver";
import type { Proof, Scene } from "../scene";
import { must } from "../shell";
import { healthyTargets } from "./target";

const changes = { nodePort: 30105, replicas: 3, port: 8090, alertReceiver: "webhook" };

/** 7: options change in one file, reach all repositories, and are live after a deployment. */
export const options: Proof = {
  name: "7 options",
  async run(scene) {
    await scene.story.proof("7 nodePort, replicas, port and alertReceiver change by npx projen and sync, and are live", () =>
      changed(scene),
    );
  },
};

async function changed(scene: Scene): Promise<void> {
  const { portfolio, kube } = scene;
  const file = join(portfolio.infra, ".projenrc.ts");
  let source = readFileSync(file, "utf8");
  for (const [name, value] of Object.entries(changes)) {
    const option = new RegExp(`\\b${name}: [^,]+`);
    must(option.test(source), `.projenrc.ts does not say ${name}`);
    source = source.replace(option, `${name}: ${JSON.stringify(value)}`);
  }
  writeFileSync(file, source);
  await portfolio.task("infra", "default");
  await portfolio.command(["sync"], { cwd: portfolio.infra });
  must(portfolio.contract.port === changes.port, `the app's contract still has port ${portfolio.contract.port}`);

  scene.receiver = await Receiver.start();
  // The Secret that the chart's README asks the user for.
  const url = `http://${scene.surroundings.host}:${scene.receiver.port}/`;
  await kube.run("create", "secret", "generic", `${portfolio.name}-alerts`, `--from-literal=url=${url}`);
  portfolio.nodePort = changes.nodePort;
  await portfolio.script("image");
  await portfolio.script("verify");
  const service = await kube.get("service", portfolio.name);
  must(service.spec.ports[0].nodePort === changes.nodePort, `the node port is ${service.spec.ports[0].nodePort}`);
  for (const pod of await kube.pods(portfolio.name)) {
    must(pod.spec.containers[0].ports[0].containerPort === changes.port, `pod ${pod.metadata.name} has another port`);
  }
  must((await kube.pods(portfolio.name)).length === changes.replicas, "there are not as many pods as wanted");
  must((await fetch((await portfolio.address()) + portfolio.runtimeType.infoPath)).ok, "the new node port does not answer");
  await healthyTargets(scene);
}
