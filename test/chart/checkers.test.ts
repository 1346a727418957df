import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { chart, set } from "../support/chart";
import { temporaryFolder } from "../support/portfolio";
import { check, kubeconformArguments } from "../support/tools";

describe.each(readdirSync(join(chart, "ci")))("with ci/%s", (values) => {
  const args = ["-f", join(chart, "ci", values)];

  test("helm lint --strict", () => {
    check("helm", ["lint", "--strict", chart, ...args]);
  });

  test("kubeconform -strict", () => {
    const manifests = check("helm", ["template", "x", chart, "--namespace", "x", ...args]);
    expect(check("kubeconform", kubeconformArguments(), { input: manifests })).toMatch(/Invalid: 0, Errors: 0, Skipped: 0/);
  });
});

/** What kube-score is not to ask for, and why. The chart itself carries nothing for a checker. */
const ignored: Readonly<Record<string, string>> = {
  "container-resources": "memory is limited, the CPU on purpose not (values.yaml says why)",
  "container-image-pull-policy": "what a digest names does not change, pulling it again adds nothing",
  "deployment-has-host-podantiaffinity": "topologySpreadConstraints do that, over zones as well",
  "pod-networkpolicy": "the Helm test listens on nothing; network_test.yaml holds the application's policy",
  "service-type": "with a node port the Service is to be reached at it",
};

// Those that neither switch protection off nor ask for a single pod.
test.each<[name: string, args: string[]]>([
  ["its defaults", ["--set", "image.tag=v1"]],
  ...["ingress", "gateway", "everything"].map((name): [string, string[]] => [name, ["-f", join(chart, "ci", `${name}-values.yaml`)]]),
])("kube-score with %s", (_, values) => {
  const manifests = check("helm", ["template", "x", chart, "--namespace", "x", ...values]);
  const flags = Object.keys(ignored).flatMap((name) => ["--ignore-test", name]);
  check("kube-score", ["score", "--exit-one-on-warning", ...flags, "-"], { input: manifests });
});

test("the chart is usable as a part of another one, which may switch it off", () => {
  const parent = temporaryFolder();
  writeFileSync(
    join(parent, "Chart.yaml"),
    stringify({
      apiVersion: "v2",
      name: "parent",
      version: "1.0.0",
      dependencies: [{ name: "express-app", version: "1.0.0", condition: "express-app.enabled" }],
    }),
  );
  cpSync(chart, join(parent, "charts/express-app"), { recursive: true });
  const render = (enabled: boolean) =>
    check("helm", ["template", "x", parent, ...set("express-app.image.tag=x", `express-app.enabled=${enabled}`, "global.colour=green")]);
  expect(render(true)).toContain("kind: Deployment");
  expect(render(false)).not.toContain("kind: Deployment");
});
