import fc from "fast-check";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { PortfolioError } from "../../src/portfolio/problems";
import { runtimeIds } from "../../src/portfolio/runtimes";
import { type Scope, scopeOf } from "../../src/portfolio/scope";
import { renderPortfolio } from "../../src/synthesis/render-portfolio";
import { anyAccepted, anySeveral as portfolios } from "../support/any-several";
import { growth, LINEAR } from "../support/growth";
import { temporaryFolder } from "../support/portfolio";
import { faultsIn } from "../support/sound";

function problemsOf(options: PortfolioOptions) {
  try {
    resolvePortfolio(options);
  } catch (error) {
    if (error instanceof PortfolioError) return error.problems;
    throw error;
  }
  return [];
}

function scopesOf(options: PortfolioOptions): Scope[] {
  const portfolio = resolvePortfolio(options);
  return portfolio.environments.flatMap((inside) => portfolio.services.map((each) => scopeOf(portfolio, each, inside)));
}

/** What only one may have, each as a text with what it is unique in. */
function claimsOf(scopes: readonly Scope[]): string[] {
  const [{ infraRepository, docsRepository, environments, services }] = scopes;
  const cluster = ({ environment: { context = "" }, clusterType }: Scope) => `${clusterType.id} ${context}`;
  const once = (texts: readonly string[]) => [...new Set(texts)];
  return [
    ...services.map(({ name }) => `service ${name}`),
    ...environments.map(({ name }) => `environment ${name}`),
    // Those with an app of a person's own may share one.
    ...once(services.map(({ name, repository, runtime }) => `${repository} of ${runtime.app ? name : "brought"}`)).map(
      (text) => `repository ${text.split(" of ")[0].toLowerCase()}`,
    ),
    `repository ${infraRepository}`,
    `repository ${docsRepository}`,
    ...once(scopes.map((scope) => `${scope.image} of ${scope.appName}`)).map((text) => text.split(" of ")[0]),
    ...scopes.map((scope) => `folder ${scope.environmentPath}`),
    ...scopes.map((scope) => `release ${cluster(scope)} ${scope.appNamespace}/${scope.appName}`),
    ...scopes.map((scope) => `monitor ${cluster(scope)} ${scope.monitorNamespace}/${scope.monitoringName}`),
    ...once(scopes.map((scope) => `${cluster(scope)} ${scope.appNamespace} in ${scope.environmentName}`)).map(
      (text) => text.split(" in ")[0],
    ),
    ...scopes.filter((scope) => scope.hasDashboard).map((scope) => `dashboard ${cluster(scope)} ${scope.dashboardUid}`),
    ...scopes.filter((scope) => scope.exposure === "nodePort").map((scope) => `port ${cluster(scope)} ${scope.nodePort}`),
    ...scopes.filter((scope) => scope.ingressHost).map((scope) => `host ${scope.ingressHost}`),
  ];
}

test("in whatever is accepted every name is one thing's, and every refusal names a place", () => {
  let accepted = 0;
  let refused = 0;
  fc.assert(
    fc.property(portfolios, (options) => {
      const problems = problemsOf(options);
      for (const { option } of problems)
        expect(option).toMatch(
          /^((services|environments)\[\d\]\.\w+|infraRepository|docsRepository|monitoringNamespace|replicas|appNamespace|ingressHost)$/,
        );
      if (problems.length > 0) refused++;
      else {
        accepted++;
        const claims = claimsOf(scopesOf(options));
        expect(claims.filter((claim, index) => claims.indexOf(claim) !== index)).toEqual([]);
        expect(resolvePortfolio(resolvePortfolio(options).options).options).toEqual(resolvePortfolio(options).options);
      }
    }),
    { numRuns: 1000 },
  );
  expect(accepted).toBeGreaterThan(5); // about twenty: names are meant to meet
  expect(refused).toBeGreaterThan(100);
});

