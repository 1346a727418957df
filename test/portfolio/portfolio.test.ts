import fc from "fast-check";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { optionsSchema } from "../../src/portfolio/schema";
import { scopeOf } from "../../src/portfolio/scope";
import { anyOptions } from "../support/any-options";
import { problems } from "../support/problems";

const scope = (options: PortfolioOptions) => scopeOf(resolvePortfolio(options));

describe("the management port", () => {
  test.each([
    [8080, 8081],
    [9089, 9091], // Prometheus is forwarded to 9090
    [1718, 1721], // no browser talks to 1719 and 1720
    [65535, 65534],
  ])("of %d is %d", (port, managementPort) => {
    expect(scope({ owner: "ada", port }).managementPort).toBe(managementPort);
  });

  test("is where metrics are when users come through an ingress", () => {
    expect(scope({ owner: "ada" }).metricsPortName).toBe("web");
    expect(scope({ owner: "ada", exposure: "ingress", ingressHost: "a.example.com" }).metricsPortName).toBe("management");
  });
});

test.each([2049, 6000, 6667, 10080])("port %d, which browsers and fetch refuse, is refused with the reason", (port) => {
  expect(problems({ port })).toEqual([expect.stringMatching(`port.*${port}.*refused by browsers`)]);
});

describe("defaults", () => {
  test("follow from the owner and the runtime alone", () => {
    expect(resolvePortfolio({ owner: "Ada" }).options).toEqual({
      owner: "Ada",
      runtime: "express",
      appName: "express-app",
      registry: "ghcr.io",
      appRepository: "express-app",
      infraRepository: "infra-k8s",
      docsRepository: "devops-portfolio-project",
      port: 8080,
      replicas: 2,
      appNamespace: "express-app",
      monitoringNamespace: "monitoring",
      monitoringRelease: "monitoring",
      cluster: "minikube",
      exposure: "nodePort",
      nodePort: 30005,
      platforms: ["linux/amd64", "linux/arm64"],
      availabilityTarget: 99.9,
      latencyTargetMs: 250,
      minikubeCpus: 2,
      minikubeMemoryMb: 4096,
      title: "DevOps portfolio",
      author: "Ada",
      alertReceiver: "none",
      delivery: "helm",
    });
  });

  test("of names follow the name of the service", () => {
    expect(scope({ owner: "ada", appName: "shop" })).toMatchObject({ appRepository: "shop", appNamespace: "shop" });
    expect(scope({ owner: "ada", runtime: "flask" }).appName).toBe("flask-app");
  });

  test.each([
    ["minikube", "nodePort"],
    ["gke", "clusterIP"],
    ["eks", "clusterIP"],
  ] as const)("on %s expose the service by %s", (cluster, exposure) => {
    expect(scope({ owner: "ada", cluster }).exposure).toBe(exposure);
  });

  test("are filled in for undefined too, and the result cannot be changed", () => {
    const portfolio = resolvePortfolio({ owner: "ada", port: undefined });
    expect(portfolio.options.port).toBe(8080);
    expect(Object.isFrozen(portfolio)).toBe(true);
  });
});

