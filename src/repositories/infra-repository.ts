import { removeFile } from "../files/template-tree";
import type { Cluster } from "../portfolio/clusters";
import type { PortfolioOptions } from "../portfolio/options";
import type { Environment } from "../portfolio/portfolio";
import { type Scope, scopeOf } from "../portfolio/scope";
import { PortfolioRepository } from "./portfolio-repository";

/** Scripts that are tasks as well, with what they do. */
const scripts = {
  up: "Start the cluster, install monitoring and deploy the service",
  monitoring: "Install the monitoring, or bring it up to date",
  image: "Build the image of the app repository beside this one and load it into the cluster",
  deploy: "Deploy the service with Helm",
  smoke: "Ask the deployed service for its health and metrics",
  verify: "Prove that Prometheus scrapes the service, or name the first broken link",
  grafana: "Forward Grafana to this machine",
  prometheus: "Forward Prometheus to this machine",
  load: "Send bounded traffic to the service",
  status: "Show what runs",
  down: "Remove the service and the monitoring",
  check: "Lint, render and unit-test the chart, the rules and the scripts",
} as const;

/** Files of the chart that have nothing to do for a service. */
function uselessFor({ runtimeType, serves, hasService, isScraped }: Scope): string[] {
  const ways = ["ingress", "httproute", "probe"].map((name) => `templates/${name}.yaml`);
  return [
    // It runs in the app's own image, of which nothing is known where a person brings it.
    ...(runtimeType.app ? [] : ["templates/tests/http.yaml"]),
    ...(isScraped ? [] : ["templates/servicemonitor.yaml"]),
    ...(hasService ? [] : ["templates/service.yaml"]),
    ...(serves ? [] : [...ways, "ci/ingress-values.yaml", "ci/gateway-values.yaml"]),
  ];
}

/**
 * The repository of the Helm chart, the monitoring and the deployment.
 *
 * @pjid infra
 */
export class InfraRepository extends PortfolioRepository {
  constructor(options: PortfolioOptions) {
    super(options, "infra");
    const { services, environments } = this._portfolio;
    for (const service of services) this._addChart(scopeOf(this._portfolio, service));
    for (const environment of environments) this._addEnvironment(environment);
    this._addMonitoring();
    this._addTree("infra/deploy", { owner: "managed" });
    this._addTree("infra/scripts", { owner: "managed" });
    if (!environments.some(({ cluster }) => cluster.isLocal)) removeFile(this, "scripts/minikube.sh");
    if (!this._scope.isSingle) this._addTree("infra/several", { owner: "managed", replace: true });
    if (environments.length > 1) this._addPromotion();
    for (const tree of this._scope.deliveryType.trees) this._addTree(tree, { owner: "managed" });
    for (const [name, description] of Object.entries(scripts)) this._addScriptTask(name, description);
  }

  /** @internal */
  private _addChart(scope: Scope): void {
    const { appName, rulesTests, observability, runtimeType, deliveryType } = scope;
    const chart = `helm/${appName}`;
    this._addTree("infra/chart", { owner: "managed" }, scope);
    this._addTree(`infra/chart-tests${runtimeType.app ? "" : scope.serves ? "-container" : "-worker"}`, { owner: "managed" }, scope);
    for (const file of uselessFor(scope)) removeFile(this, `${chart}/${file}`);
    this._addTree(observability, { owner: "managed", target: `${chart}/files` }, scope);
    for (const tree of [`${observability}-tests`, ...deliveryType.rulesTests])
      this._addTree(tree, { owner: "managed", target: rulesTests }, scope);
  }

  /**
   * What differs from one environment to the next. A chart's own defaults are those of the first.
   *
   * @internal
   */
  private _addEnvironment(environment: Environment): void {
    const { services, environments } = this._portfolio;
    for (const scope of services.map((service) => scopeOf(this._portfolio, service, environment))) {
      this._addTree("infra/environment", { owner: "seeded" }, scope);
      if (environment !== environments[0]) this._addTree("infra/defaults", { owner: "managed" }, scope);
    }
  }

  /**
   * From one environment to the next.
   *
   * @internal
   */
  private _addPromotion(): void {
    this._addTree("infra/promotion", { owner: "managed" });
    this._addScriptTask("promote", "Propose what an environment has verified for the next one");
  }

  /**
   * One file, and one way to deploy, for each kind of cluster.
   *
   * @internal
   */
  private _addMonitoring(): void {
    const { services, environments } = this._portfolio;
    const firstOf = (cluster: Cluster) => environments.find((environment) => environment.cluster === cluster);
    for (const environment of environments.filter((candidate) => candidate === firstOf(candidate.cluster))) {
      const scope = scopeOf(this._portfolio, services[0], environment);
      this._addTree("infra/monitoring", { owner: "managed" }, scope);
      if (!scope.isSingle) this._addTree("infra/deploy-to", { owner: "managed" }, scope);
    }
  }
}
