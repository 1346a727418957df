import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { generateFresh, temporaryFolder } from "../support/portfolio";
import { runScript } from "../support/scripts";
import { call, generated, stage } from "../support/stage";
import { kubeconformArguments, toolsPath } from "../support/tools";

jest.setTimeout(180_000); // a loaded machine

test("the check of pull requests is green, and red for a defect", async () => {
  const { infra, portfolio } = generateFresh();
  const schemas = kubeconformArguments().filter((_, index, all) => all[index - 1] === "-schema-location");
  const environment = {
    SCHEMA_LOCATIONS: schemas.map((place) => place.replace(/ /g, "")).join(" "),
    PATH: `${folderWithQuickPromtool()}:${toolsPath}`,
  };
  const green = await runScript(infra, "check", [], environment);
  expect(green).toMatchObject({ status: 0, stderr: expect.stringMatching(/lint[\s\S]*schema[\s\S]*unit[\s\S]*rules[\s\S]*shell/) });
  // Budgets and outages: alerts fire, do not fire, and resolve.
  for (const scenarios of ["rules", "outages"]) expect(green.stdout).toMatch(new RegExp(`${scenarios}\\.test\\.yaml\\s+SUCCESS`));

  const template = join(infra, "helm", portfolio.appName, "templates/service.yaml");
  chmodSync(template, 0o644);
  writeFileSync(template, readFileSync(template, "utf8").replace("targetPort:", "targetport:"));
  expect(await runScript(infra, "check", ["schema"], environment)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining("Invalid: 1"),
  });
});

/** Scenarios of hours take most of a minute: one of them runs here, all of them in output/alerts.long.test.ts. */
function folderWithQuickPromtool(): string {
  const folder = temporaryFolder();
  const long = ["AppAvailabilityBudgetBurn.* (4 times|half as fast)", "AppLatencyBudgetBurn", "without traffic"];
  const quick = scenarios().filter((name) => !long.some((start) => new RegExp(`^${start}`).test(name)));
  expect(quick.length).toBeGreaterThan(10);
  const flags = quick.map((name) => `--run '^${name}$'`).join(" ");
  writeFileSync(
    join(folder, "promtool"),
    `#!/bin/sh\nPATH="\${PATH#*:}"\ncase "$1 $2" in "test rules") shift 2 && set -- test rules ${flags} "$@" ;; esac\nexec promtool "$@"\n`,
    { mode: 0o755 },
  );
  return folder;
}

function scenarios(): string[] {
  const folder = join(generated.infra, "monitoring/tests");
  return readdirSync(folder).flatMap((file) =>
    parse(readFileSync(join(folder, file), "utf8")).tests.map(({ name }: { name: string }) => name),
  );
}

describe("check schema", () => {
  const checked = async (env?: NodeJS.ProcessEnv) => call(await stage("check", ["schema"], { env }), "kubeconform");

  test("takes the schemas of a version of Kubernetes and of commits, so that it answers tomorrow as it does today", async () => {
    const asked = await checked();
    expect(asked).toMatch(/ -kubernetes-version \d+\.\d+\.\d+ /);
    const places = [...asked.matchAll(/ -schema-location (\S+)/g)].map(([, place]) => place);
    expect(places).toHaveLength(2);
    for (const place of places) expect(place).toMatch(/^https:\/\/raw\.githubusercontent\.com\/[\w.-]+\/[\w.-]+\/[0-9a-f]{40}(\/|$)/);
  });

  test("takes others that it is told", async () => {
    const asked = await checked({ KUBERNETES_VERSION: "1.30.1", SCHEMA_LOCATIONS: "/a /b/{{.ResourceKind}}.json" });
    expect(asked).toMatch(/ -kubernetes-version 1\.30\.1 -schema-location \/a -schema-location \/b\/\{\{\.ResourceKind\}\}\.json \S+$/);
  });
});
