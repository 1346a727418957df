import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dashboard } from "../dashboard";
import { type LoadResult, startLoad } from "../load";
import { Portfolio } from "../portfolio";
import { type Proof, Scene } from "../scene";
import { eventually, must, sleep } from "../shell";
import { adoptedPair } from "./adopt-pair";
import { adoptedWorker } from "./adopt-worker";
import { adoptedApp, evaluated, notScraped } from "./persons-app";
import { healthyTargets, rules } from "./target";

/** An app that a person had before, as it lies in `test/e2e/adopted`. */
interface App {
  readonly name: string;
  readonly nodePort: number;
  /** Where its users ask. */
  readonly paths: readonly string[];
  /** Its histogram, by the name that it has itself; none where nothing measures. */
  readonly metric?: string;
  /** It goes on answering until nobody asks it any more. */
  readonly drains: boolean;
  /** What the files do not tell. */
  readonly flags: readonly string[];
  /** Run in it before its image is built. */
  readonly before?: string;
  /** A file that it has not. */
  readonly without?: string;
}

const apps: readonly App[] = [
  {
    name: "hello",
    nodePort: 30091,
    paths: ["/", "/broken"],
    metric: "hello_request_duration_seconds",
    drains: true,
    flags: [],
    before: "make hello",
  },
  {
    name: "catalogue",
    nodePort: 30092,
    paths: ["/", "/items/7", "/items/7000", "/broken"],
    metric: "http_request_duration_seconds",
    drains: false,
    flags: [],
  },
  { name: "notices", nodePort: 30093, paths: ["/", "/nowhere"], drains: false, flags: [] },
];

/** Apps that were there before: each adopted, built, deployed and watched under its own names. */
export const adopt: Proof = {
  name: "adopt",
  async run(scene) {
    for (const app of apps) await prove(scene, app);
    await scene.story.proof("adopt: a repository without a Dockerfile gets one, and its image passes the app's own smoke test", () =>
      offered(scene),
    );
    await adoptedWorker(scene);
    await adoptedPair(scene);
  },
};

async function offered({ story, shell, surroundings, portfolio: { root } }: Scene): Promise<void> {
  const place = join(dirname(root), "adopted-offered");
  const portfolio = new Portfolio(shell, place, "express", 30094, "notices");
  const { app } = portfolio;
  await adopted(new Scene(story, shell, surroundings, portfolio), {
    ...apps.find(({ name }) => name === "notices")!,
    nodePort: 30094,
    flags: ["--port", "3000", "--health-path", "/health"],
    without: "Dockerfile",
  });
  // The image of the apps' Dockerfiles, which is the same: offline there is no other.
  const file = join(app, "Dockerfile");
  writeFileSync(file, readFileSync(file, "utf8").replaceAll("node:24-slim", "node:24-trixie-slim"));
  await shell.run("sh", ["scripts/portfolio.sh", "image"], { cwd: app, seconds: 900 });
  await shell.run("sh", ["scripts/portfolio.sh", "smoke"], { cwd: app, seconds: 120 });
}

async function prove(scene: Scene, app: App): Promise<void> {
  const { story, shell, surroundings } = scene;
  const { name } = app;
  const root = join(dirname(scene.portfolio.root), `adopted-${name}`);
  const portfolio = new Portfolio(shell, root, "express", app.nodePort, name); // nothing is asked that only a runtime knows
  const own = new Scene(story, shell, surroundings, portfolio);
  const isThere = await story.proof(`adopt: ${name} gets new files on a branch, and nothing of it changes`, () => adopted(own, app));
  if (!isThere) return;
  const runs = await story.proof(`adopt: ${name}: scripts/up.sh builds and deploys it`, () =>
    portfolio.script("up", ["--no-monitoring"], { seconds: 1500 }),
  );
  if (runs) {
    await story.proof(`adopt: ${name}: scripts/smoke.sh`, () => portfolio.script("smoke"));
    await observed(own, app);
    await story.proof(`adopt: ${name}: scripts/verify.sh`, () => portfolio.script("verify"));
    await story.proof(`adopt: ${name}: a rollout under load`, () => rolledOut(own, app));
  }
  await story.proof(`adopt: ${name}: scripts/down.sh --app`, () => portfolio.script("down", ["--app"]));
}

async function adopted(scene: Scene, { nodePort, flags, before, without }: App): Promise<void> {
  await adoptedApp(scene, ["--node-port", String(nodePort), ...flags], without);
  if (before) await scene.shell.run("sh", ["-c", before], { cwd: scene.portfolio.app, seconds: 600 });
}

/** Everything that is built on the metrics has data, under the names that the app has itself. */
async function observed(scene: Scene, { name, metric, paths }: App): Promise<void> {
  const { story, prometheus, portfolio } = scene;
  await story.proof(
    `adopt: ${name}: ${metric ? "every pod is a target that is up" : "nothing is scraped, and nothing says that it is"}`,
    () => (metric ? healthyTargets(scene) : notScraped(scene)),
  );
  await story.proof(`adopt: ${name}: rules${metric ? " and dashboard have data by its own names" : " are evaluated"}`, async () => {
    await traffic(portfolio, paths);
    if (!metric) return evaluated(scene);
    await eventually(60, async () => {
      must((await prometheus.query(`${metric}_count{job="${name}"}`)).length > 0, `no series of ${metric}`);
    });
    story.fact(`${name}: rules evaluated`, String(await rules(scene)));
    story.fact(`${name}: dashboard queries with data`, String(await dashboard(scene)));
  });
}

/** Over three scrapes, so that rates exist. */
async function traffic(portfolio: Portfolio, paths: readonly string[]): Promise<void> {
  const address = await portfolio.address();
  const loads = paths.map((path) => startLoad(address, path, 4));
  await sleep(40_000);
  await Promise.all(loads.map((load) => load.stop()));
}

/** To another image of the same app, and back. What an app loses that does not drain is said, and no failure. */
async function rolledOut({ story, portfolio }: Scene, { name, drains }: App): Promise<void> {
  const [first, second] = [await build(portfolio, "1"), await build(portfolio, "2")];
  must(first !== second, "both versions are the same image");
  await portfolio.deploy(first);
  const load = startLoad(await portfolio.address(), "/");
  let result: LoadResult;
  try {
    await portfolio.deploy(second);
    await portfolio.deploy(first);
    await sleep(5000);
  } finally {
    result = await load.stop();
  }
  const { requests, failures } = result;
  story.fact(`${name}: two rollouts under load`, `${requests} requests, ${failures.length} failed${drains ? "" : "; it does not drain"}`);
  must(!drains || failures.length === 0, `${failures.length} of ${requests} requests failed:\n${failures.slice(0, 10).join("\n")}`);
}

/** An image of a copy that differs in a label alone: the app itself knows no version. */
async function build(portfolio: Portfolio, version: string): Promise<string> {
  const copy = `${portfolio.root}-${version}`;
  cpSync(portfolio.app, copy, { recursive: true, filter: (source) => !/\/(node_modules|\.venv)$/.test(source) });
  const file = join(copy, "Dockerfile");
  writeFileSync(file, `${readFileSync(file, "utf8").trimEnd()}\nLABEL proof=${version}\n`);
  return portfolio.build(version, copy);
}
