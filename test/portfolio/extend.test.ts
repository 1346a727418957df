import fc from "fast-check";
import { withEnvironment, withoutEnvironment, withoutService, withService } from "../../src/portfolio/extend";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { PortfolioError } from "../../src/portfolio/problems";
import { type Scope, scopesOf } from "../../src/portfolio/scope";
import { renderProjenrc } from "../../src/repositories/projenrc";
import { editOptions } from "../../src/synthesis/edit-options";
import { anyEnvironment, anyRoomy, anyService } from "../support/any-several";

const resolved = (options: Partial<PortfolioOptions>) => resolvePortfolio({ owner: "ada", ...options });

/** What a deployment of a service is, by its name and environment. */
function deployments(options: PortfolioOptions): Record<string, Partial<Scope>> {
  const facts = ({
    appNamespace,
    port,
    nodePort,
    exposure,
    ingressHost,
    image,
    replicas,
    appRepository,
    environmentPath,
    runtime,
  }: Scope) => ({
    ...{ appNamespace, port, nodePort, exposure, ingressHost, image, replicas, appRepository, environmentPath, runtime },
  });
  return Object.fromEntries(
    scopesOf(resolvePortfolio(options)).map((scope) => [`${scope.appName} in ${scope.environmentName}`, facts(scope)]),
  );
}

const portfolios: [string, Partial<PortfolioOptions>][] = [
  ["the default one", {}],
  [
    "one with every flat option",
    { runtime: "flask", appName: "shop", appRepository: "x", port: 9000, nodePort: 31000, replicas: 4, appNamespace: "team" },
  ],
  ["one behind an ingress in the cloud", { cluster: "gke", exposure: "ingress", ingressHost: "a.example.com" }],
  [
    "one of two services",
    {
      services: [
        { name: "a", nodePort: 30006 },
        { name: "b", nodePort: 30007, calls: ["a"] },
      ],
    },
  ],
  ["one of two environments", { environments: [{ name: "x" }, { name: "y", cluster: "eks" }] }],
];

describe.each(portfolios)("%s", (_, given) => {
  const before = resolved(given).options;

  test("keeps every deployment when a service comes, and gives it back when it goes", () => {
    const after = resolvePortfolio(withService(before, { name: "new" })).options;
    expect(deployments(after)).toMatchObject(deployments(before));
    expect(resolvePortfolio(after).services.at(-1)?.name).toBe("new");
    expect(deployments(withoutService(after, "new"))).toEqual(deployments(before));
  });

  test("keeps every deployment when an environment comes, and gives it back when it goes", () => {
    const host = given.exposure === "ingress" ? { host: "b.example.com" } : {};
    const after = resolvePortfolio(withEnvironment(before, { name: "new", cluster: "gke", context: "other", ...host })).options;
    expect(deployments(after)).toMatchObject(deployments(before));
    expect(resolvePortfolio(after).environments.at(-1)?.name).toBe("new");
    expect(deployments(withoutEnvironment(after, "new"))).toEqual(deployments(before));
  });
});

test("a new service is in a namespace of its own, reached as its cluster is, at a port that is free in every environment", () => {
  const both = withEnvironment(resolvePortfolio(withService(resolved({}).options, { name: "web" })).options, {
    name: "prod",
    cluster: "gke",
  });
  expect(deployments(both)).toMatchObject({
    "web in minikube": { appNamespace: "web", exposure: "nodePort", nodePort: 30006 },
    "express-app in prod": { appNamespace: "express-app-prod", exposure: "clusterIP" },
  });
  const taken = resolved({ services: [{ name: "a", nodePort: 30105 }], environments: [{ name: "x" }, { name: "y" }] });
  expect(resolvePortfolio(withService(taken.options, { name: "b" })).services[1].nodePort).toBe(30006);
});

test.each<[() => unknown, string]>([
  [() => withoutService(resolved({}).options, "express-app"), "express-app is the only service, and a portfolio has at least one"],
  [() => withoutEnvironment(resolved({}).options, "minikube"), "minikube is the only environment"],
  [
    () => withoutService(resolved({ services: [{ name: "shop" }, { name: "web" }] }).options, "shpo"),
    "there is no service shpo: the portfolio has shop, web; did you mean shop?",
  ],
  [
    () => withoutService(resolved({ services: [{ name: "shop" }, { name: "web", calls: ["shop"] }] }).options, "shop"),
    "web calls shop: take it out of `calls`",
  ],
])("what cannot go is refused", (remove, message) => {
  expect(remove).toThrow(message);
});

test("whatever comes to any portfolio is refused, or leaves what is there as it is and goes again without a trace", () => {
  const accepted = (make: () => PortfolioOptions) => {
    try {
      return resolvePortfolio(make()).options;
    } catch (error) {
      if (error instanceof PortfolioError) return undefined;
      throw error;
    }
  };
  let extended = 0;
  fc.assert(
    fc.property(anyRoomy, anyService, anyEnvironment, (options, service, environment) => {
      const before = accepted(() => options);
      if (!before) return;
      for (const [add, takeOut] of [
        [() => withService(before, service), (after: typeof before) => withoutService(after, service.name)],
        [() => withEnvironment(before, environment), (after: typeof before) => withoutEnvironment(after, environment.name)],
      ] as const) {
        const after = accepted(add);
        if (!after) continue;
        extended++;
        expect(deployments(after)).toMatchObject(deployments(before));
        expect(deployments(takeOut(after))).toEqual(deployments(before));
        const texts = [before, after, before].map((each) => renderProjenrc("infra", each));
        expect(editOptions(texts[0], before, after)).toBe(texts[1]);
        expect(editOptions(`${texts[0]} `.replace("{\n", "{ // mine\n"), before, after)).toContain("{ // mine\n");
      }
    }),
    { numRuns: 150 },
  );
  expect(extended).toBeGreaterThan(15);
});
