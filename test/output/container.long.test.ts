import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { walk } from "../support/command";
import { generate } from "../support/portfolio";
import { check, kubeconformArguments } from "../support/tools";

const IMAGE = ["--set-string", `image.digest=sha256:${"0".repeat(64)}`, "--set-string", "image.tag=main"];
const container = { runtime: "container", appName: "shop", healthPath: "/healthz" } as const;

const worker = { worker: true, healthPath: undefined } as const;

const cases: Readonly<Record<string, Partial<PortfolioOptions>>> = {
  "no metrics on Minikube": {},
  "promhttp on Minikube": { metrics: "promhttp", setup: "go", testCommand: "go test ./...", readyPath: "/readyz", managementPort: 9000 },
  "its own library on GKE": {
    metrics: "prometheus-fastapi-instrumentator",
    setup: "python",
    installCommand: "pip install uv",
    testCommand: "uv run pytest",
    cluster: "gke",
    runAsUser: 1000,
  },
  "views behind an ingress on EKS": { metrics: "django-prometheus", cluster: "eks", exposure: "ingress", ingressHost: "shop.example.com" },
  "Spring Boot": { metrics: "micrometer", setup: "java", healthPath: "/actuator/health/liveness" },
  "nginx and its exporter": { metrics: "nginx", statusPath: "/nginx_status" },
  "a worker": worker,
  "a worker with metrics on EKS": { ...worker, managementPort: 9000, metricsPath: "/metrics", cluster: "eks" },
  "a worker that says whether it is ready": { ...worker, managementPort: 9000, healthPath: "/livez", readyPath: "/readyz" },
  "names of its own": { metrics: { histogram: "took_milliseconds", status: "code", route: "path", unit: "milliseconds" } },
};

describe.each(Object.entries(cases))("%s", (_, options) => {
  const { app, infra, portfolio } = generate({ ...container, ...options });
  const chart = join(infra, "helm/shop");
  const rules = readFileSync(join(chart, "files/rules.yaml"), "utf8");
  const dashboard = readFileSync(join(chart, "files/dashboard.json"), "utf8");

  test("the app repository gets twelve files, and none that an app has", () => {
    const files = walk(app).map((file) => file.slice(app.length + 1));
    expect(files.length).toBeLessThanOrEqual(12);
    expect(
      files.filter((file) => !/^(\.projen|\.github|scripts\/portfolio\.sh$|contract\.json$|compose\.portfolio\.yaml$)/.test(file)),
    ).toEqual([]);
  });

  test("what is rendered is valid, in each of the chart's own sets of values", () => {
    check("helm", ["lint", "--strict", chart, "--namespace", "shop", ...IMAGE]);
    const sets = walk(join(chart, "ci")).map((file) => ["-f", file]);
    for (const values of [IMAGE, ...sets]) {
      const manifests = check("helm", ["template", "shop", chart, "--namespace", "shop", ...values]);
      expect(check("kubeconform", kubeconformArguments(), { input: manifests })).toMatch(/Invalid: 0, Errors: 0, Skipped: 0/);
    }
    const kinds = parseAllDocuments(check("helm", ["template", "shop", chart, ...IMAGE])).map((document) => document.toJS()?.kind);
    expect(kinds.includes("ServiceMonitor")).toBe(portfolio.isScraped);
    expect(kinds.includes("Service")).toBe(portfolio.hasService);
    check("helm-unittest", [chart]);
  });

  test("the alerts fire as they should, by the names of the library", () => {
    const files = walk(join(infra, "monitoring/tests")).filter((file) => file.endsWith(".test.yaml"));
    check("promtool", ["check", "rules", join(chart, "files/rules.yaml")]);
    check("promtool", ["test", "rules", ...files]);
    const { measured } = portfolio;
    expect(rules.includes("http_request_duration_seconds")).toBe(measured?.duration === "http_request_duration_seconds");
    if (measured) for (const text of [rules, dashboard]) expect(text).toContain(`${measured.requests}{`);
    else expect(rules + dashboard).not.toMatch(/\bup\{|_bucket|\bhttp_requests/);
    const queries = [...dashboard.matchAll(/"expr": ("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text!) as string);
    expect(queries.length).toBeGreaterThan(5);
    for (const query of queries) check("promtool", ["promql", "format", query.replace(/\$__rate_interval/g, "5m"), "--experimental"]);
  });

  test("workflows and scripts", () => {
    check("actionlint", ["-shellcheck", "shellcheck", join(app, ".github/workflows/portfolio.yaml")]);
    check("shellcheck", [join(app, "scripts/portfolio.sh")]);
  });
});

test("a label that tells probes from requests leaves them out; without one the rules say so", () => {
  const rulesOf = (options: Partial<PortfolioOptions>) =>
    readFileSync(join(generate({ ...container, ...options }).infra, "helm/shop/files/rules.yaml"), "utf8");
  expect(rulesOf({ metrics: "express-prom-bundle" })).toContain('{job="shop",path!~"/healthz|/metrics"}');
  expect(rulesOf({ metrics: "promhttp" })).toContain("No label tells probes from requests of users: they count, too.");
  expect(rulesOf({ metrics: "django-prometheus" })).toContain("they count, too.");
});
