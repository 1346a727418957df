import type { ContainerOptions } from "./container-options";
import type { DeliveryOptions } from "./delivery-options";
import type { EnvironmentOptions } from "./environment-options";
import type { ServiceOptions } from "./service-options";

/** What a person may choose. An option is described here only: schema, flags, help, prompts, validation and the README's table are made from it. */
export interface PortfolioOptions extends ContainerOptions, DeliveryOptions {
  /**
   * GitHub user or organization that owns the three repositories. Capitals are kept in URLs and lower-cased in image names.
   * @pattern ^(?=.{1,39}$)[A-Za-z0-9](?:[-_]?[A-Za-z0-9])*$
   * @allowed a GitHub login: 1 to 39 letters, digits and single inner hyphens (or underscores, in an enterprise)
   * @prompt Which GitHub user or organization owns the repositories?
   */
  readonly owner: string;

  /**
   * Language and framework of the service; `container` is an app of yours, in whatever it is written.
   * @default "express"
   * @prompt Which runtime should the service use?
   */
  readonly runtime?: "express" | "flask" | "fastapi" | "static" | "container";

  /**
   * Name of the service: of its image, chart, Helm release, Kubernetes objects and Prometheus job.
   * @default - the runtime followed by `-app`
   * @pattern ^[a-z](?:[-a-z0-9]{0,51}[a-z0-9])?$
   * @allowed a DNS label of at most 53 characters (Helm's limit for a release) that starts with a letter: a-z, 0-9, inner hyphens
   * @prompt What is the service called?
   */
  readonly appName?: string;

  /**
   * Container registry, with an optional port and path. Without a path, images live under the lower-cased owner.
   * @default "ghcr.io"
   * @pattern ^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*(?::[1-9][0-9]{0,4})?(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$
   * @allowed a lower-case host with an optional port and path, such as ghcr.io or registry.example.com:5000/team
   */
  readonly registry?: string;

  /**
   * Repository of the app.
   * @default - the name of the service
   * @pattern ^(?!\.{1,2}$)(?!.*\.git$)[A-Za-z0-9._-]{1,100}$
   * @allowed a GitHub repository name: 1 to 100 letters, digits, dots, hyphens and underscores
   */
  readonly appRepository?: string;

  /**
   * Repository of the Helm chart, the monitoring and the deployment.
   * @default "infra-k8s"
   * @pattern ^(?!\.{1,2}$)(?!.*\.git$)[A-Za-z0-9._-]{1,100}$
   * @allowed a GitHub repository name: 1 to 100 letters, digits, dots, hyphens and underscores
   */
  readonly infraRepository?: string;

  /**
   * Repository of the documentation.
   * @default "devops-portfolio-project"
   * @pattern ^(?!\.{1,2}$)(?!.*\.git$)[A-Za-z0-9._-]{1,100}$
   * @allowed a GitHub repository name: 1 to 100 letters, digits, dots, hyphens and underscores
   */
  readonly docsRepository?: string;

  /**
   * Port on which the service listens. The container has no privileges, so it must not be below 1024.
   * @default 8080
   * @asType integer
   * @minimum 1024
   * @maximum 65535
   */
  readonly port?: number;

  /**
   * Number of pods.
   * @default 2
   * @asType integer
   * @minimum 1
   * @maximum 50
   */
  readonly replicas?: number;

  /**
   * Kubernetes namespace of the service.
   * @default - the name of the service
   * @pattern ^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$
   * @allowed a DNS label: at most 63 characters a-z, 0-9 and inner hyphens
   */
  readonly appNamespace?: string;

  /**
   * Kubernetes namespace of Prometheus and Grafana.
   * @default "monitoring"
   * @pattern ^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$
   * @allowed a DNS label: at most 63 characters a-z, 0-9 and inner hyphens
   */
  readonly monitoringNamespace?: string;

  /**
   * Helm release of kube-prometheus-stack. Prometheus selects monitors by this name.
   * @default "monitoring"
   * @pattern ^[a-z0-9](?:[-a-z0-9]{0,51}[a-z0-9])?$
   * @allowed a DNS label of at most 53 characters (Helm's limit for a release): a-z, 0-9 and inner hyphens
   */
  readonly monitoringRelease?: string;

