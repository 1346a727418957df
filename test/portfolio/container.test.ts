import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { scopeOf } from "../../src/portfolio/scope";
import { problems } from "../support/problems";

const container = { owner: "ada", runtime: "container", healthPath: "/healthz" } as const;
const scope = (options: Partial<PortfolioOptions> = {}) => scopeOf(resolvePortfolio({ ...container, ...options }));

test("a container has one port, no metrics, and is ready while it is healthy, unless it is said", () => {
  expect(scope()).toMatchObject({ managementPort: 8080, hasManagementPort: false, probePortName: "web", metricsPortName: "web" });
  expect(scope()).toMatchObject({ healthPath: "/healthz", readyPath: "/healthz", metricsPath: "", isScraped: false, metrics: undefined });
  expect(scope()).toMatchObject({ dockerfile: "Dockerfile", buildContext: "." });
  const said = { managementPort: 9000, readyPath: "/up", metrics: "promhttp" } as const;
  expect(scope(said)).toMatchObject({ hasManagementPort: true, probePortName: "management", metricsPort: 9000, readyPath: "/up" });
  expect(scope(said)).toMatchObject({ metricsPath: "/metrics", isScraped: true });
  expect(scope({ metrics: "micrometer" }).metricsPath).toBe("/actuator/prometheus");
});

test("nginx is scraped through the exporter beside it, which measures no requests", () => {
  const nginx = scope({ metrics: "nginx" });
  expect(nginx).toMatchObject({
    isScraped: true,
    metricsPath: "/metrics",
    metricsPort: 9113,
    metricsPortName: "exporter",
    measured: undefined,
  });
  expect(nginx).toMatchObject({ managementPort: 8080, exporter: { statusPath: "/stub_status" }, observability: "observability-pods" });
  expect(scope({ metrics: "nginx", statusPath: "/status" }).exporter?.statusPath).toBe("/status");
});

test("what is said of a container is written down, and nothing else of it", () => {
  const { options } = resolvePortfolio({ ...container, setup: "go", testCommand: "go test ./..." });
  expect(options).toMatchObject({ runtime: "container", healthPath: "/healthz", setup: "go", testCommand: "go test ./..." });
  expect(Object.keys(options)).not.toEqual(expect.arrayContaining(["dockerfile"]));
  const several = resolvePortfolio({ owner: "ada", services: [{ name: "api" }, { name: "web", runtime: "container", healthPath: "/up" }] });
  expect(several.options.services).toMatchObject([{ name: "api" }, { name: "web", runtime: "container", healthPath: "/up" }]);
  expect(several.options.services?.[0]).not.toHaveProperty("healthPath");
});

describe("a runtime that brings an app", () => {
  test.each([
    ["healthPath", "/healthz"],
    ["metrics", "promhttp"],
    ["metrics", "none"],
    ["runAsUser", 1000],
    ["testCommand", "npm test"],
  ])("refuses %s with the reason", (option, value) => {
    expect(problems({ runtime: "flask", [option]: value })).toEqual([
      `${option}: ${JSON.stringify(value)} describes an app of your own, and the runtime flask brings one that has this already: leave it out, or choose the runtime container`,
    ]);
  });

  test("is told by its place in the list of services", () => {
    expect(problems({ services: [{ name: "api", healthPath: "/x" }] })).toEqual([
      expect.stringMatching(/^services\[0\]\.healthPath: "\/x"/),
    ]);
  });
});

describe("what does not fit", () => {
  test("a container without a path for its health", () => {
    expect(problems({ runtime: "container" })).toEqual([
      expect.stringMatching(/^healthPath: is required with the runtime container: give a path/),
    ]);
  });

  test.each([
    [{ metrics: "promhttpp" }, /^metrics: "promhttpp" is not portfolio, .*; did you mean promhttp\?$/],
    [{ metrics: { histogram: "x" } }, /^metrics: \{"histogram":"x"\} is not portfolio, .* at least `histogram` and `status`/],
    [{ metrics: { histogram: "x", status: "code", colour: "red" } }, /^metrics: .* is not portfolio/],
    [{ metricsPath: "none", metrics: "micrometer" }, /^metricsPath: "none" leaves nothing to read/],
    [{ statusPath: "/status" }, /^statusPath: "\/status" is read by the exporter of nginx only: give `metrics` nginx/],
    [
      { metrics: "nginx", metricsPath: "/status" },
      /^metricsPath: "\/status" is not where the exporter of nginx answers: .* as statusPath$/,
    ],
    [{ metrics: "nginx", port: 9113 }, /^port: 9113 is where the exporter of nginx answers/],
    [{ setupVersion: "22" }, /^setupVersion: "22" needs a language/],
    [{ managementPort: 9090 }, /^managementPort: 9090 is not free: prometheus is forwarded/],
    [{ healthPath: "health" }, /^healthPath: "health" is not a path such as/],
    [{ dockerfile: "../Dockerfile" }, /^dockerfile: /],
  ])("%j", (options, message) => {
    expect(problems({ ...container, ...options })).toEqual([expect.stringMatching(message)]);
  });
});

describe("the latency target is an edge of the histogram", () => {
  test.each([
    ["prometheus-fastapi-instrumentator", 300, "the nearest are 100 and 500"],
    ["express-prom-bundle", 250, "the nearest are 100 and 300"],
    ["prometheus-flask-exporter", 9000, "the nearest are 7500 and 10000"],
    ["micrometer", 250, "the nearest are 246.065832 and 268.435456"],
  ])("of %s: %d ms is refused with %s", (metrics, latencyTargetMs, nearest) => {
    expect(problems({ ...container, metrics, latencyTargetMs })).toEqual([expect.stringMatching(nearest)]);
  });

  test.each<[PortfolioOptions["metrics"], number]>([
    ["prometheus-fastapi-instrumentator", 500],
    ["express-prom-bundle", 300],
    ["django-prometheus", 250],
    ["portfolio", 250],
    [{ histogram: "took", status: "code", unit: "milliseconds", edges: [100, 400] }, 400],
    [{ histogram: "took", status: "code", edges: [0.1, 0.2] }, 200],
  ])("of %j it is %d ms where none is said", (metrics, target) => {
    expect(scope({ metrics }).latencyTargetMs).toBe(target);
    expect(
      resolvePortfolio({ owner: "ada", services: [{ name: "a", runtime: "container", healthPath: "/up", metrics }] }).services[0]
        .latencyTargetMs,
    ).toBe(target);
  });
});
