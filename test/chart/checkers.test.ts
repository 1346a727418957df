import { readdirSync } from "node:fs";
import { join } from "node:path";
import { chart, read } from "../support/chart";
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

// Those that neither switch protection off nor ask for a single pod.
test.each(["default", "ingress", "gateway", "everything"])("kube-score with ci/%s-values.yaml", (values) => {
  const manifests = check("helm", ["template", "x", chart, "--namespace", "x", "-f", join(chart, "ci", `${values}-values.yaml`)]);
  check("kube-score", ["score", "--exit-one-on-warning", "-"], { input: manifests });
});

test("what kube-score is told to ignore has its reason beside it", () => {
  for (const file of readdirSync(join(chart, "templates"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".yaml"),
  )) {
    const text = read(join("templates", file));
    for (const [, ignored] of text.matchAll(/kube-score\/ignore: (\S+)/g)) {
      for (const check of ignored.split(","))
        expect(text).toMatch(new RegExp(`# [a-z-]*(${check})[a-z-]*( and [a-z-]+)?: |# [a-z-]+ and ${check}: `));
    }
  }
});
