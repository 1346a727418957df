import type { ContainerOptions } from "./container-options";
import type { PortfolioOptions } from "./options";

/**
 * One of several services. What each member allows, and its default where none is said, is that of the portfolio's option
 * which describes the only service.
 */
export interface ServiceOptions extends ContainerOptions {
  /**
   * Name of the service: of its image, chart, Helm release, Kubernetes objects and Prometheus job.
   *
   * @like appName
   */
  readonly name: string;

  /**
   * Language and framework of the service.
   *
   * @like runtime
   */
  readonly runtime?: PortfolioOptions["runtime"];

  /**
   * Repository of the service. Services with the runtime `container` may share one.
   *
   * @like appRepository
   */
  readonly repository?: string;

  /**
   * Port on which the service listens.
   *
   * @like port
   */
  readonly port?: number;

  /**
   * How the service is reached from outside the cluster.
   *
   * @like exposure
   */
  readonly exposure?: PortfolioOptions["exposure"];

  /**
   * Port of every node that leads to the service, with the exposure `nodePort`, in the first environment of a cluster; each
   * further environment there adds 100.
   *
   * @like nodePort
   * @default - 30005 for the first service, and one more for each that follows
   */
  readonly nodePort?: number;

  /**
   * Platforms that the image is built for.
   *
   * @like platforms
   */
  readonly platforms?: PortfolioOptions["platforms"];

  /**
   * Share of requests, in percent over 30 days, that must not fail.
   *
   * @like availabilityTarget
   */
  readonly availabilityTarget?: number;

  /**
   * Time in milliseconds within which a request should be answered.
   *
   * @like latencyTargetMs
   */
  readonly latencyTargetMs?: number;

  /**
   * Where the alerts of the service go.
   *
   * @like alertReceiver
   */
  readonly alertReceiver?: PortfolioOptions["alertReceiver"];

  /**
   * Other services of the portfolio that this one calls. It gets the address of each, in the same environment, as a variable: that of
   * `shop-api` is `SHOP_API_URL`. The network policies of both let the calls through.
   *
   * @default - none
   * @uniqueItems true
   * @allowed a list of names of other services of the portfolio, each once
   */
  readonly calls?: string[];
}
