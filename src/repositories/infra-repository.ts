import type { PortfolioOptions } from "../portfolio/options";
import { PortfolioRepository } from "./portfolio-repository";

/** Scripts that are tasks as well, with what they do. */
const scripts = {
  up: "Start the cluster, install monitoring and deploy the service",
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

/**
 * The repository of the Helm chart, the monitoring and the deployment.
 *
 * @pjid infra
 */
export class InfraRepository extends PortfolioRepository {
  constructor(options: PortfolioOptions) {
    super(options, "infra");
    const { appName } = this._scope;
    this._addTree("infra/chart", { owner: "managed" });
    this._addTree("observability", { owner: "managed", target: `helm/${appName}/files` });
    this._addTree("observability-tests", { owner: "managed", target: "monitoring/tests" });
    this._addTree("infra/monitoring", { owner: "managed" });
    this._addTree("infra/deploy", { owner: "managed" });
    this._addTree("infra/scripts", { owner: "managed" });
    this._addTree("infra/environment", { owner: "seeded" });
    for (const [name, description] of Object.entries(scripts)) this._addScriptTask(name, description);
  }
}
