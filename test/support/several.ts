import type { PortfolioOptions } from "../../src/portfolio/options";

/** Three services, as a front end with two behind it, in one environment. */
export const threeServices: Partial<PortfolioOptions> = {
  services: [
    { name: "shop-api", calls: ["jobs"] },
    { name: "web", runtime: "flask", repository: "web-front", port: 9000, availabilityTarget: 99.5, calls: ["shop-api", "jobs"] },
    { name: "jobs", exposure: "clusterIP", alertReceiver: "slack" },
  ],
};

/** Two of them on their way through three environments, in two clusters. */
export const threeEnvironments: Partial<PortfolioOptions> = {
  services: [{ name: "shop-api" }, { name: "web", runtime: "flask", exposure: "ingress", calls: ["shop-api"] }],
  environments: [
    { name: "local", namespace: "<service>", host: "web.example.test" },
    { name: "staging", replicas: 3, host: "staging.example.test" },
    { name: "prod", cluster: "gke", context: "gke_project_place_cluster", replicas: 4, host: "web.example.com" },
  ],
};