  /**
   * Kubernetes cluster that the infra repository deploys to.
   * @default "minikube"
   * @prompt Which cluster do you deploy to?
   */
  readonly cluster?: "minikube" | "gke" | "eks";

  /**
   * How the service is reached from outside the cluster.
   * @default - `nodePort` on Minikube, `clusterIP` on GKE and EKS
   * @prompt How is the service reached from outside the cluster?
   */
  readonly exposure?: "nodePort" | "clusterIP" | "ingress";

  /**
   * Port of every node that leads to the service, with the exposure `nodePort`.
   * @default 30005
   * @asType integer
   * @minimum 30000
   * @maximum 32767
   */
  readonly nodePort?: number;

  /**
   * Host name of the service. Needed with the exposure `ingress`, refused with any other.
   * @default - none
   * @pattern ^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)+$
   * @allowed a lower-case domain name such as app.example.com
   */
  readonly ingressHost?: string;

  /**
   * Platforms that the image is built for.
   * @default ["linux/amd64", "linux/arm64"]
   * @minItems 1
   * @uniqueItems true
   */
  readonly platforms?: ("linux/amd64" | "linux/arm64")[];

  /**
   * Share of requests, in percent over 30 days, that must not fail. Alerts and the error budget follow from it.
   * @default 99.9
   * @minimum 95
   * @maximum 99.99
   */
  readonly availabilityTarget?: number;

  /**
   * Time in milliseconds within which a request should be answered. It becomes an edge of the histogram.
   * @default 250
   * @minimum 5
   * @maximum 10000
   */
  readonly latencyTargetMs?: number;

  /**
   * Where the alerts go. The address is a secret that you make in the cluster; without a receiver, Alertmanager only shows them.
   * @default "none"
   */
  readonly alertReceiver?: "none" | "slack" | "webhook";

  /**
   * CPUs of the Minikube node.
   * @default 2
   * @asType integer
   * @minimum 2
   * @maximum 64
   */
  readonly minikubeCpus?: number;

  /**
   * Memory of the Minikube node in MiB. The monitoring stack needs about 2 GiB of it.
   * @default 4096
   * @asType integer
   * @minimum 3072
   * @maximum 262144
   */
  readonly minikubeMemoryMb?: number;

  /**
   * Title of the portfolio, as the documentation shows it.
   * @default "DevOps portfolio"
   * @pattern ^[^\r\n]{1,80}$
   * @allowed 1 to 80 characters on one line, without a web or e-mail address
   */
  readonly title?: string;

  /**
   * Your name, for licences, charts and the documentation.
   * @default - the owner
   * @pattern ^[^\r\n]{1,80}$
   * @allowed 1 to 80 characters on one line, without a web or e-mail address
   * @prompt What is your name?
   */
  readonly author?: string;

  /**
   * What the portfolio shows, in one sentence of yours. The documentation begins with it.
   * @default - a sentence about the service
   * @pattern ^[^\r\n]{1,200}$
   * @allowed 1 to 200 characters on one line, without a web or e-mail address
   * @prompt What does it show, in one sentence?
   */
  readonly summary?: string;

  /**
   * Whether the documentation is published as a site, by VitePress and GitHub Pages.
   * @default - false
   * @allowed true or false
   */
  readonly pages?: boolean;

  /**
   * Several services, instead of the options that describe the only one. Each has a chart of its own, and a repository, which several containers may share; what is said of a container is said under the same names.
   * @default - one service, which the other options describe
   * @minItems 1
   * @allowed a list of services, each with at least a `name`
   */
  readonly services?: ServiceOptions[];

  /**
   * Several environments, instead of the options that describe the only one.
   * @default - one environment, which the other options describe
   * @minItems 1
   * @allowed a list of environments, each with at least a `name`
   */
  readonly environments?: EnvironmentOptions[];

  /**
   * Whether managed files are read-only and begin with projen's line "Generated by projen".
   * @default - false
   * @allowed true or false
   */
  readonly markers?: boolean;

  /**
   * Managed files that you took over: they are yours for good, and are not written again. Of one repository; its siblings have their own list.
   * @default - none
   * @uniqueItems true
   * @items {"type": "string", "minLength": 1}
   * @allowed a list of paths of files in the repository
   */
  readonly own?: string[];
}
