import { dashboard, type Observed } from "../dashboard";
import { isReady } from "../kube";
import { startLoad } from "../load";
import type { Proof, Scene } from "../scene";
import { eventually, must, sleep } from "../shell";

/** 1: scraped, and everything that is built on the metrics has data. */
export const target: Proof = {
  name: "1 target",
  async run(scene) {
    const {
      story,
      portfolio: { name },
    } = scene;
    await story.proof("1 series of the contract exist for every route", () => contractSeries(scene));
    await story.proof("1 every dashboard query returns data", async () => {
      story.fact(`${name}: dashboard queries with data`, String(await dashboard(scene)));
    });
    await story.proof("1 every rule is evaluated without error and returns data", async () => {
      story.fact(`${name}: rules evaluated`, String(await rules(scene)));
    });
  },
};

/**
 * Seconds in which a ServiceMonitor of now is scraped. The operator puts it into a Secret, and the kubelet brings a changed Secret into
 * a pod that runs when it next looks at that pod: after 60 to 90 s, at worst; then Prometheus reloads, and scrapes every 15 s.
 * Source: Kubernetes' documentation of Secrets, "Mounted Secrets are updated automatically".
 */
const AT_WORST = 150;

/**
 * Every ready pod is a target that is up, and nothing else is one. Asked of the list of targets: the series `up` of a pod that
 * ended while its ServiceMonitor was away lives on for five minutes.
 */
export async function healthyTargets({ prometheus, kube, portfolio }: Scene, seconds = AT_WORST): Promise<void> {
  await eventually(seconds, async () => {
    const pods = (await kube.pods(portfolio.name)).filter(isReady).map((pod) => pod.metadata.name);
    must(pods.length > 0, "no pod is ready");
    const targets = (await prometheus.targets()).filter(({ labels }) => labels.job === portfolio.name);
    const healthy = targets.filter(({ health }) => health === "up").map(({ labels }) => labels.pod);
    const wanted = pods.sort().join(" ");
    must(
      targets.length === pods.length && healthy.sort().join(" ") === wanted,
      `targets are ${targets.map(({ labels, health }) => `${labels.pod}: ${health}`).join(", ") || "none"}; ready pods are ${wanted}`,
    );
    const up = await prometheus.query(`up{job="${portfolio.name}",namespace="${portfolio.namespace}",pod=~"${pods.join("|")}"} == 1`);
    must(up.length === pods.length, `up is 1 for ${up.length} of ${pods.length} pods`);
  });
}

/** The walkthrough's own moment of truth, right after the rollout. */
export async function scraped(scene: Scene): Promise<void> {
  const start = Date.now();
  await healthyTargets(scene);
  scene.story.fact(
    `${scene.portfolio.name}: from the end of the rollout to all targets up`,
    `${Math.round((Date.now() - start) / 1000)} s`,
  );
}

async function contractSeries(scene: Scene): Promise<void> {
  const { prometheus, portfolio } = scene;
  const { healthPath, readyPath, metricsPath } = portfolio.contract;
  const own = sampleRoutes(portfolio);
  await traffic(scene);
  await eventually(60, async () => {
    const routes = await prometheus.query(`count by (route) (http_request_duration_seconds_count{job="${portfolio.name}"})`);
    const seen = routes.map((series) => series.metric.route);
    for (const route of ["/", ...own, healthPath, readyPath, metricsPath, "unmatched"]) {
      must(seen.includes(route), `no series for route ${route}, only ${seen.join(" ")}`);
    }
    for (const metric of ["http_requests_in_flight", "app_info", "process_resident_memory_bytes", "http_request_duration_seconds_bucket"]) {
      must((await prometheus.query(`${metric}{job="${portfolio.name}"}`)).length > 0, `no series of ${metric}`);
    }
  });
}

function sampleRoutes({ runtimeType: { infoPath, workPath } }: Scene["portfolio"]): string[] {
  return [infoPath, ...(workPath ? [workPath] : [])];
}

/** Requests to every route, good and bad, over three scrapes, so that rates exist. */
async function traffic({ portfolio }: Scene): Promise<void> {
  const address = await portfolio.address();
  const paths = ["/", "/no/such/path", ...sampleRoutes(portfolio).flatMap((path) => [`${path}?ms=20`, `${path}?ms=never`])];
  const loads = paths.map((path) => startLoad(address, path, 4));
  await sleep(40_000);
  await Promise.all(loads.map((load) => load.stop()));
}

/** Every rule, of which there must be some; returns how many. */
export async function rules({ prometheus, portfolio }: Observed): Promise<number> {
  let count = 0;
  await eventually(120, async () => {
    const groups = (await prometheus.groups()).filter((group) => group.name.startsWith(portfolio.name));
    must(groups.length > 0, "Prometheus knows no rule group of the application");
    const all = groups.flatMap((group) => group.rules);
    for (const rule of all) {
      must(rule.health === "ok", `${rule.name}: ${rule.health} ${rule.lastError ?? ""}`);
      if (rule.type === "recording") {
        must((await prometheus.query(`${rule.name}{job="${portfolio.name}"}`)).length > 0, `${rule.name} has no series`);
      }
    }
    for (const name of ["AppAvailabilityBudgetBurn", "AppLatencyBudgetBurn", "AppTargetMissing"]) {
      must(
        all.some((rule) => rule.name === name),
        `no alert ${name}`,
      );
    }
    count = all.length;
  });
  return count;
}
