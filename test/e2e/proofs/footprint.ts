import { isReady } from "../kube";
import type { Proof, Scene } from "../scene";
import { eventually, must } from "../shell";

/** What it all takes, after everything that was done to it. */
export const footprint: Proof = {
  name: "0 footprint",
  async run(scene) {
    await scene.story.proof("0 the pods stay below their memory limit", () => memory(scene));
  },
};

async function memory({ kube, prometheus, portfolio, story }: Scene): Promise<void> {
  const { name, namespace, monitoring } = portfolio;
  // The most of five minutes, once for each pod that is ready: one that has just started has used little yet, and one that
  // is gone leaves its numbers behind for a while.
  const used = (of: string) =>
    `max by (namespace, pod, container) (max_over_time(container_memory_working_set_bytes{namespace="${of}",container!="",container!="POD"}[5m]))
      and on (namespace, pod) kube_pod_status_ready{namespace="${of}",condition="true"} == 1`;
  const share = `(${used(namespace)}) / on (namespace, pod, container) kube_pod_container_resource_limits{namespace="${namespace}",resource="memory"}`;

  // Prometheus hears of a new pod a minute after it is ready.
  const { value: shares } = await eventually(120, async () => {
    const ready = (await kube.pods(name)).filter(isReady).length;
    const series = await prometheus.query(share);
    must(ready > 0 && series.length === ready, `Prometheus knows memory and limit of ${series.length} pods, and ${ready} are ready`);
    return series.map(({ value }) => Number(value[1]));
  });
  const most = Math.max(...shares);
  must(most < 0.9, `a pod uses ${Math.round(most * 100)} % of its limit`);
  const app = await prometheus.value(`max(${used(namespace)})`);
  const stack = await prometheus.value(`sum(${used(monitoring)})`);
  must(app && stack, "Prometheus does not know the memory of the containers");
  const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
  story.fact(`${name}: memory of a pod`, `${mib(app)}, ${Math.round(most * 100)} % of its limit`);
  story.fact("memory of the monitoring", mib(stack));
}
