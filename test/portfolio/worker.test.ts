import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { scopeOf } from "../../src/portfolio/scope";
import { problems } from "../support/problems";

const worker = { owner: "ada", runtime: "container", worker: true } as const;
const scope = (options: Partial<PortfolioOptions> = {}) => scopeOf(resolvePortfolio({ ...worker, ...options }));

test("a worker listens at nothing, is asked nothing and reached by nobody", () => {
  expect(scope()).toMatchObject({ serves: false, hasService: false, hasManagementPort: false, traffic: [], exposure: "clusterIP" });
  expect(scope()).toMatchObject({ healthPath: "", readyPath: "", metricsPath: "", isScraped: false, measured: undefined });
});

test("one with metrics has a port for them, and is ready when it answers there", () => {
  const said = { managementPort: 9000, metricsPath: "/metrics" };
  expect(scope(said)).toMatchObject({ serves: false, hasService: true, isScraped: true, metricsPortName: "management", metricsPort: 9000 });
  expect(scope(said)).toMatchObject({
    healthPath: "",
    readyPath: "/metrics",
    probePortName: "management",
    observability: "observability-pods",
  });
  expect(scope({ ...said, healthPath: "/up" })).toMatchObject({ healthPath: "/up", readyPath: "/up" });
});

test("nothing of requests is written down, and what is written down is the same portfolio", () => {
  const alone = resolvePortfolio(worker).options;
  expect(alone).toMatchObject({ worker: true });
  for (const option of ["port", "exposure", "nodePort", "latencyTargetMs"]) expect(alone).not.toHaveProperty(option);
  expect(resolvePortfolio(alone).options).toEqual(alone);
  const several = resolvePortfolio({
    owner: "ada",
    services: [{ name: "api" }, { name: "mail", runtime: "container", worker: true }],
  }).options;
  expect(several.services?.[1]).toEqual({ name: "mail", runtime: "container", repository: "mail", worker: true });
  expect(resolvePortfolio(several).options).toEqual(several);
});

test("what is said of a portfolio as a whole takes a service that answers requests as its example", () => {
  const services = [{ name: "mail", runtime: "container" as const, worker: true }, { name: "api" }];
  expect(scopeOf(resolvePortfolio({ owner: "ada", services })).appName).toBe("api");
  expect(scopeOf(resolvePortfolio({ owner: "ada", services: services.slice(0, 1) })).appName).toBe("mail");
});

test.each<[Partial<PortfolioOptions>, RegExp]>([
  [{ port: 9000 }, /^port: 9000 is where requests are answered, .* or give managementPort/],
  [{ exposure: "ingress", ingressHost: "a.example.com" }, /^exposure: "ingress" lets users in/],
  [{ metrics: "promhttp", managementPort: 9000 }, /^metrics: "promhttp" names what measures requests, .* give metricsPath/],
  [{ metricsPath: "/metrics" }, /^managementPort: is required for the metricsPath of a worker/],
  [{ healthPath: "/up" }, /^managementPort: is required for the healthPath of a worker/],
  [{ managementPort: 9000 }, /^managementPort: 9000 has nothing to ask for/],
  [{ runtime: "flask" }, /^worker: true describes an app of your own/],
])("%j is refused with what to do", (options, message) => {
  expect(problems({ ...worker, ...options })).toContainEqual(expect.stringMatching(message));
});

test("nobody calls a worker, which may call others", () => {
  const mail = { name: "mail", runtime: "container", worker: true } as const;
  expect(problems({ services: [{ name: "api", calls: ["mail"] }, mail] })).toEqual([
    'services[0].calls: "mail" is a worker, which answers no requests; leave it out',
  ]);
  expect(problems({ services: [{ name: "api" }, { ...mail, calls: ["api"] }] })).toEqual([]);
});
