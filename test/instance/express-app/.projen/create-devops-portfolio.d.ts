// What .projenrc.ts may say, for editors and for tsc; npx projen itself checks the options again, and says more.
declare module "create-devops-portfolio" {
  export interface PortfolioOptions {
    /** GitHub user or organization that owns the three repositories. Capitals are kept in URLs and lower-cased in image names. Allowed: a GitHub login: 1 to 39 letters, digits and single inner hyphens (or underscores, in an enterprise). */
    readonly owner: string;
    /** Language and framework of the service; `container` is an app of yours, in whatever it is written. Default: "express". */
    readonly runtime?: "express" | "flask" | "fastapi" | "static" | "container";
    /** Name of the service: of its image, chart, Helm release, Kubernetes objects and Prometheus job. Allowed: a DNS label of at most 53 characters (Helm's limit for a release) that starts with a letter: a-z, 0-9, inner hyphens. Default: the runtime followed by `-app`. */
    readonly appName?: string;
    /** Container registry, with an optional port and path. Without a path, images live under the lower-cased owner. Allowed: a lower-case host with an optional port and path, such as ghcr.io or registry.example.com:5000/team. Default: "ghcr.io". */
    readonly registry?: string;
    /** Repository of the app. Allowed: a GitHub repository name: 1 to 100 letters, digits, dots, hyphens and underscores. Default: the name of the service. */
    readonly appRepository?: string;
    /** Repository of the Helm chart, the monitoring and the deployment. Allowed: a GitHub repository name: 1 to 100 letters, digits, dots, hyphens and underscores. Default: "infra-k8s". */
    readonly infraRepository?: string;
    /** Repository of the documentation. Allowed: a GitHub repository name: 1 to 100 letters, digits, dots, hyphens and underscores. Default: "devops-portfolio-project". */
    readonly docsRepository?: string;
    /** Port on which the service listens. The container has no privileges, so it must not be below 1024. From 1024 to 65535. Default: 8080. */
    readonly port?: number;
    /** Number of pods. From 1 to 50. Default: 2. */
    readonly replicas?: number;
    /** Kubernetes namespace of the service. Allowed: a DNS label: at most 63 characters a-z, 0-9 and inner hyphens. Default: the name of the service. */
    readonly appNamespace?: string;
    /** Kubernetes namespace of Prometheus and Grafana. Allowed: a DNS label: at most 63 characters a-z, 0-9 and inner hyphens. Default: "monitoring". */
    readonly monitoringNamespace?: string;
    /** Helm release of kube-prometheus-stack. Prometheus selects monitors by this name. Allowed: a DNS label of at most 53 characters (Helm's limit for a release): a-z, 0-9 and inner hyphens. Default: "monitoring". */
    readonly monitoringRelease?: string;
    /** Kubernetes cluster that the infra repository deploys to. Default: "minikube". */
    readonly cluster?: "minikube" | "gke" | "eks";
    /** How the service is reached from outside the cluster. Default: `nodePort` on Minikube, `clusterIP` on GKE and EKS. */
    readonly exposure?: "nodePort" | "clusterIP" | "ingress";
    /** Port of every node that leads to the service, with the exposure `nodePort`. From 30000 to 32767. Default: 30005. */
    readonly nodePort?: number;
    /** Host name of the service. Needed with the exposure `ingress`, refused with any other. Allowed: a lower-case domain name such as app.example.com. Default: none. */
    readonly ingressHost?: string;
    /** Platforms that the image is built for. Default: ["linux/amd64","linux/arm64"]. */
    readonly platforms?: readonly ("linux/amd64" | "linux/arm64")[];
    /** Share of requests, in percent over 30 days, that must not fail. Alerts and the error budget follow from it. From 95 to 99.99. Default: 99.9. */
    readonly availabilityTarget?: number;
    /** Time in milliseconds within which a request should be answered. It becomes an edge of the histogram. From 5 to 10000. Default: 250. */
    readonly latencyTargetMs?: number;
    /** Where the alerts go. The address is a secret that you make in the cluster; without a receiver, Alertmanager only shows them. Default: "none". */
    readonly alertReceiver?: "none" | "slack" | "webhook";
    /** CPUs of the Minikube node. From 2 to 64. Default: 2. */
    readonly minikubeCpus?: number;
    /** Memory of the Minikube node in MiB. The monitoring stack needs about 2 GiB of it. From 3072 to 262144. Default: 4096. */
    readonly minikubeMemoryMb?: number;
    /** Title of the portfolio, as the documentation shows it. Allowed: 1 to 80 characters on one line, without a web or e-mail address. Default: "DevOps portfolio". */
    readonly title?: string;
    /** Your name, for licences, charts and the documentation. Allowed: 1 to 80 characters on one line, without a web or e-mail address. Default: the owner. */
    readonly author?: string;
    /** What the portfolio shows, in one sentence of yours. The documentation begins with it. Allowed: 1 to 200 characters on one line, without a web or e-mail address. Default: a sentence about the service. */
    readonly summary?: string;
    /** Whether the documentation is published as a site, by VitePress and GitHub Pages. Allowed: true or false. Default: false. */
    readonly pages?: boolean;
    /** Several services, instead of the options that describe the only one. Each has a chart of its own, and a repository, which several containers may share; what is said of a container is said under the same names. Allowed: a list of services, each with at least a `name`. Default: one service, which the other options describe. */
    readonly services?: readonly {
      /** Name of the service: of its image, chart, Helm release, Kubernetes objects and Prometheus job. Allowed: a DNS label of at most 53 characters (Helm's limit for a release) that starts with a letter: a-z, 0-9, inner hyphens. */
      readonly name: string;
      /** Language and framework of the service. Default: "express". */
      readonly runtime?: "express" | "flask" | "fastapi" | "static" | "container";
      /** Repository of the service. Services with the runtime `container` may share one. Allowed: a GitHub repository name: 1 to 100 letters, digits, dots, hyphens and underscores. Default: the name of the service. */
      readonly repository?: string;
      /** Port on which the service listens. From 1024 to 65535. Default: 8080. */
      readonly port?: number;
      /** How the service is reached from outside the cluster. Default: `nodePort` on Minikube, `clusterIP` on GKE and EKS. */
      readonly exposure?: "nodePort" | "clusterIP" | "ingress";
      /** Port of every node that leads to the service, with the exposure `nodePort`, in the first environment of a cluster; each further environment there adds 100. From 30000 to 32767. Default: 30005 for the first service, and one more for each that follows. */
      readonly nodePort?: number;
      /** Platforms that the image is built for. Default: ["linux/amd64","linux/arm64"]. */
      readonly platforms?: readonly ("linux/amd64" | "linux/arm64")[];
      /** Share of requests, in percent over 30 days, that must not fail. From 95 to 99.99. Default: 99.9. */
      readonly availabilityTarget?: number;
      /** Time in milliseconds within which a request should be answered. From 5 to 10000. Default: 250. */
      readonly latencyTargetMs?: number;
      /** Where the alerts of the service go. Default: "none". */
      readonly alertReceiver?: "none" | "slack" | "webhook";
      /** Other services of the portfolio that this one calls. It gets the address of each, in the same environment, as a variable: that of `shop-api` is `SHOP_API_URL`. The network policies of both let the calls through. Allowed: a list of names of other services of the portfolio, each once. Default: none. */
      readonly calls?: readonly string[];
      /** Dockerfile of the service, as a path in its repository. Runtime `container` only. Allowed: a path in the repository: letters, digits, dots, hyphens, underscores and slashes. Default: `Dockerfile`. */
      readonly dockerfile?: string;
      /** Folder that the image is built from. Runtime `container` only. Allowed: a path in the repository: letters, digits, dots, hyphens, underscores and slashes. Default: `.`, the repository. */
      readonly buildContext?: string;
      /** User of the container, where the image names none by its number. Runtime `container` only. From 1 to 2147483647. Default: that of the image. */
      readonly runAsUser?: number;
      /** It answers no requests: it takes work from a queue, is a bot or runs on a schedule. It has no `port`, and may have a `managementPort`. Runtime `container` only. Allowed: true or false. Default: `false`. */
      readonly worker?: boolean;
      /** Port for probes and metrics, where it is not that of the service. Runtime `container` only. From 1024 to 65535. Default: `port`; the runtimes that bring an app have a port for it. */
      readonly managementPort?: number;
      /** Path that answers 200 while the service is alive. Required with the runtime `container` unless it is a `worker`, refused with any other. Allowed: a path such as /healthz: letters, digits, dots, hyphens, underscores, tildes and slashes. Default: none; the runtimes that bring an app answer `/health`. */
      readonly healthPath?: string;
      /** Path that answers 200 while the service can take requests. Runtime `container` only. Allowed: a path such as /readyz: letters, digits, dots, hyphens, underscores, tildes and slashes. Default: `healthPath`. */
      readonly readyPath?: string;
      /** Path of the metrics in Prometheus' format, or `none`. Runtime `container` only. Allowed: none, or a path such as /metrics: letters, digits, dots, hyphens, underscores, tildes and slashes. Default: that of the library that `metrics` names. */
      readonly metricsPath?: string;
      /** Library that measures the requests, or the names that it has been told. Rules, alerts and the dashboard follow. Runtime `container` only. Allowed: portfolio, prometheus-flask-exporter, prometheus-fastapi-instrumentator, express-prom-bundle, django-prometheus, micrometer, promhttp, nginx, none, or the names themselves: an object with at least `histogram` and `status`. Default: `none`: availability is then counted from the pods that are ready. */
      readonly metrics?: "portfolio" | "prometheus-flask-exporter" | "prometheus-fastapi-instrumentator" | "express-prom-bundle" | "django-prometheus" | "micrometer" | "promhttp" | "nginx" | "none" | {
        /** Histogram of the time to answer, without `_bucket`, `_count` and `_sum`. */
        readonly histogram: string;
        /** Label of it that has the status of the answer, such as 500 or 5xx. */
        readonly status: string;
        /** Label that has the route. Default: none: the dashboard does not tell routes apart. */
        readonly route?: string;
        /** Label that has the method. Default: none. */
        readonly method?: string;
        /** What the histogram counts in. Default: seconds. */
        readonly unit?: "seconds" | "milliseconds";
        /** Upper edges of its buckets, in its unit. Default: those that the official client libraries have in common, from 5 milliseconds to 10 seconds. */
        readonly edges?: readonly number[];
      };
      /** Path at which nginx answers its `stub_status`, for an exporter beside it to read. With `metrics` nginx only. Allowed: a path such as /stub_status: letters, digits, dots, hyphens, underscores, tildes and slashes. Default: `/stub_status`. */
      readonly statusPath?: string;
      /** Language that CI sets up before it lints and tests. Its packages are kept in no cache: the same workflow publishes, and a run of somebody else could have filled it (zizmor's `cache-poisoning`). Runtime `container` only. Default: `none`. */
      readonly setup?: "node" | "python" | "go" | "java" | "none";
      /** Version of that language. Runtime `container` only. Allowed: a version such as 22 or 3.12. Default: the newest one that is maintained for long; of Go that of go.mod. */
      readonly setupVersion?: string;
      /** Command that CI runs before it lints and tests. Runtime `container` only. Allowed: a command of the shell on one line, at most 500 characters. Default: none. */
      readonly installCommand?: string;
      /** Command that tests the service. Runtime `container` only. Allowed: a command of the shell on one line, at most 500 characters. Default: none. */
      readonly testCommand?: string;
      /** Command that lints the service. Runtime `container` only. Allowed: a command of the shell on one line, at most 500 characters. Default: none. */
      readonly lintCommand?: string;
    }[];
    /** Several environments, instead of the options that describe the only one. Allowed: a list of environments, each with at least a `name`. Default: one environment, which the other options describe. */
    readonly environments?: readonly {
      /** Name of the environment: of its folder in `environments` and of its GitHub environment. Allowed: at most 30 characters a-z, 0-9 and inner hyphens, of which the first is a letter. */
      readonly name: string;
      /** Kubernetes cluster that the environment is in. Default: "minikube". */
      readonly cluster?: "minikube" | "gke" | "eks";
      /** Context of kubectl that leads to the cluster. Environments of one kind of cluster without it, or with the same, share one cluster. Allowed: the name of a context, as `kubectl config get-contexts` lists it. Default: the current context; with Minikube, the portfolio's own. */
      readonly context?: string;
      /** Kubernetes namespace of the services; `<service>` in it stands for the name of each. Allowed: a DNS label, in which `<service>` may stand: at most 63 characters a-z, 0-9 and inner hyphens. Default: `<service>-<environment>`, with the names of both. */
      readonly namespace?: string;
      /** Number of pods of each service. From 1 to 50. Default: 2. */
      readonly replicas?: number;
      /** Host name of the first service with exposure `ingress`; each further one is reached at `<service>.` before it. Allowed: a lower-case domain name such as app.example.com. Default: none. */
      readonly host?: string;
    }[];
    /** Whether managed files are read-only and begin with projen's line "Generated by projen". Allowed: true or false. Default: false. */
    readonly markers?: boolean;
    /** Managed files that you took over: they are yours for good, and are not written again. Of one repository; its siblings have their own list. Allowed: a list of paths of files in the repository. Default: none. */
    readonly own?: readonly string[];
    /** How a recorded image gets into the cluster: `helm` by the scripts and the workflow, `argocd` by Argo CD in the cluster, which follows the infra repository; the workflow then has no credentials of a cluster. Default: "helm". */
    readonly delivery?: "helm" | "argocd";
    /** Dockerfile of the service, as a path in its repository. Runtime `container` only. Allowed: a path in the repository: letters, digits, dots, hyphens, underscores and slashes. Default: `Dockerfile`. */
    readonly dockerfile?: string;
    /** Folder that the image is built from. Runtime `container` only. Allowed: a path in the repository: letters, digits, dots, hyphens, underscores and slashes. Default: `.`, the repository. */
    readonly buildContext?: string;
    /** User of the container, where the image names none by its number. Runtime `container` only. From 1 to 2147483647. Default: that of the image. */
    readonly runAsUser?: number;
    /** It answers no requests: it takes work from a queue, is a bot or runs on a schedule. It has no `port`, and may have a `managementPort`. Runtime `container` only. Allowed: true or false. Default: `false`. */
    readonly worker?: boolean;
    /** Port for probes and metrics, where it is not that of the service. Runtime `container` only. From 1024 to 65535. Default: `port`; the runtimes that bring an app have a port for it. */
    readonly managementPort?: number;
    /** Path that answers 200 while the service is alive. Required with the runtime `container` unless it is a `worker`, refused with any other. Allowed: a path such as /healthz: letters, digits, dots, hyphens, underscores, tildes and slashes. Default: none; the runtimes that bring an app answer `/health`. */
    readonly healthPath?: string;
    /** Path that answers 200 while the service can take requests. Runtime `container` only. Allowed: a path such as /readyz: letters, digits, dots, hyphens, underscores, tildes and slashes. Default: `healthPath`. */
    readonly readyPath?: string;
    /** Path of the metrics in Prometheus' format, or `none`. Runtime `container` only. Allowed: none, or a path such as /metrics: letters, digits, dots, hyphens, underscores, tildes and slashes. Default: that of the library that `metrics` names. */
    readonly metricsPath?: string;
    /** Library that measures the requests, or the names that it has been told. Rules, alerts and the dashboard follow. Runtime `container` only. Allowed: portfolio, prometheus-flask-exporter, prometheus-fastapi-instrumentator, express-prom-bundle, django-prometheus, micrometer, promhttp, nginx, none, or the names themselves: an object with at least `histogram` and `status`. Default: `none`: availability is then counted from the pods that are ready. */
    readonly metrics?: "portfolio" | "prometheus-flask-exporter" | "prometheus-fastapi-instrumentator" | "express-prom-bundle" | "django-prometheus" | "micrometer" | "promhttp" | "nginx" | "none" | {
      /** Histogram of the time to answer, without `_bucket`, `_count` and `_sum`. */
      readonly histogram: string;
      /** Label of it that has the status of the answer, such as 500 or 5xx. */
      readonly status: string;
      /** Label that has the route. Default: none: the dashboard does not tell routes apart. */
      readonly route?: string;
      /** Label that has the method. Default: none. */
      readonly method?: string;
      /** What the histogram counts in. Default: seconds. */
      readonly unit?: "seconds" | "milliseconds";
      /** Upper edges of its buckets, in its unit. Default: those that the official client libraries have in common, from 5 milliseconds to 10 seconds. */
      readonly edges?: readonly number[];
    };
    /** Path at which nginx answers its `stub_status`, for an exporter beside it to read. With `metrics` nginx only. Allowed: a path such as /stub_status: letters, digits, dots, hyphens, underscores, tildes and slashes. Default: `/stub_status`. */
    readonly statusPath?: string;
    /** Language that CI sets up before it lints and tests. Its packages are kept in no cache: the same workflow publishes, and a run of somebody else could have filled it (zizmor's `cache-poisoning`). Runtime `container` only. Default: `none`. */
    readonly setup?: "node" | "python" | "go" | "java" | "none";
    /** Version of that language. Runtime `container` only. Allowed: a version such as 22 or 3.12. Default: the newest one that is maintained for long; of Go that of go.mod. */
    readonly setupVersion?: string;
    /** Command that CI runs before it lints and tests. Runtime `container` only. Allowed: a command of the shell on one line, at most 500 characters. Default: none. */
    readonly installCommand?: string;
    /** Command that tests the service. Runtime `container` only. Allowed: a command of the shell on one line, at most 500 characters. Default: none. */
    readonly testCommand?: string;
    /** Command that lints the service. Runtime `container` only. Allowed: a command of the shell on one line, at most 500 characters. Default: none. */
    readonly lintCommand?: string;
  }

