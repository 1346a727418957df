import { isReady } from "../kube";
import { withoutFailure } from "../load";
import type { Proof, Scene } from "../scene";
import { eventually, must, sleep } from "../shell";
import { healthyTargets } from "./target";

/** 4: what breaks comes back, and the counters tell the truth about it. */
export const recovery: Proof = {
  name: "4 recovery",
  async run(scene) {
    const { story } = scene;
    const start = Date.now();
    await story.proof("4 a killed pod is replaced", () => killedPod(scene));
    await story.proof("4 a drained node, and back", () => drained(scene));
    await story.proof("4 Prometheus restarted", () => prometheusRestarted(scene));
    await story.proof("4 the container runtime restarted", () => runtimeRestarted(scene));
    await story.proof("4 no counter went backwards without a restart", () => countersHonest(scene, start));
  },
};

async function answers({ portfolio }: Scene): Promise<void> {
  const response = await fetch(`${await portfolio.address()}/ready`, { signal: AbortSignal.timeout(5000) });
  must(response.ok, `the service answers ${response.status}`);
}

/** As many ready pods as the Deployment wants, the service answers, and Prometheus scrapes all of them. */
async function whole(scene: Scene, seconds = 120): Promise<void> {
  const { kube, portfolio } = scene;
  await eventually(seconds, async () => {
    const { replicas } = (await kube.get("deployment", portfolio.name)).spec;
    const ready = (await kube.pods(portfolio.name)).filter(isReady).length;
    must(ready === replicas, `${ready} of ${replicas} pods are ready`);
    await answers(scene);
  });
  await healthyTargets(scene, seconds);
}

async function killedPod(scene: Scene): Promise<void> {
  const { kube, portfolio } = scene;
  const [victim] = await kube.pods(portfolio.name);
  await kube.run("delete", "pod", victim.metadata.name, "--grace-period=0", "--force", "--wait=false");
  await whole(scene);
}

/**
 * One node is all there is. The disruption budget keeps the last pod on it, since its replacement has nowhere to go: the
 * drain waits, the service stays. Emptied by force, the node takes the service with it, and brings it back.
 */
async function drained(scene: Scene): Promise<void> {
  const { kube, portfolio, shell } = scene;
  const [pod] = await kube.pods(portfolio.name);
  const node: string = pod.spec.nodeName;
  const select = `--pod-selector=app.kubernetes.io/name=${portfolio.name}`;
  const drain = (args: string[], mayFail = false) =>
    shell.run("kubectl", ["drain", node, select, "--ignore-daemonsets", "--delete-emptydir-data", ...args], { mayFail });
  try {
    await withoutFailure(portfolio, async () => {
      const { code, stderr } = await drain(["--timeout=25s"], true);
      must(code !== 0 && /disruption budget/.test(stderr), `the drain took the last pod: ${stderr}`);
      must((await kube.get("node", node)).spec.unschedulable, "the node was not cordoned");
    });
    await drain(["--disable-eviction", "--timeout=90s"]);
    const left = (await kube.pods(portfolio.name)).filter((left) => left.spec.nodeName);
    must(left.length === 0, `still on the node: ${left.map(({ metadata }) => metadata.name)}`);
  } finally {
    await shell.run("kubectl", ["uncordon", node]);
  }
  await whole(scene);
}

async function prometheusRestarted(scene: Scene): Promise<void> {
  const { monitoring, portfolio } = scene;
  await monitoring.run("delete", "pod", `prometheus-${portfolio.prometheus}-0`, "--wait=true", "--timeout=90s");
  await eventually(120, async () => {
    const pod = await monitoring.get("pod", `prometheus-${portfolio.prometheus}-0`);
    must(isReady(pod), "Prometheus is not ready");
  });
  await whole(scene);
}

async function runtimeRestarted(scene: Scene): Promise<void> {
  const { kube, portfolio, surroundings } = scene;
  const before = await pids(scene);
  await withoutFailure(portfolio, async () => {
    await surroundings.restartRuntime();
    await sleep(15_000);
  });
  await eventually(90, async () => {
    const [node] = await kube.list("nodes");
    must(isReady(node), "the node is not ready");
  });
  must((await pids(scene)) === before, "the containers did not survive the restart of their runtime");
  await whole(scene);
}

async function pids({ kube, portfolio }: Scene): Promise<string> {
  const pods = await kube.pods(portfolio.name);
  return pods
    .map((pod) => pod.status.containerStatuses?.[0].containerID)
    .sort()
    .join();
}

async function countersHonest({ prometheus, portfolio, story }: Scene, start: number): Promise<void> {
  await sleep(20_000);
  const window = `${Math.ceil((Date.now() - start) / 1000)}s`;
  const job = `job="${portfolio.name}"`;
  // A series belongs to one pod; its process started once, so its counters may not fall.
  const started = await prometheus.query(`max by (pod) (changes(process_start_time_seconds{${job}}[${window}])) > 0`);
  const restarted = started.map((series) => series.metric.pod);
  const resets = await prometheus.query(`max by (pod) (resets(http_request_duration_seconds_count{${job}}[${window}])) > 0`);
  const liars = resets.map((series) => series.metric.pod).filter((pod) => !restarted.includes(pod));
  must(liars.length === 0, `counters fell without a restart in ${liars.join(" ")}`);
  const series = await prometheus.query(`count(http_request_duration_seconds_count{${job}})`);
  must(series.length === 1, "there are no counters");
  story.fact(`${portfolio.name}: counter series checked for falls`, series[0].value[1]);
}
