import fc from "fast-check";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { PortfolioError } from "../../src/portfolio/problems";
import { type Scope, scopeOf } from "../../src/portfolio/scope";

const problems = (options: Partial<PortfolioOptions>): string => {
  try {
    resolvePortfolio({ owner: "ada", ...options });
  } catch (error) {
    if (error instanceof PortfolioError) return error.message;
    throw error;
  }
  return "";
};

describe("a name is refused in the form in which it is used last", () => {
  test.each<[Partial<PortfolioOptions>, string]>([
    [{ registry: "octocat" }, 'registry: "octocat" is not the host of a registry: one has a dot, a port up to 65535, or is localhost'],
    [{ registry: "octocat/team" }, "for Docker Hub, give docker.io/octocat/team"],
    [{ registry: "r.example.com:65536" }, "a port up to 65535"],
    [{ registry: "r.example.com/a..b" }, "registry:"],
    [{ registry: "r.example.com/a._b" }, "registry:"],
    [{ registry: `r.example.com/${"a".repeat(160)}` }, "more than the 255 characters"],
    [{ monitoringRelease: "1x" }, 'makes the Service "1x-kube-prometheus-stack-prometheus"'],
    [{ delivery: "argocd", appName: "argocd" }, 'appNamespace: "argocd" is the namespace of Argo CD, which scripts/argocd.sh installs'],
    [{ delivery: "argocd", monitoringNamespace: "argocd" }, "is the namespace of Argo CD"],
    [{ exposure: "ingress", ingressHost: "a.example.com", appName: "traefik" }, 'appNamespace: "traefik" is the namespace of Traefik'],
    [
      {
        services: [{ name: "a" }, { name: "b", exposure: "ingress" }],
        environments: [{ name: "x", host: "b.test", namespace: "traefik" }],
      },
      "environments[0].namespace: ",
    ],
    [{ runtime: "container", healthPath: "/", metrics: "nginx", appName: "exporter" }, 'appName: "exporter" is what the container of'],
    [{ appRepository: "-x" }, 'appRepository: "-x" starts with a hyphen'],
    ...["_docs_", "lib_", "a-_n__-.U_-x", "x_.y"].map((docsRepository): [Partial<PortfolioOptions>, string] => [
      { docsRepository },
      `docsRepository: "${docsRepository}" has an underscore that no letter or digit follows`,
    ]),
  ])("%j", (options, message) => {
    expect(problems(options)).toContain(message);
  });

  test.each<[Partial<PortfolioOptions>]>([
    [{ registry: "localhost" }],
    [{ registry: "localhost:5000/a__b/c--d" }],
    [{ registry: "registry:5000" }],
    [{ registry: "docker.io/octocat" }],
    [{ owner: "jdoe_acme" }],
    ...["_app", "a__b", "a-_b", "a_1.x"].map((appRepository): [Partial<PortfolioOptions>] => [{ appRepository }]),
    [{ appName: "argocd" }],
    [{ appName: "traefik" }],
    [{ appName: "traefik", cluster: "gke", exposure: "ingress", ingressHost: "a.example.com" }],
    [{ runtime: "container", healthPath: "/", appName: "exporter" }],
    [{ monitoringRelease: "kube-prometheus-stack" }],
  ])("%j is accepted", (options) => {
    expect(problems(options)).toBe("");
  });
});

/** The grammars once more, as their own documents write them. */
const dns1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const dns1123 = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const component = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const reference = new RegExp(
  `^(?:[a-zA-Z0-9]|[a-zA-Z0-9][-a-zA-Z0-9]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][-a-zA-Z0-9]*[a-zA-Z0-9]))*(?::[0-9]+)?(?:/${component})+$`,
);

function expectUsable(portfolio: Scope): void {
  const { prometheusName, alertmanagerName, operatorName, grafanaName, kubeStateMetricsName } = portfolio;
  for (const name of [portfolio.appName, prometheusName, alertmanagerName, operatorName, grafanaName, kubeStateMetricsName]) {
    expect(name).toMatch(dns1035);
    expect(name.length).toBeLessThanOrEqual(63);
  }
  for (const name of [portfolio.appNamespace, portfolio.monitoringNamespace]) {
    expect(name).toMatch(dns1123);
    expect(name.length).toBeLessThanOrEqual(63);
  }
  expect(portfolio.image).toMatch(reference);
  expect(`${portfolio.image}@sha256:${"0".repeat(64)}`.length).toBeLessThanOrEqual(255);
  // Docker takes what has none of these for an account on Docker Hub.
  expect(portfolio.image.split("/")[0]).toMatch(/[.:]|^localhost$/);
  for (const url of [portfolio.appUrl, portfolio.infraUrl, portfolio.docsUrl]) expect(new URL(url).href).toBe(url);
  expect(portfolio.dashboardUid).toMatch(/^[-a-zA-Z0-9_]{1,40}$/);
}

test("whatever is accepted can be used where it goes", () => {
  const word = (alphabet: string, maxLength: number) => fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength });
  const label = fc.oneof(
    word("ab1-", 8),
    word("ab1-", 62).map((inner) => `a${inner}b`),
    fc.constantFrom("kube-prometheus-stack", "grafana"),
  );
  const host = fc.tuple(word("ab1.-:", 12), fc.constantFrom("", ":5000", ".example.com", ":65536")).map((parts) => parts.join(""));
  const path = fc.array(word("ab1._-", 90), { maxLength: 2 }).map((parts) => parts.map((part) => `/${part}`).join(""));
  const options = fc.record(
    {
      owner: word("aB1-_", 40),
      appName: label,
      registry: fc.oneof(fc.tuple(host, path), fc.tuple(fc.constantFrom("ghcr.io", "localhost"), path)).map((parts) => parts.join("")),
      appRepository: word("aB1-_.", 20).map((name) => `${name}x`),
      appNamespace: label,
      monitoringNamespace: label,
      monitoringRelease: label,
    },
    { requiredKeys: ["owner"] },
  );
  fc.assert(
    fc.property(options, (given) => {
      fc.pre(problems(given) === ""); // one of about fifty
      expectUsable(scopeOf(resolvePortfolio(given)));
    }),
    { numRuns: 120, maxSkipsPerRun: 1000 },
  );
});
