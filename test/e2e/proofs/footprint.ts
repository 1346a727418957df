import type { Proof, Scene } from "../scene";
import { must } from "../shell";

/** What it all takes, after everything that was done to it. */
export const footprint: Proof = {
  name: "0 footprint",
  async run(scene) {
    await scene.story.proof("0 the pods stay below their memory limit", () => memory(scene));
  },
};

async function memory({ prometheus, portfolio, story }: Scene): Promise<void> {
  const used = (namespace: string) => `container_memory_working_set_bytes{namespace="${namespace}",container!="",container!="POD"}`;
  const limit = `kube_pod_container_resource_limits{namespace="${portfolio.namespace}",resource="memory"}`;
  const app = await prometheus.value(`max(${used(portfolio.namespace)})`);
  const share = await prometheus.value(`max(${used(portfolio.namespace)} / on (namespace, pod, container) ${limit})`);
  const stack = await prometheus.value(`sum(${used(portfolio.monitoring)})`);
  must(app && stack && share !== undefined, "Prometheus does not know the memory of the containers");
  must(share < 0.9, `a pod uses ${Math.round(share * 100)} % of its limit`);
  const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
  story.fact(`${portfolio.name}: memory of a pod`, `${mib(app)}, ${Math.round(share * 100)} % of its limit`);
  story.fact("memory of the monitoring", mib(stack));
}
