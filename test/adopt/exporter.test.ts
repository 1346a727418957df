import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../support/command";
import { generate } from "../support/portfolio";

/** What NGINX Prometheus Exporter 1.5.1 said of nginx 1.22 when both were run as `expositions/record/record.sh` does. */
const recorded = readFileSync(join(repositoryRoot, "test/adopt/expositions/exporters/nginx.txt"), "utf8");
const types = Object.fromEntries([...recorded.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));

test("rules and dashboard of nginx ask for what its exporter has, and take the rate of counters only", () => {
  const { infra } = generate({ runtime: "container", appName: "shop", healthPath: "/up", metrics: "nginx" });
  const texts = ["rules.yaml", "dashboard.json"].map((file) => readFileSync(join(infra, "helm/shop/files", file), "utf8"));
  const asked = texts.flatMap((text) => [...text.matchAll(/(rate\()?\b(nginx_[a-z_]+)\{/g)]);
  expect(new Set(asked.map(([, , name]) => name)).size).toBe(7);
  for (const [, rate, name] of asked) expect([name, types[name!]]).toEqual([name, rate ? "counter" : "gauge"]);
  for (const text of texts) expect(text).not.toMatch(/_bucket|status=|\b5\.\./); // neither times nor answers are known
});