  abstract class Repository {
    constructor(options: PortfolioOptions);
    /** Adds managed files from a folder of your own templates, laid out like the repository. */
    addTemplates(folder: string): void;
    /** Sets a value in a managed YAML or JSON file, or adds it; `key` is the keys down to it, with dots between. */
    setValue(file: string, key: string, value: unknown): void;
    /** Removes a value, or an item of a list, from a managed YAML or JSON file. */
    removeValue(file: string, key: string): void;
    /** Adds an item to a list in a managed YAML or JSON file, before another one or at the end. */
    addItem(file: string, key: string, item: unknown, before?: string): void;
    /** Replaces text in a managed file, wherever it stands there. */
    replaceText(file: string, search: string, replacement: string): void;
    /** Leaves out a file, or all files of a folder. */
    removeFiles(path: string): void;
    /** Writes what the options say: the last line of .projenrc.ts. */
    synth(): void;
    /** What every project of projen has: https://projen.io/docs/api/projen#project- */
    [ofProjen: string]: any;
  }

  export class AppRepository extends Repository {
    /** The repository of one of several services. */
    static forService(options: PortfolioOptions, service: string): AppRepository;
  }
  export class InfraRepository extends Repository {}
  export class DocsRepository extends Repository {}
}

declare module "projen";
declare module "projen/*";
declare module "constructs";
