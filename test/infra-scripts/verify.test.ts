import { linkTool } from "../doors/support/synth";
import { clusterOf, kubectlOf } from "../support/cluster";
import { generateFresh } from "../support/portfolio";
import { runScript, type ScriptResult } from "../support/scripts";
import { threeServices } from "../support/several";
import { toolsPath } from "../support/tools";
import { World } from "../support/world";

jest.setTimeout(180_000); // a loaded machine

const generated = generateFresh({ monitoringRelease: "watch", port: 8090 });
linkTool(generated.infra);

/** Runs the script of a portfolio where the cluster is its world, after a change. */
async function verify(
  change: (world: World) => void,
  args: string[] = [],
  { infra, ...rest } = generated,
): Promise<ScriptResult & { asked: string[][] }> {
  const world = World.of({ infra, ...rest });
  change(world);
  const cluster = clusterOf(world.snapshot());
  const { appName } = rest.portfolio;
  cluster.resources.deployment = cluster.resources["deployments.apps"]!.filter(({ metadata }) => metadata.name === appName);
  const { folder, env, asked } = kubectlOf({ ...cluster, raw: { ...cluster.raw, "/readyz": "ok" } });
  const result = await runScript(infra, "verify", args, { PATH: `${folder}:${toolsPath}`, ...env });
  return { ...result, asked: asked() };
}

test("a healthy service is proven from the options of the portfolio, in its own cluster", async () => {
  const { status, stdout, asked } = await verify(() => {}, ["--timeout", "1"]);
  expect(stdout).toMatch(/^ok {2}targets .*http:.*\nok {2}rules .*\nok {2}dashboard .*\n$/);
  expect(status).toBe(0);
  const contexts = asked.map((args) => args.join(" ").match(/--context[ =](\S+)/)?.[1]);
  expect([...new Set(contexts)]).toEqual([generated.portfolio.portfolioId]);
});

test("the first broken link is named with its fix, and fails the script", async () => {
  const { status, stdout } = await verify(
    (world) => {
      delete world.monitors[0].metadata.labels.release;
    },
    ["--timeout", "60"],
  );
  expect(stdout).toMatch(/^BROKEN: servicemonitor-labels: .+\n {2}fix: .*release=watch/m);
  expect(status).toBe(1);
});

test("while data is missing it sends requests that give some", async () => {
  const { status, stderr, asked } = await verify(
    (world) => {
      world.targets[0].health = "unknown";
    },
    ["--timeout", "1"],
  );
  expect(stderr).toContain("... target-pending: ");
  expect(status).toBe(1);
  const { appName, appNamespace, portName, traffic } = generated.portfolio;
  const service = `/api/v1/namespaces/${appNamespace}/services/${appName}:${portName}/proxy`;
  expect(traffic.length).toBeGreaterThan(1);
  for (const path of traffic) expect(asked.flat()).toContain(`${service}${path}`);
});

test("rules and a dashboard that are switched off are not asked for", async () => {
  const off = (world: World) => {
    world.prometheusRules = [];
    world.hasDashboard = false;
  };
  expect((await verify(off, ["--timeout", "1"])).stdout).toContain("BROKEN: rules: ");
  const { status, stdout } = await verify(off, ["--timeout", "1", "--no-rules", "--no-dashboard"]);
  expect(stdout).toMatch(/^ok {2}targets .*\n$/);
  expect(status).toBe(0);
});

test("of several services the one is proven that is asked for", async () => {
  const several = generateFresh(threeServices);
  linkTool(several.infra);
  const [{ name }] = several.model.services;
  const { status, stdout, stderr } = await verify(() => {}, ["--service", name, "--timeout", "1"], several);
  expect(stderr).toBe("");
  expect(stdout).toContain("ok  dashboard");
  expect(status).toBe(0);
});
