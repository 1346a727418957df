import type { MetricsNames } from "./metrics-names";

/** What is said of a service with the runtime `container`: an image of any language. Other runtimes say it themselves, and refuse it. */
export interface ContainerOptions {
  /**
   * Dockerfile of the service, as a path in its repository. Runtime `container` only.
   * @default - `Dockerfile`
   * @pattern ^(?!/)(?!.*(?:^|/)\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199}$
   * @allowed a path in the repository: letters, digits, dots, hyphens, underscores and slashes
   */
  readonly dockerfile?: string;

  /**
   * Folder that the image is built from. Runtime `container` only.
   * @default - `.`, the repository
   * @pattern ^(?:\.|(?!/)(?!.*(?:^|/)\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199})$
   * @allowed a path in the repository: letters, digits, dots, hyphens, underscores and slashes
   */
  readonly buildContext?: string;

  /**
   * User of the container, where the image names none by its number. Runtime `container` only.
   * @default - that of the image
   * @asType integer
   * @minimum 1
   * @maximum 2147483647
   */
  readonly runAsUser?: number;

  /**
   * It answers no requests: it takes work from a queue, is a bot or runs on a schedule. It has no `port`, and may have a `managementPort`. Runtime `container` only.
   * @default - `false`
   * @allowed true or false
   */
  readonly worker?: boolean;

  /**
   * Port for probes and metrics, where it is not that of the service. Runtime `container` only.
   * @default - `port`; the runtimes that bring an app have a port for it
   * @asType integer
   * @minimum 1024
   * @maximum 65535
   */
  readonly managementPort?: number;

  /**
   * Path that answers 200 while the service is alive. Required with the runtime `container` unless it is a `worker`, refused with any other.
   * @default - none; the runtimes that bring an app answer `/health`
   * @pattern ^/[A-Za-z0-9._~/-]{0,199}$
   * @allowed a path such as /healthz: letters, digits, dots, hyphens, underscores, tildes and slashes
   */
  readonly healthPath?: string;

  /**
   * Path that answers 200 while the service can take requests. Runtime `container` only.
   * @default - `healthPath`
   * @pattern ^/[A-Za-z0-9._~/-]{0,199}$
   * @allowed a path such as /readyz: letters, digits, dots, hyphens, underscores, tildes and slashes
   */
  readonly readyPath?: string;

  /**
   * Path of the metrics in Prometheus' format, or `none`. Runtime `container` only.
   * @default - that of the library that `metrics` names
   * @pattern ^(?:none|/[A-Za-z0-9._~/-]{0,199})$
   * @allowed none, or a path such as /metrics: letters, digits, dots, hyphens, underscores, tildes and slashes
   */
  readonly metricsPath?: string;

  /**
   * Library that measures the requests, or the names that it has been told. Rules, alerts and the dashboard follow. Runtime `container` only.
   * @default - `none`: availability is then counted from the pods that are ready
   * @allowed portfolio, prometheus-flask-exporter, prometheus-fastapi-instrumentator, express-prom-bundle, django-prometheus, micrometer, promhttp, nginx, none, or the names themselves: an object with at least `histogram` and `status`
   */
  readonly metrics?:
    | "portfolio"
    | "prometheus-flask-exporter"
    | "prometheus-fastapi-instrumentator"
    | "express-prom-bundle"
    | "django-prometheus"
    | "micrometer"
    | "promhttp"
    | "nginx"
    | "none"
    | MetricsNames;

  /**
   * Path at which nginx answers its `stub_status`, for an exporter beside it to read. With `metrics` nginx only.
   * @default - `/stub_status`
   * @pattern ^/[A-Za-z0-9._~/-]{0,199}$
   * @allowed a path such as /stub_status: letters, digits, dots, hyphens, underscores, tildes and slashes
   */
  readonly statusPath?: string;

  /**
   * Language that CI sets up before it lints and tests. Its packages are kept in no cache: the same workflow publishes, and a run of
   * somebody else could have filled it (zizmor's `cache-poisoning`). Runtime `container` only.
   * @default - `none`
   */
  readonly setup?: "node" | "python" | "go" | "java" | "none";

  /**
   * Version of that language. Runtime `container` only.
   * @default - the newest one that is maintained for long; of Go that of go.mod
   * @pattern ^[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}$
   * @allowed a version such as 22 or 3.12
   */
  readonly setupVersion?: string;

  /**
   * Command that CI runs before it lints and tests. Runtime `container` only.
   * @default - none
   * @pattern ^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,500}$
   * @allowed a command of the shell on one line, at most 500 characters
   */
  readonly installCommand?: string;

  /**
   * Command that tests the service. Runtime `container` only.
   * @default - none
   * @pattern ^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,500}$
   * @allowed a command of the shell on one line, at most 500 characters
   */
  readonly testCommand?: string;

  /**
   * Command that lints the service. Runtime `container` only.
   * @default - none
   * @pattern ^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,500}$
   * @allowed a command of the shell on one line, at most 500 characters
   */
  readonly lintCommand?: string;
}
