import type { PortfolioOptions } from "./options";

/**
 * One of several environments. What each member allows, and its default where none is said, is that of the portfolio's option
 * which describes the only environment.
 */
export interface EnvironmentOptions {
  /**
   * Name of the environment: of its folder in `environments` and of its GitHub environment.
   *
   * @pattern ^[a-z](?:[-a-z0-9]{0,28}[a-z0-9])?$
   * @allowed at most 30 characters a-z, 0-9 and inner hyphens, of which the first is a letter
   */
  readonly name: string;

  /**
   * Kubernetes cluster that the environment is in.
   *
   * @like cluster
   */
  readonly cluster?: PortfolioOptions["cluster"];

  /**
   * Context of kubectl that leads to the cluster. Environments of one kind of cluster without it, or with the same, share one cluster.
   *
   * @default - the current context; with Minikube, the portfolio's own
   * @pattern ^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}$
   * @allowed the name of a context, as `kubectl config get-contexts` lists it
   */
  readonly context?: string;

  /**
   * Kubernetes namespace of the services; `<service>` in it stands for the name of each.
   *
   * @default - `<service>-<environment>`, with the names of both
   * @pattern ^(?=.{1,72}$)(?:[a-z0-9]|<service>)(?:(?:[-a-z0-9]|<service>)*(?:[a-z0-9]|<service>))?$
   * @allowed a DNS label, in which `<service>` may stand: at most 63 characters a-z, 0-9 and inner hyphens
   */
  readonly namespace?: string;

  /**
   * Number of pods of each service.
   *
   * @like replicas
   */
  readonly replicas?: number;

  /**
   * Host name of the first service with exposure `ingress`; each further one is reached at `<service>.` before it.
   *
   * @like ingressHost
   */
  readonly host?: string;
}
