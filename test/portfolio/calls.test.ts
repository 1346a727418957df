import { parse } from "yaml";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { PortfolioError } from "../../src/portfolio/problems";
import { scopeOf } from "../../src/portfolio/scope";
import { renderPortfolio } from "../../src/synthesis/render-portfolio";
import { temporaryFolder } from "../support/portfolio";

const shop: PortfolioOptions = {
  owner: "ada",
  services: [
    { name: "web", calls: ["shop-api"] },
    { name: "shop-api", repository: "api", port: 9000, calls: ["stock", "web"] },
    { name: "stock" },
    { name: "apart" },
  ],
  environments: [{ name: "staging" }, { name: "prod", cluster: "gke", namespace: "shop" }],
};

describe("calls", () => {
  const portfolio = resolvePortfolio(shop);
  const [web, api, , apart] = portfolio.services;

  test("are found by a variable, in the environment of the caller", () => {
    const urls = portfolio.environments.map((environment) =>
      scopeOf(portfolio, web, environment).calls.map(({ variable, url }) => [variable, url]),
    );
    expect(urls).toEqual([
      [["SHOP_API_URL", "http://shop-api.shop-api-staging.svc:9000"]],
      [["SHOP_API_URL", "http://shop-api.shop.svc:9000"]],
    ]);
    expect(scopeOf(portfolio, api, portfolio.environments[1]).callers).toEqual([{ service: web, namespace: "shop" }]);
  });

  test("lead to all that has to run beside a service, once each", () => {
    const names = portfolio.services.map((service) => scopeOf(portfolio, service).reached.map(({ name }) => name));
    expect(names).toEqual([["shop-api", "stock"], ["stock", "web"], [], []]);
  });

  test("start in Compose from the repositories beside the caller's", () => {
    const repositories = renderPortfolio(portfolio, temporaryFolder());
    const composeOf = (name: string) =>
      parse(repositories.find((one) => one.name === name)?.tree.get("compose.yaml")?.content ?? "", { merge: true });
    const { services } = composeOf("web");
    expect(services.app.environment.SHOP_API_URL).toBe("http://shop-api-service:9000");
    expect(services["shop-api-service"].build.context).toBe("../api");
    expect(services["shop-api-service"].environment).toMatchObject({ STOCK_URL: "http://stock-service:8080", WEB_URL: "http://app:8080" });
    expect(Object.keys(composeOf("stock").services)).toEqual(["app", "traffic", "prometheus", "grafana"]);
  });

  test("leave a service without them as it is", () => {
    const without = (options: PortfolioOptions) => {
      const services = options.services?.map(({ calls: _, ...service }) => service);
      return renderPortfolio(resolvePortfolio({ ...options, services }), temporaryFolder());
    };
    const chart = (repositories: ReturnType<typeof renderPortfolio>) =>
      [...(repositories.find(({ role }) => role === "infra")?.tree ?? [])].filter(([path]) => path.startsWith(`helm/${apart.name}/`));
    expect(chart(renderPortfolio(portfolio, temporaryFolder()))).toEqual(chart(without(shop)));
  });

  test.each<[string[], string]>([
    [["web"], 'services[0].calls: "web" is the service itself; name others, or leave it out'],
    [["shop-apo"], 'services[0].calls: "shop-apo" is no service of the portfolio: name some of grafana, shop-api; did you mean shop-api?'],
    [
      ["grafana"],
      'services[0].calls: "grafana" would be found by GRAFANA_URL, which is the address of Grafana; give that service another name',
    ],
    [
      ["shop-api", "shop-api"],
      'services[0].calls: ["shop-api","shop-api"] is not a list of names of other services of the portfolio, each once',
    ],
  ])("%j are refused", (calls, message) => {
    const resolve = () => resolvePortfolio({ owner: "ada", services: [{ name: "web", calls }, { name: "grafana" }, { name: "shop-api" }] });
    expect(resolve).toThrow(PortfolioError);
    expect(resolve).toThrow(message);
  });
});
