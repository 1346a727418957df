import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { scopeOf } from "../../src/portfolio/scope";
import { problems } from "../support/problems";

describe("lists", () => {
  test("of one service and one environment say what the flat options say", () => {
    const flat = resolvePortfolio({ owner: "ada", runtime: "flask", appName: "shop", port: 9000, cluster: "gke", replicas: 3 });
    const listed = resolvePortfolio({
      owner: "ada",
      services: [{ name: "shop", runtime: "flask", port: 9000 }],
      environments: [{ name: "gke", cluster: "gke", replicas: 3, namespace: "shop" }],
    });
    // But for the model itself.
    const ofTheModel = ["service", "environment", "services", "environments", "together", "leads", "scopeFor"];
    const scope = Object.fromEntries(Object.entries(scopeOf(flat)).filter(([name]) => !ofTheModel.includes(name)));
    expect(scopeOf(listed)).toMatchObject(scope);
  });

  test.each([
    [{ services: [{ name: "shop" }], appName: "web" }, /^appName: "web" is given beside services.*services\[0\]\.name/],
    [{ services: [{ name: "shop" }], port: 9000 }, /^port: 9000 .*services\[0\]\.port, or leave out services/],
    [{ environments: [{ name: "prod" }], cluster: "gke" }, /^cluster: "gke" is given beside environments.*environments\[0\]\.cluster/],
  ])("refuse the option that would be part of them: %j", (options, message) => {
    expect(problems(options)).toEqual([expect.stringMatching(message)]);
  });

  test.each([
    [{ services: [] }, /^services: \[\] is not a list of services/],
    [{ services: [{ name: "shop" }, { runtime: "flask" }] }, /^services\[1\]\.name: is required/],
    [{ services: [{ name: "Shop" }] }, /^services\[0\]\.name: "Shop" is not a DNS label/],
    [{ services: [{ name: "shop", runtme: "flask" }] }, /^services\[0\]\.runtme: is not an option; did you mean runtime\?/],
    [{ services: [{ name: "shop", runtime: "flsk" }] }, /^services\[0\]\.runtime: "flsk".*did you mean flask\?/],
    [{ services: ["shop"] }, /^services\[0\]: "shop" is not an object/],
    [{ environments: [{ name: "prod", namespace: "kube-system" }] }, /^environments\[0\]\.namespace: "kube-system" belongs to Kubernetes/],
    [{ environments: [{ name: "prod", host: "a.example.com" }] }, /^environments\[0\]\.host: "a\.example\.com" needs exposure ingress/],
  ])("name the place of what is wrong: %j", (options, message) => {
    expect(problems(options)).toEqual([expect.stringMatching(message)]);
  });

  test("are written down so that they give the same again", () => {
    const given = {
      owner: "ada",
      services: [{ name: "shop", exposure: "ingress" as const, platforms: ["linux/arm64" as const] }],
      environments: [{ name: "prod", cluster: "eks" as const, context: "prod-eu", host: "shop.example.com" }],
    };
    const { options } = resolvePortfolio(given);
    expect(options.services).toEqual([{ ...given.services[0], runtime: "express", repository: "shop", port: 8080, nodePort: 30005 }]);
    expect(options.environments).toEqual([{ ...given.environments[0], replicas: 2 }]);
    expect(resolvePortfolio(options)).toEqual(resolvePortfolio(given));
  });
});