describe("validation", () => {
  test("reports everything wrong at once, each with option, value and what is allowed", () => {
    const found = problems({ appName: "Shop", port: 80, runtime: "flsk", registry: "GHCR" });
    expect(new Set(found)).toEqual(
      new Set([
        'appName: "Shop" is not a DNS label of at most 53 characters (Helm\'s limit for a release) that starts with a letter: a-z, 0-9, inner hyphens',
        "port: 80 is not a whole number from 1024 to 65535",
        `runtime: "flsk" is not one of ${optionsSchema.properties.runtime.enum!.join(", ")}; did you mean flask?`,
        'registry: "GHCR" is not a lower-case host with an optional port and path, such as ghcr.io or registry.example.com:5000/team',
      ]),
    );
  });

  test.each([
    ["an unknown option", { nodePrt: 30007 }, "nodePrt: is not an option; did you mean nodePort?"],
    ["a name of 54 characters", { appName: "a".repeat(54) }, /appName: "a{54}" is not a DNS label/],
    ["a name that starts with a digit", { appName: "1a" }, /starts with a letter/],
    ["a name that ends with a hyphen", { appName: "a-" }, /appName/],
    ["a login with two hyphens in a row", { owner: "a--b" }, /GitHub login/],
    ["a login with an underscore at its end", { owner: "jdoe_" }, /GitHub login/],
    ["a login of 40 characters", { owner: "a".repeat(40) }, /GitHub login/],
    ["a path for a repository", { infraRepository: "../x" }, /GitHub repository name/],
    ["a repository named ..", { docsRepository: ".." }, /GitHub repository name/],
    ["a privileged port", { port: 443 }, /from 1024 to 65535/],
    ["half a port", { port: 8080.5 }, /whole number/],
    ["a nodePort out of range", { nodePort: 8080 }, /from 30000 to 32767/],
    ["a target that the alerts could not watch", { availabilityTarget: 94.9 }, "availabilityTarget: 94.9 is not a number from 95 to 99.99"],
    ["no platform", { platforms: [] }, /list of one or more of linux\/amd64, linux\/arm64, each once/],
    ["a platform twice", { platforms: ["linux/amd64", "linux/amd64"] }, /each once/],
    ["a title on two lines", { title: "a\nb" }, /on one line/],
    ["a repository twice, but for case", { appRepository: "Infra-K8s" }, /the repositories need different names/],
    ["one namespace for both", { appNamespace: "monitoring" }, /pod security is restricted/],
    ["a namespace of Kubernetes", { appNamespace: "kube-system" }, /appNamespace: "kube-system" belongs to Kubernetes itself/],
    ["the namespace that is always there", { monitoringNamespace: "default" }, /monitoringNamespace: "default" belongs to Kubernetes/],
    ["an account of AWS that cannot be one", { registry: "1.dkr.ecr.eu-west-1.amazonaws.com/a" }, /is not an address of Amazon ECR that/],
    ["the public registry of AWS", { registry: "public.ecr.aws/octo" }, /is not an address of Amazon ECR that/],
    [
      "a name that Amazon ECR does not take",
      { registry: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/a__b" },
      /is not the name of a repository of Amazon ECR/,
    ],
    [
      "Artifact Registry without a project",
      { registry: "europe-docker.pkg.dev" },
      /registry: .* lacks the project and the repository of Artifact Registry/,
    ],
    ["the port of Prometheus", { port: 9090 }, /prometheus is forwarded to 9090/],
    ["its name in China", { registry: "123456789012.dkr.ecr-fips.cn-north-1.amazonaws.com.cn" }, /is not an address of Amazon ECR/],
    ["its name for IPv6", { registry: "123456789012.dkr-ecr.eu-west-1.on.aws" }, /is not an address of Amazon ECR/],
    ["a port that is the nodePort", { port: 30005 }, /port: 30005 is also nodePort/],
    ["ingress without a host", { exposure: "ingress" }, /ingressHost: is required with exposure ingress/],
    ["a host without ingress", { ingressHost: "a.example.com" }, /needs exposure ingress, but exposure is nodePort/],
    ["an owner that is missing", { owner: undefined }, /owner: is required: give a GitHub login/],
  ])("refuses %s", (_, options, message) => {
    const found = problems(options);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  test("accepts or refuses anything with a PortfolioError, never another failure", () => {
    const anything = fc.dictionary(fc.constantFrom("owner", "appName", "port", "registry", "title", "platforms", "x"), fc.anything());
    fc.assert(fc.property(anything, (options) => Array.isArray(problems(options))));
  });
});

describe("the contract", () => {
  test("names images in lower case, whatever the owner", () => {
    expect(scope({ owner: "Octo-Org" })).toMatchObject({
      image: "ghcr.io/octo-org/express-app",
      appUrl: "https://github.com/Octo-Org/express-app",
    });
  });

  test("puts a registry's path in the place of the owner", () => {
    expect(scope({ owner: "Ada", registry: "r.example.com:5000/team" })).toMatchObject({
      image: "r.example.com:5000/team/express-app",
      registryHost: "r.example.com:5000",
      imagePath: "team/express-app",
    });
  });

  test.each([
    ["minikube", "Minikube"],
    ["gke", "GKE"],
    ["eks", "EKS"],
  ] as const)("calls %s %s where people read", (cluster, clusterTitle) => {
    expect(scope({ owner: "ada", cluster })).toMatchObject({ clusterTitle });
  });

  test.each([
    ["monitoring", "monitoring-kube-prometheus-prometheus", "monitoring-grafana"],
    ["kube-prometheus-stack", "kube-prometheus-stack-prometheus", "kube-prometheus-stack-grafana"],
    ["prom", "prom-kube-prometheus-stack-prometheus", "prom-grafana"],
  ])("derives the names of release %s as the chart does", (monitoringRelease, prometheusName, grafanaName) => {
    expect(scope({ owner: "ada", monitoringRelease })).toMatchObject({ prometheusName, grafanaName });
  });

  test("makes the latency target an edge of the histogram, written as Prometheus writes it", () => {
    expect(scope({ owner: "ada", latencyTargetMs: 300 }).durationBuckets).toContain(0.3);
    expect(scope({ owner: "ada", latencyTargetMs: 1000 }).latencyTargetLe).toBe("1.0");
  });

  test("keeps image names lower-case and within Kubernetes' limits for any accepted options", () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        const { image, dashboardUid, durationBuckets, latencyTargetMs } = scope(options);
        expect(image).toBe(image.toLowerCase());
        expect(dashboardUid.length).toBeLessThanOrEqual(40);
        expect(durationBuckets).toContain(latencyTargetMs / 1000);
      }),
    );
  });
});
