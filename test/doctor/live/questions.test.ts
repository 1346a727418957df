import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { questionsOf } from "../../../src/doctor/live/questions";
import { View } from "../../../src/live/snapshot";
import type { PortfolioOptions } from "../../../src/portfolio/options";
import { generate } from "../../support/portfolio";

const labels = { "app.kubernetes.io/instance": "shop" };

/** What is asked of Prometheus to see whether the rules of a chart have data. */
function asked(options: Partial<PortfolioOptions>): string[] {
  const { infra } = generate({ runtime: "container", appName: "shop", ...options });
  const spec = parse(readFileSync(join(infra, "helm/shop/files/rules.yaml"), "utf8"));
  const objects = [{ kind: "PrometheusRule", metadata: { name: "shop", namespace: "monitoring", labels }, spec }];
  const scope = { namespace: "prod", service: "shop", monitors: "monitoring" };
  const view = new View({
    version: 1,
    context: "",
    scope,
    resources: [],
    objects,
    refused: [],
    logs: {},
    prometheus: {},
    answers: {},
  } as never);
  return questionsOf(view).map(({ promql }) => promql);
}

test("what a rule records is asked for by the label that it has: the job, or the Deployment of kube-state-metrics", () => {
  expect(asked({ healthPath: "/up", metrics: "promhttp" })).toContain('job:http_requests:rate5m{namespace="prod",job="shop"}');
  for (const options of [{ healthPath: "/up" }, { worker: true }])
    expect(asked(options)).toEqual(["bool", "avg30d"].map((what) => `deployment:available:${what}{namespace="prod",deployment="shop"}`));
});