test.each<[string, Partial<PortfolioOptions>, string]>([
  ["a name", { services: [{ name: "a" }, { name: "b" }, { name: "a", repository: "c" }] }, "services[2].name"],
  ["a repository", { services: [{ name: "a" }, { name: "b", repository: "A" }] }, "services[1].repository"],
  [
    "a repository, of which one is filled by what its runtime brings",
    { services: [{ name: "a" }, { name: "b", runtime: "container", healthPath: "/", repository: "a" }] },
    "services[1].repository",
  ],
  [
    "a repository that is written otherwise",
    {
      services: [
        { name: "a", runtime: "container", healthPath: "/", repository: "Shop" },
        { name: "b", runtime: "container", healthPath: "/", repository: "shop" },
      ],
    },
    "services[1].repository",
  ],
  ["the docs repository", { services: [{ name: "a" }], docsRepository: "A" }, "docsRepository"],
  ["a node port", { services: [{ name: "a", nodePort: 30006 }, { name: "b" }] }, "services[1].nodePort"],
  [
    "a node port of the environment before",
    { services: [{ name: "a" }, { name: "b", nodePort: 30105 }], environments: [{ name: "x" }, { name: "y" }] },
    "services[0].nodePort",
  ],
  ["an environment", { environments: [{ name: "x" }, { name: "x", namespace: "z" }] }, "environments[1].name"],
  [
    "a namespace",
    {
      environments: [
        { name: "x", namespace: "z" },
        { name: "y", namespace: "z" },
      ],
    },
    "environments[1].namespace",
  ],
  [
    "a host",
    {
      services: [{ name: "a", exposure: "ingress" }],
      environments: [
        { name: "x", host: "a.example.com" },
        { name: "y", host: "a.example.com" },
      ],
    },
    "environments[1].host",
  ],
])("%s that meets another is refused where it is said", (_, options, place) => {
  expect(problemsOf({ owner: "ada", ...options } as PortfolioOptions).map(({ option }) => option)).toEqual([place]);
});

test("what is drawn are portfolios of every runtime and cluster, with calls, in several environments", () => {
  const drawn = fc.sample(anyAccepted, 150);
  const services = drawn.flatMap((options) => resolvePortfolio(options).services);
  expect(new Set(services.map(({ runtime }) => runtime.id))).toEqual(new Set([...runtimeIds, "container"]));
  expect(services.filter(({ calls }) => calls.length > 0).length).toBeGreaterThan(10);
  const shared = drawn.filter((options) => (options.services ?? []).filter(({ repository }) => repository === "monorepo").length > 1);
  expect(shared.length).toBeGreaterThan(10);
  const environments = drawn.flatMap((options) => resolvePortfolio(options).environments);
  expect(new Set(environments.map(({ cluster }) => cluster.id)).size).toBe(3);
  expect(Math.max(...drawn.map((options) => options.environments?.length ?? 1))).toBe(3);
});

test("a program that is known by the library that measures it alone has metrics", () => {
  const shop = { name: "shop", runtime: "container", healthPath: "/", metrics: "express-prom-bundle", repository: "monorepo" } as const;
  const place = { dockerfile: "services/shop/Dockerfile", buildContext: "services/shop" };
  expect(faultsIn({ owner: "ada", services: [{ name: "web" }, { ...shop, ...place }] })).toEqual([]);
});

// Many more of them are in any-several.long.test.ts.
test("whatever is accepted passes every checker", () => {
  fc.assert(
    fc.property(anyAccepted, (options) => expect(faultsIn(options)).toEqual([])),
    { numRuns: 2, endOnFailure: true },
  );
}, 120_000);

test("so does a worker beside the API that it calls, and one that is all there is", () => {
  const worker = { name: "mail", runtime: "container", worker: true } as const;
  expect(faultsIn({ owner: "ada", services: [{ ...worker, calls: ["api"] }, { name: "api" }] })).toEqual([]);
  expect(faultsIn({ owner: "ada", services: [worker], environments: [{ name: "staging" }, { name: "live", cluster: "gke" }] })).toEqual([]);
}, 60_000);

test("fifty services render in time that grows with their number", () => {
  const grows = growth((count) => {
    const services = Array.from({ length: count }, (_, index) => ({ name: `service-${index}` }));
    const repositories = renderPortfolio(resolvePortfolio({ owner: "ada", services }), temporaryFolder());
    expect(repositories).toHaveLength(count + 2);
  }, 50);
  expect(grows).toBeLessThan(LINEAR);
});
