// @ts-nocheck Compiled from options.schema.json by scripts/schema.mjs.
import type { ErrorObject } from "ajv";

// <stdin>
var validate = validate10, stdin_default = validate10, schema11 = { $schema: "http://json-schema.org/draft-07/schema#", type: "object", properties: { owner: { type: "string", description: "GitHub user or organization that owns the three repositories. Capitals are kept in URLs and lower-cased in image names.", pattern: "^(?=.{1,39}$)[A-Za-z0-9](?:[-_]?[A-Za-z0-9])*$", allowed: "a GitHub login: 1 to 39 letters, digits and single inner hyphens (or underscores, in an enterprise)", prompt: "Which GitHub user or organization owns the repositories?" }, runtime: { type: "string", enum: ["express", "flask", "fastapi", "static", "container"], description: "Language and framework of the service; `container` is an app of yours, in whatever it is written.", default: "express", prompt: "Which runtime should the service use?" }, appName: { type: "string", description: "Name of the service: of its image, chart, Helm release, Kubernetes objects and Prometheus job.", pattern: "^[a-z](?:[-a-z0-9]{0,51}[a-z0-9])?$", allowed: "a DNS label of at most 53 characters (Helm's limit for a release) that starts with a letter: a-z, 0-9, inner hyphens", prompt: "What is the service called?", derivedDefault: "the runtime followed by `-app`" }, registry: { type: "string", description: "Container registry, with an optional port and path. Without a path, images live under the lower-cased owner.", default: "ghcr.io", pattern: "^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*(?::[1-9][0-9]{0,4})?(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$", allowed: "a lower-case host with an optional port and path, such as ghcr.io or registry.example.com:5000/team" }, appRepository: { type: "string", description: "Repository of the app.", pattern: "^(?!\\.{1,2}$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$", allowed: "a GitHub repository name: 1 to 100 letters, digits, dots, hyphens and underscores", derivedDefault: "the name of the service" }, infraRepository: { type: "string", description: "Repository of the Helm chart, the monitoring and the deployment.", default: "infra-k8s", pattern: "^(?!\\.{1,2}$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$", allowed: "a GitHub repository name: 1 to 100 letters, digits, dots, hyphens and underscores" }, docsRepository: { type: "string", description: "Repository of the documentation.", default: "devops-portfolio-project", pattern: "^(?!\\.{1,2}$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$", allowed: "a GitHub repository name: 1 to 100 letters, digits, dots, hyphens and underscores" }, port: { type: "integer", description: "Port on which the service listens. The container has no privileges, so it must not be below 1024.", default: 8080, minimum: 1024, maximum: 65535 }, replicas: { type: "integer", description: "Number of pods.", default: 2, minimum: 1, maximum: 50 }, appNamespace: { type: "string", description: "Kubernetes namespace of the service.", pattern: "^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$", allowed: "a DNS label: at most 63 characters a-z, 0-9 and inner hyphens", derivedDefault: "the name of the service" }, monitoringNamespace: { type: "string", description: "Kubernetes namespace of Prometheus and Grafana.", default: "monitoring", pattern: "^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$", allowed: "a DNS label: at most 63 characters a-z, 0-9 and inner hyphens" }, monitoringRelease: { type: "string", description: "Helm release of kube-prometheus-stack. Prometheus selects monitors by this name.", default: "monitoring", pattern: "^[a-z0-9](?:[-a-z0-9]{0,51}[a-z0-9])?$", allowed: "a DNS label of at most 53 characters (Helm's limit for a release): a-z, 0-9 and inner hyphens" }, cluster: { type: "string", enum: ["minikube", "gke", "eks"], description: "Kubernetes cluster that the infra repository deploys to.", default: "minikube", prompt: "Which cluster do you deploy to?" }, exposure: { type: "string", enum: ["nodePort", "clusterIP", "ingress"], description: "How the service is reached from outside the cluster.", prompt: "How is the service reached from outside the cluster?", derivedDefault: "`nodePort` on Minikube, `clusterIP` on GKE and EKS" }, nodePort: { type: "integer", description: "Port of every node that leads to the service, with the exposure `nodePort`.", default: 30005, minimum: 3e4, maximum: 32767 }, ingressHost: { type: "string", description: "Host name of the service. Needed with the exposure `ingress`, refused with any other.", pattern: "^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)+$", allowed: "a lower-case domain name such as app.example.com", derivedDefault: "none" }, platforms: { type: "array", items: { type: "string", enum: ["linux/amd64", "linux/arm64"] }, description: "Platforms that the image is built for.", default: ["linux/amd64", "linux/arm64"], minItems: 1, uniqueItems: !0 }, availabilityTarget: { type: "number", description: "Share of requests, in percent over 30 days, that must not fail. Alerts and the error budget follow from it.", default: 99.9, minimum: 95, maximum: 99.99 }, latencyTargetMs: { type: "number", description: "Time in milliseconds within which a request should be answered. It becomes an edge of the histogram.", default: 250, minimum: 5, maximum: 1e4 }, alertReceiver: { type: "string", enum: ["none", "slack", "webhook"], description: "Where the alerts go. The address is a secret that you make in the cluster; without a receiver, Alertmanager only shows them.", default: "none" }, minikubeCpus: { type: "integer", description: "CPUs of the Minikube node.", default: 2, minimum: 2, maximum: 64 }, minikubeMemoryMb: { type: "integer", description: "Memory of the Minikube node in MiB. The monitoring stack needs about 2 GiB of it.", default: 4096, minimum: 3072, maximum: 262144 }, title: { type: "string", description: "Title of the portfolio, as the documentation shows it.", default: "DevOps portfolio", pattern: "^[^\\r\\n]{1,80}$", allowed: "1 to 80 characters on one line, without a web or e-mail address" }, author: { type: "string", description: "Your name, for licences, charts and the documentation.", pattern: "^[^\\r\\n]{1,80}$", allowed: "1 to 80 characters on one line, without a web or e-mail address", prompt: "What is your name?", derivedDefault: "the owner" }, summary: { type: "string", description: "What the portfolio shows, in one sentence of yours. The documentation begins with it.", pattern: "^[^\\r\\n]{1,200}$", allowed: "1 to 200 characters on one line, without a web or e-mail address", prompt: "What does it show, in one sentence?", derivedDefault: "a sentence about the service" }, pages: { type: "boolean", description: "Whether the documentation is published as a site, by VitePress and GitHub Pages.", allowed: "true or false", derivedDefault: "false" }, services: { type: "array", description: "Several services, instead of the options that describe the only one. Each has a chart of its own, and a repository, which several containers may share; what is said of a container is said under the same names.", minItems: 1, allowed: "a list of services, each with at least a `name`", derivedDefault: "one service, which the other options describe", items: { type: "object", properties: { name: { type: "string", description: "Name of the service: of its image, chart, Helm release, Kubernetes objects and Prometheus job.", pattern: "^[a-z](?:[-a-z0-9]{0,51}[a-z0-9])?$", allowed: "a DNS label of at most 53 characters (Helm's limit for a release) that starts with a letter: a-z, 0-9, inner hyphens" }, runtime: { type: "string", enum: ["express", "flask", "fastapi", "static", "container"], description: "Language and framework of the service.", default: "express" }, repository: { type: "string", description: "Repository of the service. Services with the runtime `container` may share one.", pattern: "^(?!\\.{1,2}$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$", allowed: "a GitHub repository name: 1 to 100 letters, digits, dots, hyphens and underscores", derivedDefault: "the name of the service" }, port: { type: "integer", description: "Port on which the service listens.", minimum: 1024, maximum: 65535, default: 8080 }, exposure: { type: "string", enum: ["nodePort", "clusterIP", "ingress"], description: "How the service is reached from outside the cluster.", derivedDefault: "`nodePort` on Minikube, `clusterIP` on GKE and EKS" }, nodePort: { type: "integer", description: "Port of every node that leads to the service, with the exposure `nodePort`, in the first environment of a cluster; each further environment there adds 100.", minimum: 3e4, maximum: 32767, derivedDefault: "30005 for the first service, and one more for each that follows" }, platforms: { type: "array", items: { type: "string", enum: ["linux/amd64", "linux/arm64"] }, description: "Platforms that the image is built for.", minItems: 1, uniqueItems: !0, default: ["linux/amd64", "linux/arm64"] }, availabilityTarget: { type: "number", description: "Share of requests, in percent over 30 days, that must not fail.", minimum: 95, maximum: 99.99, default: 99.9 }, latencyTargetMs: { type: "number", description: "Time in milliseconds within which a request should be answered.", minimum: 5, maximum: 1e4, default: 250 }, alertReceiver: { type: "string", enum: ["none", "slack", "webhook"], description: "Where the alerts of the service go.", default: "none" }, calls: { type: "array", items: { type: "string" }, description: "Other services of the portfolio that this one calls. It gets the address of each, in the same environment, as a variable: that of `shop-api` is `SHOP_API_URL`. The network policies of both let the calls through.", uniqueItems: !0, allowed: "a list of names of other services of the portfolio, each once", derivedDefault: "none" }, dockerfile: { type: "string", description: "Dockerfile of the service, as a path in its repository. Runtime `container` only.", pattern: "^(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199}$", allowed: "a path in the repository: letters, digits, dots, hyphens, underscores and slashes", derivedDefault: "`Dockerfile`" }, buildContext: { type: "string", description: "Folder that the image is built from. Runtime `container` only.", pattern: "^(?:\\.|(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199})$", allowed: "a path in the repository: letters, digits, dots, hyphens, underscores and slashes", derivedDefault: "`.`, the repository" }, runAsUser: { type: "integer", description: "User of the container, where the image names none by its number. Runtime `container` only.", minimum: 1, maximum: 2147483647, derivedDefault: "that of the image" }, worker: { type: "boolean", description: "It answers no requests: it takes work from a queue, is a bot or runs on a schedule. It has no `port`, and may have a `managementPort`. Runtime `container` only.", allowed: "true or false", derivedDefault: "`false`" }, managementPort: { type: "integer", description: "Port for probes and metrics, where it is not that of the service. Runtime `container` only.", minimum: 1024, maximum: 65535, derivedDefault: "`port`; the runtimes that bring an app have a port for it" }, healthPath: { type: "string", description: "Path that answers 200 while the service is alive. Required with the runtime `container` unless it is a `worker`, refused with any other.", pattern: "^/[A-Za-z0-9._~/-]{0,199}$", allowed: "a path such as /healthz: letters, digits, dots, hyphens, underscores, tildes and slashes", derivedDefault: "none; the runtimes that bring an app answer `/health`" }, readyPath: { type: "string", description: "Path that answers 200 while the service can take requests. Runtime `container` only.", pattern: "^/[A-Za-z0-9._~/-]{0,199}$", allowed: "a path such as /readyz: letters, digits, dots, hyphens, underscores, tildes and slashes", derivedDefault: "`healthPath`" }, metricsPath: { type: "string", description: "Path of the metrics in Prometheus' format, or `none`. Runtime `container` only.", pattern: "^(?:none|/[A-Za-z0-9._~/-]{0,199})$", allowed: "none, or a path such as /metrics: letters, digits, dots, hyphens, underscores, tildes and slashes", derivedDefault: "that of the library that `metrics` names" }, metrics: { description: "Library that measures the requests, or the names that it has been told. Rules, alerts and the dashboard follow. Runtime `container` only.", allowed: "portfolio, prometheus-flask-exporter, prometheus-fastapi-instrumentator, express-prom-bundle, django-prometheus, micrometer, promhttp, nginx, none, or the names themselves: an object with at least `histogram` and `status`", anyOf: [{ type: "string", enum: ["portfolio", "prometheus-flask-exporter", "prometheus-fastapi-instrumentator", "express-prom-bundle", "django-prometheus", "micrometer", "promhttp", "nginx", "none"] }, { type: "object", required: ["histogram", "status"], additionalProperties: !1, description: "The names under which a service measures its requests, where they are none of a library's own.", properties: { histogram: { type: "string", description: "Histogram of the time to answer, without `_bucket`, `_count` and `_sum`.", pattern: "^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$" }, status: { type: "string", description: "Label of it that has the status of the answer, such as 500 or 5xx.", pattern: "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$" }, route: { type: "string", description: "Label that has the route.", pattern: "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$", derivedDefault: "none: the dashboard does not tell routes apart" }, method: { type: "string", description: "Label that has the method.", pattern: "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$", derivedDefault: "none" }, unit: { type: "string", enum: ["seconds", "milliseconds"], description: "What the histogram counts in.", derivedDefault: "seconds" }, edges: { type: "array", items: { type: "number" }, description: "Upper edges of its buckets, in its unit.", minItems: 1, derivedDefault: "those that the official client libraries have in common, from 5 milliseconds to 10 seconds" } } }], derivedDefault: "`none`: availability is then counted from the pods that are ready" }, statusPath: { type: "string", description: "Path at which nginx answers its `stub_status`, for an exporter beside it to read. With `metrics` nginx only.", pattern: "^/[A-Za-z0-9._~/-]{0,199}$", allowed: "a path such as /stub_status: letters, digits, dots, hyphens, underscores, tildes and slashes", derivedDefault: "`/stub_status`" }, setup: { type: "string", enum: ["node", "python", "go", "java", "none"], description: "Language that CI sets up before it lints and tests. Its packages are kept in no cache: the same workflow publishes, and a run of somebody else could have filled it (zizmor's `cache-poisoning`). Runtime `container` only.", derivedDefault: "`none`" }, setupVersion: { type: "string", description: "Version of that language. Runtime `container` only.", pattern: "^[0-9]{1,3}(?:\\.[0-9]{1,3}){0,2}$", allowed: "a version such as 22 or 3.12", derivedDefault: "the newest one that is maintained for long; of Go that of go.mod" }, installCommand: { type: "string", description: "Command that CI runs before it lints and tests. Runtime `container` only.", pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$", allowed: "a command of the shell on one line, at most 500 characters", derivedDefault: "none" }, testCommand: { type: "string", description: "Command that tests the service. Runtime `container` only.", pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$", allowed: "a command of the shell on one line, at most 500 characters", derivedDefault: "none" }, lintCommand: { type: "string", description: "Command that lints the service. Runtime `container` only.", pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$", allowed: "a command of the shell on one line, at most 500 characters", derivedDefault: "none" } }, required: ["name"], additionalProperties: !1, description: "One of several services. What each member allows, and its default where none is said, is that of the portfolio's option which describes the only service." } }, environments: { type: "array", description: "Several environments, instead of the options that describe the only one.", minItems: 1, allowed: "a list of environments, each with at least a `name`", derivedDefault: "one environment, which the other options describe", items: { type: "object", properties: { name: { type: "string", description: "Name of the environment: of its folder in `environments` and of its GitHub environment.", pattern: "^[a-z](?:[-a-z0-9]{0,28}[a-z0-9])?$", allowed: "at most 30 characters a-z, 0-9 and inner hyphens, of which the first is a letter" }, cluster: { type: "string", enum: ["minikube", "gke", "eks"], description: "Kubernetes cluster that the environment is in.", default: "minikube" }, context: { type: "string", description: "Context of kubectl that leads to the cluster. Environments of one kind of cluster without it, or with the same, share one cluster.", pattern: "^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}$", allowed: "the name of a context, as `kubectl config get-contexts` lists it", derivedDefault: "the current context; with Minikube, the portfolio's own" }, namespace: { type: "string", description: "Kubernetes namespace of the services; `<service>` in it stands for the name of each.", pattern: "^(?=.{1,72}$)(?:[a-z0-9]|<service>)(?:(?:[-a-z0-9]|<service>)*(?:[a-z0-9]|<service>))?$", allowed: "a DNS label, in which `<service>` may stand: at most 63 characters a-z, 0-9 and inner hyphens", derivedDefault: "`<service>-<environment>`, with the names of both" }, replicas: { type: "integer", description: "Number of pods of each service.", minimum: 1, maximum: 50, default: 2 }, host: { type: "string", description: "Host name of the first service with exposure `ingress`; each further one is reached at `<service>.` before it.", pattern: "^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)+$", allowed: "a lower-case domain name such as app.example.com", derivedDefault: "none" } }, required: ["name"], additionalProperties: !1, description: "One of several environments. What each member allows, and its default where none is said, is that of the portfolio's option which describes the only environment." } }, markers: { type: "boolean", description: `Whether managed files are read-only and begin with projen's line "Generated by projen".`, allowed: "true or false", derivedDefault: "false" }, own: { type: "array", items: { type: "string" }, description: "Managed files that you took over: they are yours for good, and are not written again. Of one repository; its siblings have their own list.", uniqueItems: !0, allowed: "a list of paths of files in the repository", derivedDefault: "none" }, delivery: { type: "string", enum: ["helm", "argocd"], description: "How a recorded image gets into the cluster: `helm` by the scripts and the workflow, `argocd` by Argo CD in the cluster, which follows the infra repository; the workflow then has no credentials of a cluster.", default: "helm" }, dockerfile: { type: "string", description: "Dockerfile of the service, as a path in its repository. Runtime `container` only.", pattern: "^(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199}$", allowed: "a path in the repository: letters, digits, dots, hyphens, underscores and slashes", derivedDefault: "`Dockerfile`" }, buildContext: { type: "string", description: "Folder that the image is built from. Runtime `container` only.", pattern: "^(?:\\.|(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199})$", allowed: "a path in the repository: letters, digits, dots, hyphens, underscores and slashes", derivedDefault: "`.`, the repository" }, runAsUser: { type: "integer", description: "User of the container, where the image names none by its number. Runtime `container` only.", minimum: 1, maximum: 2147483647, derivedDefault: "that of the image" }, worker: { type: "boolean", description: "It answers no requests: it takes work from a queue, is a bot or runs on a schedule. It has no `port`, and may have a `managementPort`. Runtime `container` only.", allowed: "true or false", derivedDefault: "`false`" }, managementPort: { type: "integer", description: "Port for probes and metrics, where it is not that of the service. Runtime `container` only.", minimum: 1024, maximum: 65535, derivedDefault: "`port`; the runtimes that bring an app have a port for it" }, healthPath: { type: "string", description: "Path that answers 200 while the service is alive. Required with the runtime `container` unless it is a `worker`, refused with any other.", pattern: "^/[A-Za-z0-9._~/-]{0,199}$", allowed: "a path such as /healthz: letters, digits, dots, hyphens, underscores, tildes and slashes", derivedDefault: "none; the runtimes that bring an app answer `/health`" }, readyPath: { type: "string", description: "Path that answers 200 while the service can take requests. Runtime `container` only.", pattern: "^/[A-Za-z0-9._~/-]{0,199}$", allowed: "a path such as /readyz: letters, digits, dots, hyphens, underscores, tildes and slashes", derivedDefault: "`healthPath`" }, metricsPath: { type: "string", description: "Path of the metrics in Prometheus' format, or `none`. Runtime `container` only.", pattern: "^(?:none|/[A-Za-z0-9._~/-]{0,199})$", allowed: "none, or a path such as /metrics: letters, digits, dots, hyphens, underscores, tildes and slashes", derivedDefault: "that of the library that `metrics` names" }, metrics: { description: "Library that measures the requests, or the names that it has been told. Rules, alerts and the dashboard follow. Runtime `container` only.", allowed: "portfolio, prometheus-flask-exporter, prometheus-fastapi-instrumentator, express-prom-bundle, django-prometheus, micrometer, promhttp, nginx, none, or the names themselves: an object with at least `histogram` and `status`", anyOf: [{ type: "string", enum: ["portfolio", "prometheus-flask-exporter", "prometheus-fastapi-instrumentator", "express-prom-bundle", "django-prometheus", "micrometer", "promhttp", "nginx", "none"] }, { type: "object", required: ["histogram", "status"], additionalProperties: !1, description: "The names under which a service measures its requests, where they are none of a library's own.", properties: { histogram: { type: "string", description: "Histogram of the time to answer, without `_bucket`, `_count` and `_sum`.", pattern: "^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$" }, status: { type: "string", description: "Label of it that has the status of the answer, such as 500 or 5xx.", pattern: "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$" }, route: { type: "string", description: "Label that has the route.", pattern: "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$", derivedDefault: "none: the dashboard does not tell routes apart" }, method: { type: "string", description: "Label that has the method.", pattern: "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$", derivedDefault: "none" }, unit: { type: "string", enum: ["seconds", "milliseconds"], description: "What the histogram counts in.", derivedDefault: "seconds" }, edges: { type: "array", items: { type: "number" }, description: "Upper edges of its buckets, in its unit.", minItems: 1, derivedDefault: "those that the official client libraries have in common, from 5 milliseconds to 10 seconds" } } }], derivedDefault: "`none`: availability is then counted from the pods that are ready" }, statusPath: { type: "string", description: "Path at which nginx answers its `stub_status`, for an exporter beside it to read. With `metrics` nginx only.", pattern: "^/[A-Za-z0-9._~/-]{0,199}$", allowed: "a path such as /stub_status: letters, digits, dots, hyphens, underscores, tildes and slashes", derivedDefault: "`/stub_status`" }, setup: { type: "string", enum: ["node", "python", "go", "java", "none"], description: "Language that CI sets up before it lints and tests. Its packages are kept in no cache: the same workflow publishes, and a run of somebody else could have filled it (zizmor's `cache-poisoning`). Runtime `container` only.", derivedDefault: "`none`" }, setupVersion: { type: "string", description: "Version of that language. Runtime `container` only.", pattern: "^[0-9]{1,3}(?:\\.[0-9]{1,3}){0,2}$", allowed: "a version such as 22 or 3.12", derivedDefault: "the newest one that is maintained for long; of Go that of go.mod" }, installCommand: { type: "string", description: "Command that CI runs before it lints and tests. Runtime `container` only.", pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$", allowed: "a command of the shell on one line, at most 500 characters", derivedDefault: "none" }, testCommand: { type: "string", description: "Command that tests the service. Runtime `container` only.", pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$", allowed: "a command of the shell on one line, at most 500 characters", derivedDefault: "none" }, lintCommand: { type: "string", description: "Command that lints the service. Runtime `container` only.", pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$", allowed: "a command of the shell on one line, at most 500 characters", derivedDefault: "none" } }, required: ["owner"], additionalProperties: !1, description: "What a person may choose. An option is described here only: schema, flags, help, prompts, validation and the README's table are made from it.", $id: "https://create-devops-portfolio.github.io/options.schema.json", title: "Portfolio options" }, func2 = Object.prototype.hasOwnProperty, pattern0 = new RegExp("^(?=.{1,39}$)[A-Za-z0-9](?:[-_]?[A-Za-z0-9])*$", "u"), pattern1 = new RegExp("^[a-z](?:[-a-z0-9]{0,51}[a-z0-9])?$", "u"), pattern2 = new RegExp("^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*(?::[1-9][0-9]{0,4})?(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$", "u"), pattern3 = new RegExp("^(?!\\.{1,2}$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$", "u"), pattern6 = new RegExp("^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$", "u"), pattern8 = new RegExp("^[a-z0-9](?:[-a-z0-9]{0,51}[a-z0-9])?$", "u"), pattern9 = new RegExp("^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)+$", "u"), pattern10 = new RegExp("^[^\\r\\n]{1,80}$", "u"), pattern12 = new RegExp("^[^\\r\\n]{1,200}$", "u"), pattern15 = new RegExp("^(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199}$", "u"), pattern16 = new RegExp("^(?:\\.|(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199})$", "u"), pattern17 = new RegExp("^/[A-Za-z0-9._~/-]{0,199}$", "u"), pattern19 = new RegExp("^(?:none|/[A-Za-z0-9._~/-]{0,199})$", "u"), pattern20 = new RegExp("^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$", "u"), pattern21 = new RegExp("^[a-zA-Z_][a-zA-Z0-9_]{0,99}$", "u"), pattern25 = new RegExp("^[0-9]{1,3}(?:\\.[0-9]{1,3}){0,2}$", "u"), pattern26 = new RegExp("^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$", "u"), pattern29 = new RegExp("^[a-z](?:[-a-z0-9]{0,28}[a-z0-9])?$", "u"), pattern30 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}$", "u"), pattern31 = new RegExp("^(?=.{1,72}$)(?:[a-z0-9]|<service>)(?:(?:[-a-z0-9]|<service>)*(?:[a-z0-9]|<service>))?$", "u");
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.owner === void 0) {
      let err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "owner" }, message: "must have required property 'owner'" };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    for (let key0 in data)
      if (!func2.call(schema11.properties, key0)) {
        let err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    if (data.owner !== void 0) {
      let data0 = data.owner;
      if (typeof data0 == "string") {
        if (!pattern0.test(data0)) {
          let err2 = { instancePath: instancePath + "/owner", schemaPath: "#/properties/owner/pattern", keyword: "pattern", params: { pattern: "^(?=.{1,39}$)[A-Za-z0-9](?:[-_]?[A-Za-z0-9])*$" }, message: 'must match pattern "^(?=.{1,39}$)[A-Za-z0-9](?:[-_]?[A-Za-z0-9])*$"' };
          vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
        }
      } else {
        let err3 = { instancePath: instancePath + "/owner", schemaPath: "#/properties/owner/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    }
    if (data.runtime !== void 0) {
      let data1 = data.runtime;
      if (typeof data1 != "string") {
        let err4 = { instancePath: instancePath + "/runtime", schemaPath: "#/properties/runtime/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
      }
      if (!(data1 === "express" || data1 === "flask" || data1 === "fastapi" || data1 === "static" || data1 === "container")) {
        let err5 = { instancePath: instancePath + "/runtime", schemaPath: "#/properties/runtime/enum", keyword: "enum", params: { allowedValues: schema11.properties.runtime.enum }, message: "must be equal to one of the allowed values" };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
    }
    if (data.appName !== void 0) {
      let data2 = data.appName;
      if (typeof data2 == "string") {
        if (!pattern1.test(data2)) {
          let err6 = { instancePath: instancePath + "/appName", schemaPath: "#/properties/appName/pattern", keyword: "pattern", params: { pattern: "^[a-z](?:[-a-z0-9]{0,51}[a-z0-9])?$" }, message: 'must match pattern "^[a-z](?:[-a-z0-9]{0,51}[a-z0-9])?$"' };
          vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
        }
      } else {
        let err7 = { instancePath: instancePath + "/appName", schemaPath: "#/properties/appName/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
      }
    }
    if (data.registry !== void 0) {
      let data3 = data.registry;
      if (typeof data3 == "string") {
        if (!pattern2.test(data3)) {
          let err8 = { instancePath: instancePath + "/registry", schemaPath: "#/properties/registry/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*(?::[1-9][0-9]{0,4})?(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$" }, message: 'must match pattern "^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*(?::[1-9][0-9]{0,4})?(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$"' };
          vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
        }
      } else {
        let err9 = { instancePath: instancePath + "/registry", schemaPath: "#/properties/registry/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
      }
    }
    if (data.appRepository !== void 0) {
      let data4 = data.appRepository;
      if (typeof data4 == "string") {
        if (!pattern3.test(data4)) {
          let err10 = { instancePath: instancePath + "/appRepository", schemaPath: "#/properties/appRepository/pattern", keyword: "pattern", params: { pattern: "^(?!\\.{1,2}$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$" }, message: 'must match pattern "^(?!\\.{1,2}$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$"' };
          vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
        }
      } else {
        let err11 = { instancePath: instancePath + "/appRepository", schemaPath: "#/properties/appRepository/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
      }
    }
    if (data.infraRepository !== void 0) {
      let data5 = data.infraRepository;
      if (typeof data5 == "string") {
        if (!pattern3.test(data5)) {
          let err12 = { instancePath: instancePath + "/infraRepository", schemaPath: "#/properties/infraRepository/pattern", keyword: "pattern", params: { pattern: "^(?!\\.{1,2}$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$" }, message: 'must match pattern "^(?!\\.{1,2}$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$"' };
          vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
        }
      } else {
        let err13 = { instancePath: instancePath + "/infraRepository", schemaPath: "#/properties/infraRepository/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
      }
    }
    if (data.docsRepository !== void 0) {
      let data6 = data.docsRepository;
      if (typeof data6 == "string") {
        if (!pattern3.test(data6)) {
          let err14 = { instancePath: instancePath + "/docsRepository", schemaPath: "#/properties/docsRepository/pattern", keyword: "pattern", params: { pattern: "^(?!\\.{1,2}$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$" }, message: 'must match pattern "^(?!\\.{1,2}$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$"' };
          vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
        }
      } else {
        let err15 = { instancePath: instancePath + "/docsRepository", schemaPath: "#/properties/docsRepository/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
      }
    }
    if (data.port !== void 0) {
      let data7 = data.port;
      if (!(typeof data7 == "number" && !(data7 % 1) && !isNaN(data7) && isFinite(data7))) {
        let err16 = { instancePath: instancePath + "/port", schemaPath: "#/properties/port/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
        vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
      }
      if (typeof data7 == "number" && isFinite(data7)) {
        if (data7 > 65535 || isNaN(data7)) {
          let err17 = { instancePath: instancePath + "/port", schemaPath: "#/properties/port/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535" };
          vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
        }
        if (data7 < 1024 || isNaN(data7)) {
          let err18 = { instancePath: instancePath + "/port", schemaPath: "#/properties/port/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1024 }, message: "must be >= 1024" };
          vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
        }
      }
    }
    if (data.replicas !== void 0) {
      let data8 = data.replicas;
      if (!(typeof data8 == "number" && !(data8 % 1) && !isNaN(data8) && isFinite(data8))) {
        let err19 = { instancePath: instancePath + "/replicas", schemaPath: "#/properties/replicas/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
        vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
      }
      if (typeof data8 == "number" && isFinite(data8)) {
        if (data8 > 50 || isNaN(data8)) {
          let err20 = { instancePath: instancePath + "/replicas", schemaPath: "#/properties/replicas/maximum", keyword: "maximum", params: { comparison: "<=", limit: 50 }, message: "must be <= 50" };
          vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
        }
        if (data8 < 1 || isNaN(data8)) {
          let err21 = { instancePath: instancePath + "/replicas", schemaPath: "#/properties/replicas/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
          vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
        }
      }
    }
    if (data.appNamespace !== void 0) {
      let data9 = data.appNamespace;
      if (typeof data9 == "string") {
        if (!pattern6.test(data9)) {
          let err22 = { instancePath: instancePath + "/appNamespace", schemaPath: "#/properties/appNamespace/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$" }, message: 'must match pattern "^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$"' };
          vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
        }
      } else {
        let err23 = { instancePath: instancePath + "/appNamespace", schemaPath: "#/properties/appNamespace/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
      }
    }
    if (data.monitoringNamespace !== void 0) {
      let data10 = data.monitoringNamespace;
      if (typeof data10 == "string") {
        if (!pattern6.test(data10)) {
          let err24 = { instancePath: instancePath + "/monitoringNamespace", schemaPath: "#/properties/monitoringNamespace/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$" }, message: 'must match pattern "^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$"' };
          vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
        }
      } else {
        let err25 = { instancePath: instancePath + "/monitoringNamespace", schemaPath: "#/properties/monitoringNamespace/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
      }
    }
    if (data.monitoringRelease !== void 0) {
      let data11 = data.monitoringRelease;
      if (typeof data11 == "string") {
        if (!pattern8.test(data11)) {
          let err26 = { instancePath: instancePath + "/monitoringRelease", schemaPath: "#/properties/monitoringRelease/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9](?:[-a-z0-9]{0,51}[a-z0-9])?$" }, message: 'must match pattern "^[a-z0-9](?:[-a-z0-9]{0,51}[a-z0-9])?$"' };
          vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
        }
      } else {
        let err27 = { instancePath: instancePath + "/monitoringRelease", schemaPath: "#/properties/monitoringRelease/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
      }
    }
    if (data.cluster !== void 0) {
      let data12 = data.cluster;
      if (typeof data12 != "string") {
        let err28 = { instancePath: instancePath + "/cluster", schemaPath: "#/properties/cluster/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
      }
      if (!(data12 === "minikube" || data12 === "gke" || data12 === "eks")) {
        let err29 = { instancePath: instancePath + "/cluster", schemaPath: "#/properties/cluster/enum", keyword: "enum", params: { allowedValues: schema11.properties.cluster.enum }, message: "must be equal to one of the allowed values" };
        vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
      }
    }
    if (data.exposure !== void 0) {
      let data13 = data.exposure;
      if (typeof data13 != "string") {
        let err30 = { instancePath: instancePath + "/exposure", schemaPath: "#/properties/exposure/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
      }
      if (!(data13 === "nodePort" || data13 === "clusterIP" || data13 === "ingress")) {
        let err31 = { instancePath: instancePath + "/exposure", schemaPath: "#/properties/exposure/enum", keyword: "enum", params: { allowedValues: schema11.properties.exposure.enum }, message: "must be equal to one of the allowed values" };
        vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
      }
    }
    if (data.nodePort !== void 0) {
      let data14 = data.nodePort;
      if (!(typeof data14 == "number" && !(data14 % 1) && !isNaN(data14) && isFinite(data14))) {
        let err32 = { instancePath: instancePath + "/nodePort", schemaPath: "#/properties/nodePort/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
        vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
      }
      if (typeof data14 == "number" && isFinite(data14)) {
        if (data14 > 32767 || isNaN(data14)) {
          let err33 = { instancePath: instancePath + "/nodePort", schemaPath: "#/properties/nodePort/maximum", keyword: "maximum", params: { comparison: "<=", limit: 32767 }, message: "must be <= 32767" };
          vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
        }
        if (data14 < 3e4 || isNaN(data14)) {
          let err34 = { instancePath: instancePath + "/nodePort", schemaPath: "#/properties/nodePort/minimum", keyword: "minimum", params: { comparison: ">=", limit: 3e4 }, message: "must be >= 30000" };
          vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
        }
      }
    }
    if (data.ingressHost !== void 0) {
      let data15 = data.ingressHost;
      if (typeof data15 == "string") {
        if (!pattern9.test(data15)) {
          let err35 = { instancePath: instancePath + "/ingressHost", schemaPath: "#/properties/ingressHost/pattern", keyword: "pattern", params: { pattern: "^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)+$" }, message: 'must match pattern "^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)+$"' };
          vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
        }
      } else {
        let err36 = { instancePath: instancePath + "/ingressHost", schemaPath: "#/properties/ingressHost/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
      }
    }
    if (data.platforms !== void 0) {
      let data16 = data.platforms;
      if (Array.isArray(data16)) {
        if (data16.length < 1) {
          let err37 = { instancePath: instancePath + "/platforms", schemaPath: "#/properties/platforms/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" };
          vErrors === null ? vErrors = [err37] : vErrors.push(err37), errors++;
        }
        let len0 = data16.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data17 = data16[i0];
          if (typeof data17 != "string") {
            let err38 = { instancePath: instancePath + "/platforms/" + i0, schemaPath: "#/properties/platforms/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
          }
          if (!(data17 === "linux/amd64" || data17 === "linux/arm64")) {
            let err39 = { instancePath: instancePath + "/platforms/" + i0, schemaPath: "#/properties/platforms/items/enum", keyword: "enum", params: { allowedValues: schema11.properties.platforms.items.enum }, message: "must be equal to one of the allowed values" };
            vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
          }
        }
        let i1 = data16.length, j0;
        if (i1 > 1) {
          let indices0 = {};
          for (; i1--; ) {
            let item0 = data16[i1];
            if (typeof item0 == "string") {
              if (typeof indices0[item0] == "number") {
                j0 = indices0[item0];
                let err40 = { instancePath: instancePath + "/platforms", schemaPath: "#/properties/platforms/uniqueItems", keyword: "uniqueItems", params: { i: i1, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i1 + " are identical)" };
                vErrors === null ? vErrors = [err40] : vErrors.push(err40), errors++;
                break;
              }
              indices0[item0] = i1;
            }
          }
        }
      } else {
        let err41 = { instancePath: instancePath + "/platforms", schemaPath: "#/properties/platforms/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        vErrors === null ? vErrors = [err41] : vErrors.push(err41), errors++;
      }
    }
    if (data.availabilityTarget !== void 0) {
      let data18 = data.availabilityTarget;
      if (typeof data18 == "number" && isFinite(data18)) {
        if (data18 > 99.99 || isNaN(data18)) {
          let err42 = { instancePath: instancePath + "/availabilityTarget", schemaPath: "#/properties/availabilityTarget/maximum", keyword: "maximum", params: { comparison: "<=", limit: 99.99 }, message: "must be <= 99.99" };
          vErrors === null ? vErrors = [err42] : vErrors.push(err42), errors++;
        }
        if (data18 < 95 || isNaN(data18)) {
          let err43 = { instancePath: instancePath + "/availabilityTarget", schemaPath: "#/properties/availabilityTarget/minimum", keyword: "minimum", params: { comparison: ">=", limit: 95 }, message: "must be >= 95" };
          vErrors === null ? vErrors = [err43] : vErrors.push(err43), errors++;
        }
      } else {
        let err44 = { instancePath: instancePath + "/availabilityTarget", schemaPath: "#/properties/availabilityTarget/type", keyword: "type", params: { type: "number" }, message: "must be number" };
        vErrors === null ? vErrors = [err44] : vErrors.push(err44), errors++;
      }
    }
    if (data.latencyTargetMs !== void 0) {
      let data19 = data.latencyTargetMs;
      if (typeof data19 == "number" && isFinite(data19)) {
        if (data19 > 1e4 || isNaN(data19)) {
          let err45 = { instancePath: instancePath + "/latencyTargetMs", schemaPath: "#/properties/latencyTargetMs/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e4 }, message: "must be <= 10000" };
          vErrors === null ? vErrors = [err45] : vErrors.push(err45), errors++;
        }
        if (data19 < 5 || isNaN(data19)) {
          let err46 = { instancePath: instancePath + "/latencyTargetMs", schemaPath: "#/properties/latencyTargetMs/minimum", keyword: "minimum", params: { comparison: ">=", limit: 5 }, message: "must be >= 5" };
          vErrors === null ? vErrors = [err46] : vErrors.push(err46), errors++;
        }
      } else {
        let err47 = { instancePath: instancePath + "/latencyTargetMs", schemaPath: "#/properties/latencyTargetMs/type", keyword: "type", params: { type: "number" }, message: "must be number" };
        vErrors === null ? vErrors = [err47] : vErrors.push(err47), errors++;
      }
    }
    if (data.alertReceiver !== void 0) {
      let data20 = data.alertReceiver;
      if (typeof data20 != "string") {
        let err48 = { instancePath: instancePath + "/alertReceiver", schemaPath: "#/properties/alertReceiver/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err48] : vErrors.push(err48), errors++;
      }
      if (!(data20 === "none" || data20 === "slack" || data20 === "webhook")) {
        let err49 = { instancePath: instancePath + "/alertReceiver", schemaPath: "#/properties/alertReceiver/enum", keyword: "enum", params: { allowedValues: schema11.properties.alertReceiver.enum }, message: "must be equal to one of the allowed values" };
        vErrors === null ? vErrors = [err49] : vErrors.push(err49), errors++;
      }
    }
    if (data.minikubeCpus !== void 0) {
      let data21 = data.minikubeCpus;
      if (!(typeof data21 == "number" && !(data21 % 1) && !isNaN(data21) && isFinite(data21))) {
        let err50 = { instancePath: instancePath + "/minikubeCpus", schemaPath: "#/properties/minikubeCpus/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
        vErrors === null ? vErrors = [err50] : vErrors.push(err50), errors++;
      }
      if (typeof data21 == "number" && isFinite(data21)) {
        if (data21 > 64 || isNaN(data21)) {
          let err51 = { instancePath: instancePath + "/minikubeCpus", schemaPath: "#/properties/minikubeCpus/maximum", keyword: "maximum", params: { comparison: "<=", limit: 64 }, message: "must be <= 64" };
          vErrors === null ? vErrors = [err51] : vErrors.push(err51), errors++;
        }
        if (data21 < 2 || isNaN(data21)) {
          let err52 = { instancePath: instancePath + "/minikubeCpus", schemaPath: "#/properties/minikubeCpus/minimum", keyword: "minimum", params: { comparison: ">=", limit: 2 }, message: "must be >= 2" };
          vErrors === null ? vErrors = [err52] : vErrors.push(err52), errors++;
        }
      }
    }
    if (data.minikubeMemoryMb !== void 0) {
      let data22 = data.minikubeMemoryMb;
      if (!(typeof data22 == "number" && !(data22 % 1) && !isNaN(data22) && isFinite(data22))) {
        let err53 = { instancePath: instancePath + "/minikubeMemoryMb", schemaPath: "#/properties/minikubeMemoryMb/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
        vErrors === null ? vErrors = [err53] : vErrors.push(err53), errors++;
      }
      if (typeof data22 == "number" && isFinite(data22)) {
        if (data22 > 262144 || isNaN(data22)) {
          let err54 = { instancePath: instancePath + "/minikubeMemoryMb", schemaPath: "#/properties/minikubeMemoryMb/maximum", keyword: "maximum", params: { comparison: "<=", limit: 262144 }, message: "must be <= 262144" };
          vErrors === null ? vErrors = [err54] : vErrors.push(err54), errors++;
        }
        if (data22 < 3072 || isNaN(data22)) {
          let err55 = { instancePath: instancePath + "/minikubeMemoryMb", schemaPath: "#/properties/minikubeMemoryMb/minimum", keyword: "minimum", params: { comparison: ">=", limit: 3072 }, message: "must be >= 3072" };
          vErrors === null ? vErrors = [err55] : vErrors.push(err55), errors++;
        }
      }
    }
    if (data.title !== void 0) {
      let data23 = data.title;
      if (typeof data23 == "string") {
        if (!pattern10.test(data23)) {
          let err56 = { instancePath: instancePath + "/title", schemaPath: "#/properties/title/pattern", keyword: "pattern", params: { pattern: "^[^\\r\\n]{1,80}$" }, message: 'must match pattern "^[^\\r\\n]{1,80}$"' };
          vErrors === null ? vErrors = [err56] : vErrors.push(err56), errors++;
        }
      } else {
        let err57 = { instancePath: instancePath + "/title", schemaPath: "#/properties/title/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err57] : vErrors.push(err57), errors++;
      }
    }
    if (data.author !== void 0) {
      let data24 = data.author;
      if (typeof data24 == "string") {
        if (!pattern10.test(data24)) {
          let err58 = { instancePath: instancePath + "/author", schemaPath: "#/properties/author/pattern", keyword: "pattern", params: { pattern: "^[^\\r\\n]{1,80}$" }, message: 'must match pattern "^[^\\r\\n]{1,80}$"' };
          vErrors === null ? vErrors = [err58] : vErrors.push(err58), errors++;
        }
      } else {
        let err59 = { instancePath: instancePath + "/author", schemaPath: "#/properties/author/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err59] : vErrors.push(err59), errors++;
      }
    }
    if (data.summary !== void 0) {
      let data25 = data.summary;
      if (typeof data25 == "string") {
        if (!pattern12.test(data25)) {
          let err60 = { instancePath: instancePath + "/summary", schemaPath: "#/properties/summary/pattern", keyword: "pattern", params: { pattern: "^[^\\r\\n]{1,200}$" }, message: 'must match pattern "^[^\\r\\n]{1,200}$"' };
          vErrors === null ? vErrors = [err60] : vErrors.push(err60), errors++;
        }
      } else {
        let err61 = { instancePath: instancePath + "/summary", schemaPath: "#/properties/summary/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err61] : vErrors.push(err61), errors++;
      }
    }
    if (data.pages !== void 0 && typeof data.pages != "boolean") {
      let err62 = { instancePath: instancePath + "/pages", schemaPath: "#/properties/pages/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
      vErrors === null ? vErrors = [err62] : vErrors.push(err62), errors++;
    }
    if (data.services !== void 0) {
      let data27 = data.services;
      if (Array.isArray(data27)) {
        if (data27.length < 1) {
          let err63 = { instancePath: instancePath + "/services", schemaPath: "#/properties/services/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" };
          vErrors === null ? vErrors = [err63] : vErrors.push(err63), errors++;
        }
        let len1 = data27.length;
        for (let i2 = 0; i2 < len1; i2++) {
          let data28 = data27[i2];
          if (data28 && typeof data28 == "object" && !Array.isArray(data28)) {
            if (data28.name === void 0) {
              let err64 = { instancePath: instancePath + "/services/" + i2, schemaPath: "#/properties/services/items/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'" };
              vErrors === null ? vErrors = [err64] : vErrors.push(err64), errors++;
            }
            for (let key1 in data28)
              if (!func2.call(schema11.properties.services.items.properties, key1)) {
                let err65 = { instancePath: instancePath + "/services/" + i2, schemaPath: "#/properties/services/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" };
                vErrors === null ? vErrors = [err65] : vErrors.push(err65), errors++;
              }
            if (data28.name !== void 0) {
              let data29 = data28.name;
              if (typeof data29 == "string") {
                if (!pattern1.test(data29)) {
                  let err66 = { instancePath: instancePath + "/services/" + i2 + "/name", schemaPath: "#/properties/services/items/properties/name/pattern", keyword: "pattern", params: { pattern: "^[a-z](?:[-a-z0-9]{0,51}[a-z0-9])?$" }, message: 'must match pattern "^[a-z](?:[-a-z0-9]{0,51}[a-z0-9])?$"' };
                  vErrors === null ? vErrors = [err66] : vErrors.push(err66), errors++;
                }
              } else {
                let err67 = { instancePath: instancePath + "/services/" + i2 + "/name", schemaPath: "#/properties/services/items/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err67] : vErrors.push(err67), errors++;
              }
            }
            if (data28.runtime !== void 0) {
              let data30 = data28.runtime;
              if (typeof data30 != "string") {
                let err68 = { instancePath: instancePath + "/services/" + i2 + "/runtime", schemaPath: "#/properties/services/items/properties/runtime/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err68] : vErrors.push(err68), errors++;
              }
              if (!(data30 === "express" || data30 === "flask" || data30 === "fastapi" || data30 === "static" || data30 === "container")) {
                let err69 = { instancePath: instancePath + "/services/" + i2 + "/runtime", schemaPath: "#/properties/services/items/properties/runtime/enum", keyword: "enum", params: { allowedValues: schema11.properties.services.items.properties.runtime.enum }, message: "must be equal to one of the allowed values" };
                vErrors === null ? vErrors = [err69] : vErrors.push(err69), errors++;
              }
            }
            if (data28.repository !== void 0) {
              let data31 = data28.repository;
              if (typeof data31 == "string") {
                if (!pattern3.test(data31)) {
                  let err70 = { instancePath: instancePath + "/services/" + i2 + "/repository", schemaPath: "#/properties/services/items/properties/repository/pattern", keyword: "pattern", params: { pattern: "^(?!\\.{1,2}$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$" }, message: 'must match pattern "^(?!\\.{1,2}$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$"' };
                  vErrors === null ? vErrors = [err70] : vErrors.push(err70), errors++;
                }
              } else {
                let err71 = { instancePath: instancePath + "/services/" + i2 + "/repository", schemaPath: "#/properties/services/items/properties/repository/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err71] : vErrors.push(err71), errors++;
              }
            }
            if (data28.port !== void 0) {
              let data32 = data28.port;
              if (!(typeof data32 == "number" && !(data32 % 1) && !isNaN(data32) && isFinite(data32))) {
                let err72 = { instancePath: instancePath + "/services/" + i2 + "/port", schemaPath: "#/properties/services/items/properties/port/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                vErrors === null ? vErrors = [err72] : vErrors.push(err72), errors++;
              }
              if (typeof data32 == "number" && isFinite(data32)) {
                if (data32 > 65535 || isNaN(data32)) {
                  let err73 = { instancePath: instancePath + "/services/" + i2 + "/port", schemaPath: "#/properties/services/items/properties/port/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535" };
                  vErrors === null ? vErrors = [err73] : vErrors.push(err73), errors++;
                }
                if (data32 < 1024 || isNaN(data32)) {
                  let err74 = { instancePath: instancePath + "/services/" + i2 + "/port", schemaPath: "#/properties/services/items/properties/port/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1024 }, message: "must be >= 1024" };
                  vErrors === null ? vErrors = [err74] : vErrors.push(err74), errors++;
                }
              }
            }
            if (data28.exposure !== void 0) {
              let data33 = data28.exposure;
              if (typeof data33 != "string") {
                let err75 = { instancePath: instancePath + "/services/" + i2 + "/exposure", schemaPath: "#/properties/services/items/properties/exposure/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err75] : vErrors.push(err75), errors++;
              }
              if (!(data33 === "nodePort" || data33 === "clusterIP" || data33 === "ingress")) {
                let err76 = { instancePath: instancePath + "/services/" + i2 + "/exposure", schemaPath: "#/properties/services/items/properties/exposure/enum", keyword: "enum", params: { allowedValues: schema11.properties.services.items.properties.exposure.enum }, message: "must be equal to one of the allowed values" };
                vErrors === null ? vErrors = [err76] : vErrors.push(err76), errors++;
              }
            }
            if (data28.nodePort !== void 0) {
              let data34 = data28.nodePort;
              if (!(typeof data34 == "number" && !(data34 % 1) && !isNaN(data34) && isFinite(data34))) {
                let err77 = { instancePath: instancePath + "/services/" + i2 + "/nodePort", schemaPath: "#/properties/services/items/properties/nodePort/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                vErrors === null ? vErrors = [err77] : vErrors.push(err77), errors++;
              }
              if (typeof data34 == "number" && isFinite(data34)) {
                if (data34 > 32767 || isNaN(data34)) {
                  let err78 = { instancePath: instancePath + "/services/" + i2 + "/nodePort", schemaPath: "#/properties/services/items/properties/nodePort/maximum", keyword: "maximum", params: { comparison: "<=", limit: 32767 }, message: "must be <= 32767" };
                  vErrors === null ? vErrors = [err78] : vErrors.push(err78), errors++;
                }
                if (data34 < 3e4 || isNaN(data34)) {
                  let err79 = { instancePath: instancePath + "/services/" + i2 + "/nodePort", schemaPath: "#/properties/services/items/properties/nodePort/minimum", keyword: "minimum", params: { comparison: ">=", limit: 3e4 }, message: "must be >= 30000" };
                  vErrors === null ? vErrors = [err79] : vErrors.push(err79), errors++;
                }
              }
            }
            if (data28.platforms !== void 0) {
              let data35 = data28.platforms;
              if (Array.isArray(data35)) {
                if (data35.length < 1) {
                  let err80 = { instancePath: instancePath + "/services/" + i2 + "/platforms", schemaPath: "#/properties/services/items/properties/platforms/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" };
                  vErrors === null ? vErrors = [err80] : vErrors.push(err80), errors++;
                }
                let len2 = data35.length;
                for (let i3 = 0; i3 < len2; i3++) {
                  let data36 = data35[i3];
                  if (typeof data36 != "string") {
                    let err81 = { instancePath: instancePath + "/services/" + i2 + "/platforms/" + i3, schemaPath: "#/properties/services/items/properties/platforms/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                    vErrors === null ? vErrors = [err81] : vErrors.push(err81), errors++;
                  }
                  if (!(data36 === "linux/amd64" || data36 === "linux/arm64")) {
                    let err82 = { instancePath: instancePath + "/services/" + i2 + "/platforms/" + i3, schemaPath: "#/properties/services/items/properties/platforms/items/enum", keyword: "enum", params: { allowedValues: schema11.properties.services.items.properties.platforms.items.enum }, message: "must be equal to one of the allowed values" };
                    vErrors === null ? vErrors = [err82] : vErrors.push(err82), errors++;
                  }
                }
                let i4 = data35.length, j1;
                if (i4 > 1) {
                  let indices1 = {};
                  for (; i4--; ) {
                    let item1 = data35[i4];
                    if (typeof item1 == "string") {
                      if (typeof indices1[item1] == "number") {
                        j1 = indices1[item1];
                        let err83 = { instancePath: instancePath + "/services/" + i2 + "/platforms", schemaPath: "#/properties/services/items/properties/platforms/uniqueItems", keyword: "uniqueItems", params: { i: i4, j: j1 }, message: "must NOT have duplicate items (items ## " + j1 + " and " + i4 + " are identical)" };
                        vErrors === null ? vErrors = [err83] : vErrors.push(err83), errors++;
                        break;
                      }
                      indices1[item1] = i4;
                    }
                  }
                }
              } else {
                let err84 = { instancePath: instancePath + "/services/" + i2 + "/platforms", schemaPath: "#/properties/services/items/properties/platforms/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                vErrors === null ? vErrors = [err84] : vErrors.push(err84), errors++;
              }
            }
            if (data28.availabilityTarget !== void 0) {
              let data37 = data28.availabilityTarget;
              if (typeof data37 == "number" && isFinite(data37)) {
                if (data37 > 99.99 || isNaN(data37)) {
                  let err85 = { instancePath: instancePath + "/services/" + i2 + "/availabilityTarget", schemaPath: "#/properties/services/items/properties/availabilityTarget/maximum", keyword: "maximum", params: { comparison: "<=", limit: 99.99 }, message: "must be <= 99.99" };
                  vErrors === null ? vErrors = [err85] : vErrors.push(err85), errors++;
                }
                if (data37 < 95 || isNaN(data37)) {
                  let err86 = { instancePath: instancePath + "/services/" + i2 + "/availabilityTarget", schemaPath: "#/properties/services/items/properties/availabilityTarget/minimum", keyword: "minimum", params: { comparison: ">=", limit: 95 }, message: "must be >= 95" };
                  vErrors === null ? vErrors = [err86] : vErrors.push(err86), errors++;
                }
              } else {
                let err87 = { instancePath: instancePath + "/services/" + i2 + "/availabilityTarget", schemaPath: "#/properties/services/items/properties/availabilityTarget/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                vErrors === null ? vErrors = [err87] : vErrors.push(err87), errors++;
              }
            }
            if (data28.latencyTargetMs !== void 0) {
              let data38 = data28.latencyTargetMs;
              if (typeof data38 == "number" && isFinite(data38)) {
                if (data38 > 1e4 || isNaN(data38)) {
                  let err88 = { instancePath: instancePath + "/services/" + i2 + "/latencyTargetMs", schemaPath: "#/properties/services/items/properties/latencyTargetMs/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e4 }, message: "must be <= 10000" };
                  vErrors === null ? vErrors = [err88] : vErrors.push(err88), errors++;
                }
                if (data38 < 5 || isNaN(data38)) {
                  let err89 = { instancePath: instancePath + "/services/" + i2 + "/latencyTargetMs", schemaPath: "#/properties/services/items/properties/latencyTargetMs/minimum", keyword: "minimum", params: { comparison: ">=", limit: 5 }, message: "must be >= 5" };
                  vErrors === null ? vErrors = [err89] : vErrors.push(err89), errors++;
                }
              } else {
                let err90 = { instancePath: instancePath + "/services/" + i2 + "/latencyTargetMs", schemaPath: "#/properties/services/items/properties/latencyTargetMs/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                vErrors === null ? vErrors = [err90] : vErrors.push(err90), errors++;
              }
            }
            if (data28.alertReceiver !== void 0) {
              let data39 = data28.alertReceiver;
              if (typeof data39 != "string") {
                let err91 = { instancePath: instancePath + "/services/" + i2 + "/alertReceiver", schemaPath: "#/properties/services/items/properties/alertReceiver/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err91] : vErrors.push(err91), errors++;
              }
              if (!(data39 === "none" || data39 === "slack" || data39 === "webhook")) {
                let err92 = { instancePath: instancePath + "/services/" + i2 + "/alertReceiver", schemaPath: "#/properties/services/items/properties/alertReceiver/enum", keyword: "enum", params: { allowedValues: schema11.properties.services.items.properties.alertReceiver.enum }, message: "must be equal to one of the allowed values" };
                vErrors === null ? vErrors = [err92] : vErrors.push(err92), errors++;
              }
            }
            if (data28.calls !== void 0) {
              let data40 = data28.calls;
              if (Array.isArray(data40)) {
                let len3 = data40.length;
                for (let i5 = 0; i5 < len3; i5++)
                  if (typeof data40[i5] != "string") {
                    let err93 = { instancePath: instancePath + "/services/" + i2 + "/calls/" + i5, schemaPath: "#/properties/services/items/properties/calls/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                    vErrors === null ? vErrors = [err93] : vErrors.push(err93), errors++;
                  }
                let i6 = data40.length, j2;
                if (i6 > 1) {
                  let indices2 = {};
                  for (; i6--; ) {
                    let item2 = data40[i6];
                    if (typeof item2 == "string") {
                      if (typeof indices2[item2] == "number") {
                        j2 = indices2[item2];
                        let err94 = { instancePath: instancePath + "/services/" + i2 + "/calls", schemaPath: "#/properties/services/items/properties/calls/uniqueItems", keyword: "uniqueItems", params: { i: i6, j: j2 }, message: "must NOT have duplicate items (items ## " + j2 + " and " + i6 + " are identical)" };
                        vErrors === null ? vErrors = [err94] : vErrors.push(err94), errors++;
                        break;
                      }
                      indices2[item2] = i6;
                    }
                  }
                }
              } else {
                let err95 = { instancePath: instancePath + "/services/" + i2 + "/calls", schemaPath: "#/properties/services/items/properties/calls/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                vErrors === null ? vErrors = [err95] : vErrors.push(err95), errors++;
              }
            }
            if (data28.dockerfile !== void 0) {
              let data42 = data28.dockerfile;
              if (typeof data42 == "string") {
                if (!pattern15.test(data42)) {
                  let err96 = { instancePath: instancePath + "/services/" + i2 + "/dockerfile", schemaPath: "#/properties/services/items/properties/dockerfile/pattern", keyword: "pattern", params: { pattern: "^(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199}$" }, message: 'must match pattern "^(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199}$"' };
                  vErrors === null ? vErrors = [err96] : vErrors.push(err96), errors++;
                }
              } else {
                let err97 = { instancePath: instancePath + "/services/" + i2 + "/dockerfile", schemaPath: "#/properties/services/items/properties/dockerfile/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err97] : vErrors.push(err97), errors++;
              }
            }
            if (data28.buildContext !== void 0) {
              let data43 = data28.buildContext;
              if (typeof data43 == "string") {
                if (!pattern16.test(data43)) {
                  let err98 = { instancePath: instancePath + "/services/" + i2 + "/buildContext", schemaPath: "#/properties/services/items/properties/buildContext/pattern", keyword: "pattern", params: { pattern: "^(?:\\.|(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199})$" }, message: 'must match pattern "^(?:\\.|(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199})$"' };
                  vErrors === null ? vErrors = [err98] : vErrors.push(err98), errors++;
                }
              } else {
                let err99 = { instancePath: instancePath + "/services/" + i2 + "/buildContext", schemaPath: "#/properties/services/items/properties/buildContext/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err99] : vErrors.push(err99), errors++;
              }
            }
            if (data28.runAsUser !== void 0) {
              let data44 = data28.runAsUser;
              if (!(typeof data44 == "number" && !(data44 % 1) && !isNaN(data44) && isFinite(data44))) {
                let err100 = { instancePath: instancePath + "/services/" + i2 + "/runAsUser", schemaPath: "#/properties/services/items/properties/runAsUser/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                vErrors === null ? vErrors = [err100] : vErrors.push(err100), errors++;
              }
              if (typeof data44 == "number" && isFinite(data44)) {
                if (data44 > 2147483647 || isNaN(data44)) {
                  let err101 = { instancePath: instancePath + "/services/" + i2 + "/runAsUser", schemaPath: "#/properties/services/items/properties/runAsUser/maximum", keyword: "maximum", params: { comparison: "<=", limit: 2147483647 }, message: "must be <= 2147483647" };
                  vErrors === null ? vErrors = [err101] : vErrors.push(err101), errors++;
                }
                if (data44 < 1 || isNaN(data44)) {
                  let err102 = { instancePath: instancePath + "/services/" + i2 + "/runAsUser", schemaPath: "#/properties/services/items/properties/runAsUser/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
                  vErrors === null ? vErrors = [err102] : vErrors.push(err102), errors++;
                }
              }
            }
            if (data28.worker !== void 0 && typeof data28.worker != "boolean") {
              let err103 = { instancePath: instancePath + "/services/" + i2 + "/worker", schemaPath: "#/properties/services/items/properties/worker/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              vErrors === null ? vErrors = [err103] : vErrors.push(err103), errors++;
            }
            if (data28.managementPort !== void 0) {
              let data46 = data28.managementPort;
              if (!(typeof data46 == "number" && !(data46 % 1) && !isNaN(data46) && isFinite(data46))) {
                let err104 = { instancePath: instancePath + "/services/" + i2 + "/managementPort", schemaPath: "#/properties/services/items/properties/managementPort/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                vErrors === null ? vErrors = [err104] : vErrors.push(err104), errors++;
              }
              if (typeof data46 == "number" && isFinite(data46)) {
                if (data46 > 65535 || isNaN(data46)) {
                  let err105 = { instancePath: instancePath + "/services/" + i2 + "/managementPort", schemaPath: "#/properties/services/items/properties/managementPort/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535" };
                  vErrors === null ? vErrors = [err105] : vErrors.push(err105), errors++;
                }
                if (data46 < 1024 || isNaN(data46)) {
                  let err106 = { instancePath: instancePath + "/services/" + i2 + "/managementPort", schemaPath: "#/properties/services/items/properties/managementPort/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1024 }, message: "must be >= 1024" };
                  vErrors === null ? vErrors = [err106] : vErrors.push(err106), errors++;
                }
              }
            }
            if (data28.healthPath !== void 0) {
              let data47 = data28.healthPath;
              if (typeof data47 == "string") {
                if (!pattern17.test(data47)) {
                  let err107 = { instancePath: instancePath + "/services/" + i2 + "/healthPath", schemaPath: "#/properties/services/items/properties/healthPath/pattern", keyword: "pattern", params: { pattern: "^/[A-Za-z0-9._~/-]{0,199}$" }, message: 'must match pattern "^/[A-Za-z0-9._~/-]{0,199}$"' };
                  vErrors === null ? vErrors = [err107] : vErrors.push(err107), errors++;
                }
              } else {
                let err108 = { instancePath: instancePath + "/services/" + i2 + "/healthPath", schemaPath: "#/properties/services/items/properties/healthPath/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err108] : vErrors.push(err108), errors++;
              }
            }
            if (data28.readyPath !== void 0) {
              let data48 = data28.readyPath;
              if (typeof data48 == "string") {
                if (!pattern17.test(data48)) {
                  let err109 = { instancePath: instancePath + "/services/" + i2 + "/readyPath", schemaPath: "#/properties/services/items/properties/readyPath/pattern", keyword: "pattern", params: { pattern: "^/[A-Za-z0-9._~/-]{0,199}$" }, message: 'must match pattern "^/[A-Za-z0-9._~/-]{0,199}$"' };
                  vErrors === null ? vErrors = [err109] : vErrors.push(err109), errors++;
                }
              } else {
                let err110 = { instancePath: instancePath + "/services/" + i2 + "/readyPath", schemaPath: "#/properties/services/items/properties/readyPath/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err110] : vErrors.push(err110), errors++;
              }
            }
            if (data28.metricsPath !== void 0) {
              let data49 = data28.metricsPath;
              if (typeof data49 == "string") {
                if (!pattern19.test(data49)) {
                  let err111 = { instancePath: instancePath + "/services/" + i2 + "/metricsPath", schemaPath: "#/properties/services/items/properties/metricsPath/pattern", keyword: "pattern", params: { pattern: "^(?:none|/[A-Za-z0-9._~/-]{0,199})$" }, message: 'must match pattern "^(?:none|/[A-Za-z0-9._~/-]{0,199})$"' };
                  vErrors === null ? vErrors = [err111] : vErrors.push(err111), errors++;
                }
              } else {
                let err112 = { instancePath: instancePath + "/services/" + i2 + "/metricsPath", schemaPath: "#/properties/services/items/properties/metricsPath/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err112] : vErrors.push(err112), errors++;
              }
            }
            if (data28.metrics !== void 0) {
              let data50 = data28.metrics, _errs104 = errors, valid13 = !1, _errs105 = errors;
              if (typeof data50 != "string") {
                let err113 = { instancePath: instancePath + "/services/" + i2 + "/metrics", schemaPath: "#/properties/services/items/properties/metrics/anyOf/0/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err113] : vErrors.push(err113), errors++;
              }
              if (!(data50 === "portfolio" || data50 === "prometheus-flask-exporter" || data50 === "prometheus-fastapi-instrumentator" || data50 === "express-prom-bundle" || data50 === "django-prometheus" || data50 === "micrometer" || data50 === "promhttp" || data50 === "nginx" || data50 === "none")) {
                let err114 = { instancePath: instancePath + "/services/" + i2 + "/metrics", schemaPath: "#/properties/services/items/properties/metrics/anyOf/0/enum", keyword: "enum", params: { allowedValues: schema11.properties.services.items.properties.metrics.anyOf[0].enum }, message: "must be equal to one of the allowed values" };
                vErrors === null ? vErrors = [err114] : vErrors.push(err114), errors++;
              }
              var _valid0 = _errs105 === errors;
              if (valid13 = valid13 || _valid0, !valid13) {
                let _errs107 = errors;
                if (data50 && typeof data50 == "object" && !Array.isArray(data50)) {
                  if (data50.histogram === void 0) {
                    let err115 = { instancePath: instancePath + "/services/" + i2 + "/metrics", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/required", keyword: "required", params: { missingProperty: "histogram" }, message: "must have required property 'histogram'" };
                    vErrors === null ? vErrors = [err115] : vErrors.push(err115), errors++;
                  }
                  if (data50.status === void 0) {
                    let err116 = { instancePath: instancePath + "/services/" + i2 + "/metrics", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/required", keyword: "required", params: { missingProperty: "status" }, message: "must have required property 'status'" };
                    vErrors === null ? vErrors = [err116] : vErrors.push(err116), errors++;
                  }
                  for (let key2 in data50)
                    if (!(key2 === "histogram" || key2 === "status" || key2 === "route" || key2 === "method" || key2 === "unit" || key2 === "edges")) {
                      let err117 = { instancePath: instancePath + "/services/" + i2 + "/metrics", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties" };
                      vErrors === null ? vErrors = [err117] : vErrors.push(err117), errors++;
                    }
                  if (data50.histogram !== void 0) {
                    let data51 = data50.histogram;
                    if (typeof data51 == "string") {
                      if (!pattern20.test(data51)) {
                        let err118 = { instancePath: instancePath + "/services/" + i2 + "/metrics/histogram", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/properties/histogram/pattern", keyword: "pattern", params: { pattern: "^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$" }, message: 'must match pattern "^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$"' };
                        vErrors === null ? vErrors = [err118] : vErrors.push(err118), errors++;
                      }
                    } else {
                      let err119 = { instancePath: instancePath + "/services/" + i2 + "/metrics/histogram", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/properties/histogram/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                      vErrors === null ? vErrors = [err119] : vErrors.push(err119), errors++;
                    }
                  }
                  if (data50.status !== void 0) {
                    let data52 = data50.status;
                    if (typeof data52 == "string") {
                      if (!pattern21.test(data52)) {
                        let err120 = { instancePath: instancePath + "/services/" + i2 + "/metrics/status", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/properties/status/pattern", keyword: "pattern", params: { pattern: "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$" }, message: 'must match pattern "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$"' };
                        vErrors === null ? vErrors = [err120] : vErrors.push(err120), errors++;
                      }
                    } else {
                      let err121 = { instancePath: instancePath + "/services/" + i2 + "/metrics/status", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/properties/status/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                      vErrors === null ? vErrors = [err121] : vErrors.push(err121), errors++;
                    }
                  }
                  if (data50.route !== void 0) {
                    let data53 = data50.route;
                    if (typeof data53 == "string") {
                      if (!pattern21.test(data53)) {
                        let err122 = { instancePath: instancePath + "/services/" + i2 + "/metrics/route", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/properties/route/pattern", keyword: "pattern", params: { pattern: "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$" }, message: 'must match pattern "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$"' };
                        vErrors === null ? vErrors = [err122] : vErrors.push(err122), errors++;
                      }
                    } else {
                      let err123 = { instancePath: instancePath + "/services/" + i2 + "/metrics/route", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/properties/route/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                      vErrors === null ? vErrors = [err123] : vErrors.push(err123), errors++;
                    }
                  }
                  if (data50.method !== void 0) {
                    let data54 = data50.method;
                    if (typeof data54 == "string") {
                      if (!pattern21.test(data54)) {
                        let err124 = { instancePath: instancePath + "/services/" + i2 + "/metrics/method", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/properties/method/pattern", keyword: "pattern", params: { pattern: "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$" }, message: 'must match pattern "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$"' };
                        vErrors === null ? vErrors = [err124] : vErrors.push(err124), errors++;
                      }
                    } else {
                      let err125 = { instancePath: instancePath + "/services/" + i2 + "/metrics/method", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/properties/method/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                      vErrors === null ? vErrors = [err125] : vErrors.push(err125), errors++;
                    }
                  }
                  if (data50.unit !== void 0) {
                    let data55 = data50.unit;
                    if (typeof data55 != "string") {
                      let err126 = { instancePath: instancePath + "/services/" + i2 + "/metrics/unit", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/properties/unit/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                      vErrors === null ? vErrors = [err126] : vErrors.push(err126), errors++;
                    }
                    if (!(data55 === "seconds" || data55 === "milliseconds")) {
                      let err127 = { instancePath: instancePath + "/services/" + i2 + "/metrics/unit", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/properties/unit/enum", keyword: "enum", params: { allowedValues: schema11.properties.services.items.properties.metrics.anyOf[1].properties.unit.enum }, message: "must be equal to one of the allowed values" };
                      vErrors === null ? vErrors = [err127] : vErrors.push(err127), errors++;
                    }
                  }
                  if (data50.edges !== void 0) {
                    let data56 = data50.edges;
                    if (Array.isArray(data56)) {
                      if (data56.length < 1) {
                        let err128 = { instancePath: instancePath + "/services/" + i2 + "/metrics/edges", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/properties/edges/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" };
                        vErrors === null ? vErrors = [err128] : vErrors.push(err128), errors++;
                      }
                      let len4 = data56.length;
                      for (let i7 = 0; i7 < len4; i7++) {
                        let data57 = data56[i7];
                        if (!(typeof data57 == "number" && isFinite(data57))) {
                          let err129 = { instancePath: instancePath + "/services/" + i2 + "/metrics/edges/" + i7, schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/properties/edges/items/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                          vErrors === null ? vErrors = [err129] : vErrors.push(err129), errors++;
                        }
                      }
                    } else {
                      let err130 = { instancePath: instancePath + "/services/" + i2 + "/metrics/edges", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/properties/edges/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                      vErrors === null ? vErrors = [err130] : vErrors.push(err130), errors++;
                    }
                  }
                } else {
                  let err131 = { instancePath: instancePath + "/services/" + i2 + "/metrics", schemaPath: "#/properties/services/items/properties/metrics/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                  vErrors === null ? vErrors = [err131] : vErrors.push(err131), errors++;
                }
                var _valid0 = _errs107 === errors;
                valid13 = valid13 || _valid0;
              }
              if (valid13)
                errors = _errs104, vErrors !== null && (_errs104 ? vErrors.length = _errs104 : vErrors = null);
              else {
                let err132 = { instancePath: instancePath + "/services/" + i2 + "/metrics", schemaPath: "#/properties/services/items/properties/metrics/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                vErrors === null ? vErrors = [err132] : vErrors.push(err132), errors++;
              }
            }
            if (data28.statusPath !== void 0) {
              let data58 = data28.statusPath;
              if (typeof data58 == "string") {
                if (!pattern17.test(data58)) {
                  let err133 = { instancePath: instancePath + "/services/" + i2 + "/statusPath", schemaPath: "#/properties/services/items/properties/statusPath/pattern", keyword: "pattern", params: { pattern: "^/[A-Za-z0-9._~/-]{0,199}$" }, message: 'must match pattern "^/[A-Za-z0-9._~/-]{0,199}$"' };
                  vErrors === null ? vErrors = [err133] : vErrors.push(err133), errors++;
                }
              } else {
                let err134 = { instancePath: instancePath + "/services/" + i2 + "/statusPath", schemaPath: "#/properties/services/items/properties/statusPath/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err134] : vErrors.push(err134), errors++;
              }
            }
            if (data28.setup !== void 0) {
              let data59 = data28.setup;
              if (typeof data59 != "string") {
                let err135 = { instancePath: instancePath + "/services/" + i2 + "/setup", schemaPath: "#/properties/services/items/properties/setup/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err135] : vErrors.push(err135), errors++;
              }
              if (!(data59 === "node" || data59 === "python" || data59 === "go" || data59 === "java" || data59 === "none")) {
                let err136 = { instancePath: instancePath + "/services/" + i2 + "/setup", schemaPath: "#/properties/services/items/properties/setup/enum", keyword: "enum", params: { allowedValues: schema11.properties.services.items.properties.setup.enum }, message: "must be equal to one of the allowed values" };
                vErrors === null ? vErrors = [err136] : vErrors.push(err136), errors++;
              }
            }
            if (data28.setupVersion !== void 0) {
              let data60 = data28.setupVersion;
              if (typeof data60 == "string") {
                if (!pattern25.test(data60)) {
                  let err137 = { instancePath: instancePath + "/services/" + i2 + "/setupVersion", schemaPath: "#/properties/services/items/properties/setupVersion/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,3}(?:\\.[0-9]{1,3}){0,2}$" }, message: 'must match pattern "^[0-9]{1,3}(?:\\.[0-9]{1,3}){0,2}$"' };
                  vErrors === null ? vErrors = [err137] : vErrors.push(err137), errors++;
                }
              } else {
                let err138 = { instancePath: instancePath + "/services/" + i2 + "/setupVersion", schemaPath: "#/properties/services/items/properties/setupVersion/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err138] : vErrors.push(err138), errors++;
              }
            }
            if (data28.installCommand !== void 0) {
              let data61 = data28.installCommand;
              if (typeof data61 == "string") {
                if (!pattern26.test(data61)) {
                  let err139 = { instancePath: instancePath + "/services/" + i2 + "/installCommand", schemaPath: "#/properties/services/items/properties/installCommand/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$" }, message: 'must match pattern "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$"' };
                  vErrors === null ? vErrors = [err139] : vErrors.push(err139), errors++;
                }
              } else {
                let err140 = { instancePath: instancePath + "/services/" + i2 + "/installCommand", schemaPath: "#/properties/services/items/properties/installCommand/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err140] : vErrors.push(err140), errors++;
              }
            }
            if (data28.testCommand !== void 0) {
              let data62 = data28.testCommand;
              if (typeof data62 == "string") {
                if (!pattern26.test(data62)) {
                  let err141 = { instancePath: instancePath + "/services/" + i2 + "/testCommand", schemaPath: "#/properties/services/items/properties/testCommand/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$" }, message: 'must match pattern "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$"' };
                  vErrors === null ? vErrors = [err141] : vErrors.push(err141), errors++;
                }
              } else {
                let err142 = { instancePath: instancePath + "/services/" + i2 + "/testCommand", schemaPath: "#/properties/services/items/properties/testCommand/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err142] : vErrors.push(err142), errors++;
              }
            }
            if (data28.lintCommand !== void 0) {
              let data63 = data28.lintCommand;
              if (typeof data63 == "string") {
                if (!pattern26.test(data63)) {
                  let err143 = { instancePath: instancePath + "/services/" + i2 + "/lintCommand", schemaPath: "#/properties/services/items/properties/lintCommand/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$" }, message: 'must match pattern "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$"' };
                  vErrors === null ? vErrors = [err143] : vErrors.push(err143), errors++;
                }
              } else {
                let err144 = { instancePath: instancePath + "/services/" + i2 + "/lintCommand", schemaPath: "#/properties/services/items/properties/lintCommand/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err144] : vErrors.push(err144), errors++;
              }
            }
          } else {
            let err145 = { instancePath: instancePath + "/services/" + i2, schemaPath: "#/properties/services/items/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            vErrors === null ? vErrors = [err145] : vErrors.push(err145), errors++;
          }
        }
      } else {
        let err146 = { instancePath: instancePath + "/services", schemaPath: "#/properties/services/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        vErrors === null ? vErrors = [err146] : vErrors.push(err146), errors++;
      }
    }
    if (data.environments !== void 0) {
      let data64 = data.environments;
      if (Array.isArray(data64)) {
        if (data64.length < 1) {
          let err147 = { instancePath: instancePath + "/environments", schemaPath: "#/properties/environments/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" };
          vErrors === null ? vErrors = [err147] : vErrors.push(err147), errors++;
        }
        let len5 = data64.length;
        for (let i8 = 0; i8 < len5; i8++) {
          let data65 = data64[i8];
          if (data65 && typeof data65 == "object" && !Array.isArray(data65)) {
            if (data65.name === void 0) {
              let err148 = { instancePath: instancePath + "/environments/" + i8, schemaPath: "#/properties/environments/items/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'" };
              vErrors === null ? vErrors = [err148] : vErrors.push(err148), errors++;
            }
            for (let key3 in data65)
              if (!(key3 === "name" || key3 === "cluster" || key3 === "context" || key3 === "namespace" || key3 === "replicas" || key3 === "host")) {
                let err149 = { instancePath: instancePath + "/environments/" + i8, schemaPath: "#/properties/environments/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties" };
                vErrors === null ? vErrors = [err149] : vErrors.push(err149), errors++;
              }
            if (data65.name !== void 0) {
              let data66 = data65.name;
              if (typeof data66 == "string") {
                if (!pattern29.test(data66)) {
                  let err150 = { instancePath: instancePath + "/environments/" + i8 + "/name", schemaPath: "#/properties/environments/items/properties/name/pattern", keyword: "pattern", params: { pattern: "^[a-z](?:[-a-z0-9]{0,28}[a-z0-9])?$" }, message: 'must match pattern "^[a-z](?:[-a-z0-9]{0,28}[a-z0-9])?$"' };
                  vErrors === null ? vErrors = [err150] : vErrors.push(err150), errors++;
                }
              } else {
                let err151 = { instancePath: instancePath + "/environments/" + i8 + "/name", schemaPath: "#/properties/environments/items/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err151] : vErrors.push(err151), errors++;
              }
            }
            if (data65.cluster !== void 0) {
              let data67 = data65.cluster;
              if (typeof data67 != "string") {
                let err152 = { instancePath: instancePath + "/environments/" + i8 + "/cluster", schemaPath: "#/properties/environments/items/properties/cluster/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err152] : vErrors.push(err152), errors++;
              }
              if (!(data67 === "minikube" || data67 === "gke" || data67 === "eks")) {
                let err153 = { instancePath: instancePath + "/environments/" + i8 + "/cluster", schemaPath: "#/properties/environments/items/properties/cluster/enum", keyword: "enum", params: { allowedValues: schema11.properties.environments.items.properties.cluster.enum }, message: "must be equal to one of the allowed values" };
                vErrors === null ? vErrors = [err153] : vErrors.push(err153), errors++;
              }
            }
            if (data65.context !== void 0) {
              let data68 = data65.context;
              if (typeof data68 == "string") {
                if (!pattern30.test(data68)) {
                  let err154 = { instancePath: instancePath + "/environments/" + i8 + "/context", schemaPath: "#/properties/environments/items/properties/context/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}$"' };
                  vErrors === null ? vErrors = [err154] : vErrors.push(err154), errors++;
                }
              } else {
                let err155 = { instancePath: instancePath + "/environments/" + i8 + "/context", schemaPath: "#/properties/environments/items/properties/context/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err155] : vErrors.push(err155), errors++;
              }
            }
            if (data65.namespace !== void 0) {
              let data69 = data65.namespace;
              if (typeof data69 == "string") {
                if (!pattern31.test(data69)) {
                  let err156 = { instancePath: instancePath + "/environments/" + i8 + "/namespace", schemaPath: "#/properties/environments/items/properties/namespace/pattern", keyword: "pattern", params: { pattern: "^(?=.{1,72}$)(?:[a-z0-9]|<service>)(?:(?:[-a-z0-9]|<service>)*(?:[a-z0-9]|<service>))?$" }, message: 'must match pattern "^(?=.{1,72}$)(?:[a-z0-9]|<service>)(?:(?:[-a-z0-9]|<service>)*(?:[a-z0-9]|<service>))?$"' };
                  vErrors === null ? vErrors = [err156] : vErrors.push(err156), errors++;
                }
              } else {
                let err157 = { instancePath: instancePath + "/environments/" + i8 + "/namespace", schemaPath: "#/properties/environments/items/properties/namespace/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err157] : vErrors.push(err157), errors++;
              }
            }
            if (data65.replicas !== void 0) {
              let data70 = data65.replicas;
              if (!(typeof data70 == "number" && !(data70 % 1) && !isNaN(data70) && isFinite(data70))) {
                let err158 = { instancePath: instancePath + "/environments/" + i8 + "/replicas", schemaPath: "#/properties/environments/items/properties/replicas/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                vErrors === null ? vErrors = [err158] : vErrors.push(err158), errors++;
              }
              if (typeof data70 == "number" && isFinite(data70)) {
                if (data70 > 50 || isNaN(data70)) {
                  let err159 = { instancePath: instancePath + "/environments/" + i8 + "/replicas", schemaPath: "#/properties/environments/items/properties/replicas/maximum", keyword: "maximum", params: { comparison: "<=", limit: 50 }, message: "must be <= 50" };
                  vErrors === null ? vErrors = [err159] : vErrors.push(err159), errors++;
                }
                if (data70 < 1 || isNaN(data70)) {
                  let err160 = { instancePath: instancePath + "/environments/" + i8 + "/replicas", schemaPath: "#/properties/environments/items/properties/replicas/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
                  vErrors === null ? vErrors = [err160] : vErrors.push(err160), errors++;
                }
              }
            }
            if (data65.host !== void 0) {
              let data71 = data65.host;
              if (typeof data71 == "string") {
                if (!pattern9.test(data71)) {
                  let err161 = { instancePath: instancePath + "/environments/" + i8 + "/host", schemaPath: "#/properties/environments/items/properties/host/pattern", keyword: "pattern", params: { pattern: "^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)+$" }, message: 'must match pattern "^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)+$"' };
                  vErrors === null ? vErrors = [err161] : vErrors.push(err161), errors++;
                }
              } else {
                let err162 = { instancePath: instancePath + "/environments/" + i8 + "/host", schemaPath: "#/properties/environments/items/properties/host/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                vErrors === null ? vErrors = [err162] : vErrors.push(err162), errors++;
              }
            }
          } else {
            let err163 = { instancePath: instancePath + "/environments/" + i8, schemaPath: "#/properties/environments/items/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            vErrors === null ? vErrors = [err163] : vErrors.push(err163), errors++;
          }
        }
      } else {
        let err164 = { instancePath: instancePath + "/environments", schemaPath: "#/properties/environments/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        vErrors === null ? vErrors = [err164] : vErrors.push(err164), errors++;
      }
    }
    if (data.markers !== void 0 && typeof data.markers != "boolean") {
      let err165 = { instancePath: instancePath + "/markers", schemaPath: "#/properties/markers/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
      vErrors === null ? vErrors = [err165] : vErrors.push(err165), errors++;
    }
    if (data.own !== void 0) {
      let data73 = data.own;
      if (Array.isArray(data73)) {
        let len6 = data73.length;
        for (let i9 = 0; i9 < len6; i9++)
          if (typeof data73[i9] != "string") {
            let err166 = { instancePath: instancePath + "/own/" + i9, schemaPath: "#/properties/own/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            vErrors === null ? vErrors = [err166] : vErrors.push(err166), errors++;
          }
        let i10 = data73.length, j3;
        if (i10 > 1) {
          let indices3 = {};
          for (; i10--; ) {
            let item3 = data73[i10];
            if (typeof item3 == "string") {
              if (typeof indices3[item3] == "number") {
                j3 = indices3[item3];
                let err167 = { instancePath: instancePath + "/own", schemaPath: "#/properties/own/uniqueItems", keyword: "uniqueItems", params: { i: i10, j: j3 }, message: "must NOT have duplicate items (items ## " + j3 + " and " + i10 + " are identical)" };
                vErrors === null ? vErrors = [err167] : vErrors.push(err167), errors++;
                break;
              }
              indices3[item3] = i10;
            }
          }
        }
      } else {
        let err168 = { instancePath: instancePath + "/own", schemaPath: "#/properties/own/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        vErrors === null ? vErrors = [err168] : vErrors.push(err168), errors++;
      }
    }
    if (data.delivery !== void 0) {
      let data75 = data.delivery;
      if (typeof data75 != "string") {
        let err169 = { instancePath: instancePath + "/delivery", schemaPath: "#/properties/delivery/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err169] : vErrors.push(err169), errors++;
      }
      if (!(data75 === "helm" || data75 === "argocd")) {
        let err170 = { instancePath: instancePath + "/delivery", schemaPath: "#/properties/delivery/enum", keyword: "enum", params: { allowedValues: schema11.properties.delivery.enum }, message: "must be equal to one of the allowed values" };
        vErrors === null ? vErrors = [err170] : vErrors.push(err170), errors++;
      }
    }
    if (data.dockerfile !== void 0) {
      let data76 = data.dockerfile;
      if (typeof data76 == "string") {
        if (!pattern15.test(data76)) {
          let err171 = { instancePath: instancePath + "/dockerfile", schemaPath: "#/properties/dockerfile/pattern", keyword: "pattern", params: { pattern: "^(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199}$" }, message: 'must match pattern "^(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199}$"' };
          vErrors === null ? vErrors = [err171] : vErrors.push(err171), errors++;
        }
      } else {
        let err172 = { instancePath: instancePath + "/dockerfile", schemaPath: "#/properties/dockerfile/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err172] : vErrors.push(err172), errors++;
      }
    }
    if (data.buildContext !== void 0) {
      let data77 = data.buildContext;
      if (typeof data77 == "string") {
        if (!pattern16.test(data77)) {
          let err173 = { instancePath: instancePath + "/buildContext", schemaPath: "#/properties/buildContext/pattern", keyword: "pattern", params: { pattern: "^(?:\\.|(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199})$" }, message: 'must match pattern "^(?:\\.|(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._][A-Za-z0-9._/-]{0,199})$"' };
          vErrors === null ? vErrors = [err173] : vErrors.push(err173), errors++;
        }
      } else {
        let err174 = { instancePath: instancePath + "/buildContext", schemaPath: "#/properties/buildContext/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err174] : vErrors.push(err174), errors++;
      }
    }
    if (data.runAsUser !== void 0) {
      let data78 = data.runAsUser;
      if (!(typeof data78 == "number" && !(data78 % 1) && !isNaN(data78) && isFinite(data78))) {
        let err175 = { instancePath: instancePath + "/runAsUser", schemaPath: "#/properties/runAsUser/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
        vErrors === null ? vErrors = [err175] : vErrors.push(err175), errors++;
      }
      if (typeof data78 == "number" && isFinite(data78)) {
        if (data78 > 2147483647 || isNaN(data78)) {
          let err176 = { instancePath: instancePath + "/runAsUser", schemaPath: "#/properties/runAsUser/maximum", keyword: "maximum", params: { comparison: "<=", limit: 2147483647 }, message: "must be <= 2147483647" };
          vErrors === null ? vErrors = [err176] : vErrors.push(err176), errors++;
        }
        if (data78 < 1 || isNaN(data78)) {
          let err177 = { instancePath: instancePath + "/runAsUser", schemaPath: "#/properties/runAsUser/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
          vErrors === null ? vErrors = [err177] : vErrors.push(err177), errors++;
        }
      }
    }
    if (data.worker !== void 0 && typeof data.worker != "boolean") {
      let err178 = { instancePath: instancePath + "/worker", schemaPath: "#/properties/worker/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
      vErrors === null ? vErrors = [err178] : vErrors.push(err178), errors++;
    }
    if (data.managementPort !== void 0) {
      let data80 = data.managementPort;
      if (!(typeof data80 == "number" && !(data80 % 1) && !isNaN(data80) && isFinite(data80))) {
        let err179 = { instancePath: instancePath + "/managementPort", schemaPath: "#/properties/managementPort/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
        vErrors === null ? vErrors = [err179] : vErrors.push(err179), errors++;
      }
      if (typeof data80 == "number" && isFinite(data80)) {
        if (data80 > 65535 || isNaN(data80)) {
          let err180 = { instancePath: instancePath + "/managementPort", schemaPath: "#/properties/managementPort/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535" };
          vErrors === null ? vErrors = [err180] : vErrors.push(err180), errors++;
        }
        if (data80 < 1024 || isNaN(data80)) {
          let err181 = { instancePath: instancePath + "/managementPort", schemaPath: "#/properties/managementPort/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1024 }, message: "must be >= 1024" };
          vErrors === null ? vErrors = [err181] : vErrors.push(err181), errors++;
        }
      }
    }
    if (data.healthPath !== void 0) {
      let data81 = data.healthPath;
      if (typeof data81 == "string") {
        if (!pattern17.test(data81)) {
          let err182 = { instancePath: instancePath + "/healthPath", schemaPath: "#/properties/healthPath/pattern", keyword: "pattern", params: { pattern: "^/[A-Za-z0-9._~/-]{0,199}$" }, message: 'must match pattern "^/[A-Za-z0-9._~/-]{0,199}$"' };
          vErrors === null ? vErrors = [err182] : vErrors.push(err182), errors++;
        }
      } else {
        let err183 = { instancePath: instancePath + "/healthPath", schemaPath: "#/properties/healthPath/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err183] : vErrors.push(err183), errors++;
      }
    }
    if (data.readyPath !== void 0) {
      let data82 = data.readyPath;
      if (typeof data82 == "string") {
        if (!pattern17.test(data82)) {
          let err184 = { instancePath: instancePath + "/readyPath", schemaPath: "#/properties/readyPath/pattern", keyword: "pattern", params: { pattern: "^/[A-Za-z0-9._~/-]{0,199}$" }, message: 'must match pattern "^/[A-Za-z0-9._~/-]{0,199}$"' };
          vErrors === null ? vErrors = [err184] : vErrors.push(err184), errors++;
        }
      } else {
        let err185 = { instancePath: instancePath + "/readyPath", schemaPath: "#/properties/readyPath/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err185] : vErrors.push(err185), errors++;
      }
    }
    if (data.metricsPath !== void 0) {
      let data83 = data.metricsPath;
      if (typeof data83 == "string") {
        if (!pattern19.test(data83)) {
          let err186 = { instancePath: instancePath + "/metricsPath", schemaPath: "#/properties/metricsPath/pattern", keyword: "pattern", params: { pattern: "^(?:none|/[A-Za-z0-9._~/-]{0,199})$" }, message: 'must match pattern "^(?:none|/[A-Za-z0-9._~/-]{0,199})$"' };
          vErrors === null ? vErrors = [err186] : vErrors.push(err186), errors++;
        }
      } else {
        let err187 = { instancePath: instancePath + "/metricsPath", schemaPath: "#/properties/metricsPath/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err187] : vErrors.push(err187), errors++;
      }
    }
    if (data.metrics !== void 0) {
      let data84 = data.metrics, _errs178 = errors, valid23 = !1, _errs179 = errors;
      if (typeof data84 != "string") {
        let err188 = { instancePath: instancePath + "/metrics", schemaPath: "#/properties/metrics/anyOf/0/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err188] : vErrors.push(err188), errors++;
      }
      if (!(data84 === "portfolio" || data84 === "prometheus-flask-exporter" || data84 === "prometheus-fastapi-instrumentator" || data84 === "express-prom-bundle" || data84 === "django-prometheus" || data84 === "micrometer" || data84 === "promhttp" || data84 === "nginx" || data84 === "none")) {
        let err189 = { instancePath: instancePath + "/metrics", schemaPath: "#/properties/metrics/anyOf/0/enum", keyword: "enum", params: { allowedValues: schema11.properties.metrics.anyOf[0].enum }, message: "must be equal to one of the allowed values" };
        vErrors === null ? vErrors = [err189] : vErrors.push(err189), errors++;
      }
      var _valid1 = _errs179 === errors;
      if (valid23 = valid23 || _valid1, !valid23) {
        let _errs181 = errors;
        if (data84 && typeof data84 == "object" && !Array.isArray(data84)) {
          if (data84.histogram === void 0) {
            let err190 = { instancePath: instancePath + "/metrics", schemaPath: "#/properties/metrics/anyOf/1/required", keyword: "required", params: { missingProperty: "histogram" }, message: "must have required property 'histogram'" };
            vErrors === null ? vErrors = [err190] : vErrors.push(err190), errors++;
          }
          if (data84.status === void 0) {
            let err191 = { instancePath: instancePath + "/metrics", schemaPath: "#/properties/metrics/anyOf/1/required", keyword: "required", params: { missingProperty: "status" }, message: "must have required property 'status'" };
            vErrors === null ? vErrors = [err191] : vErrors.push(err191), errors++;
          }
          for (let key4 in data84)
            if (!(key4 === "histogram" || key4 === "status" || key4 === "route" || key4 === "method" || key4 === "unit" || key4 === "edges")) {
              let err192 = { instancePath: instancePath + "/metrics", schemaPath: "#/properties/metrics/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, message: "must NOT have additional properties" };
              vErrors === null ? vErrors = [err192] : vErrors.push(err192), errors++;
            }
          if (data84.histogram !== void 0) {
            let data85 = data84.histogram;
            if (typeof data85 == "string") {
              if (!pattern20.test(data85)) {
                let err193 = { instancePath: instancePath + "/metrics/histogram", schemaPath: "#/properties/metrics/anyOf/1/properties/histogram/pattern", keyword: "pattern", params: { pattern: "^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$" }, message: 'must match pattern "^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$"' };
                vErrors === null ? vErrors = [err193] : vErrors.push(err193), errors++;
              }
            } else {
              let err194 = { instancePath: instancePath + "/metrics/histogram", schemaPath: "#/properties/metrics/anyOf/1/properties/histogram/type", keyword: "type", params: { type: "string" }, message: "must be string" };
              vErrors === null ? vErrors = [err194] : vErrors.push(err194), errors++;
            }
          }
          if (data84.status !== void 0) {
            let data86 = data84.status;
            if (typeof data86 == "string") {
              if (!pattern21.test(data86)) {
                let err195 = { instancePath: instancePath + "/metrics/status", schemaPath: "#/properties/metrics/anyOf/1/properties/status/pattern", keyword: "pattern", params: { pattern: "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$" }, message: 'must match pattern "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$"' };
                vErrors === null ? vErrors = [err195] : vErrors.push(err195), errors++;
              }
            } else {
              let err196 = { instancePath: instancePath + "/metrics/status", schemaPath: "#/properties/metrics/anyOf/1/properties/status/type", keyword: "type", params: { type: "string" }, message: "must be string" };
              vErrors === null ? vErrors = [err196] : vErrors.push(err196), errors++;
            }
          }
          if (data84.route !== void 0) {
            let data87 = data84.route;
            if (typeof data87 == "string") {
              if (!pattern21.test(data87)) {
                let err197 = { instancePath: instancePath + "/metrics/route", schemaPath: "#/properties/metrics/anyOf/1/properties/route/pattern", keyword: "pattern", params: { pattern: "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$" }, message: 'must match pattern "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$"' };
                vErrors === null ? vErrors = [err197] : vErrors.push(err197), errors++;
              }
            } else {
              let err198 = { instancePath: instancePath + "/metrics/route", schemaPath: "#/properties/metrics/anyOf/1/properties/route/type", keyword: "type", params: { type: "string" }, message: "must be string" };
              vErrors === null ? vErrors = [err198] : vErrors.push(err198), errors++;
            }
          }
          if (data84.method !== void 0) {
            let data88 = data84.method;
            if (typeof data88 == "string") {
              if (!pattern21.test(data88)) {
                let err199 = { instancePath: instancePath + "/metrics/method", schemaPath: "#/properties/metrics/anyOf/1/properties/method/pattern", keyword: "pattern", params: { pattern: "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$" }, message: 'must match pattern "^[a-zA-Z_][a-zA-Z0-9_]{0,99}$"' };
                vErrors === null ? vErrors = [err199] : vErrors.push(err199), errors++;
              }
            } else {
              let err200 = { instancePath: instancePath + "/metrics/method", schemaPath: "#/properties/metrics/anyOf/1/properties/method/type", keyword: "type", params: { type: "string" }, message: "must be string" };
              vErrors === null ? vErrors = [err200] : vErrors.push(err200), errors++;
            }
          }
          if (data84.unit !== void 0) {
            let data89 = data84.unit;
            if (typeof data89 != "string") {
              let err201 = { instancePath: instancePath + "/metrics/unit", schemaPath: "#/properties/metrics/anyOf/1/properties/unit/type", keyword: "type", params: { type: "string" }, message: "must be string" };
              vErrors === null ? vErrors = [err201] : vErrors.push(err201), errors++;
            }
            if (!(data89 === "seconds" || data89 === "milliseconds")) {
              let err202 = { instancePath: instancePath + "/metrics/unit", schemaPath: "#/properties/metrics/anyOf/1/properties/unit/enum", keyword: "enum", params: { allowedValues: schema11.properties.metrics.anyOf[1].properties.unit.enum }, message: "must be equal to one of the allowed values" };
              vErrors === null ? vErrors = [err202] : vErrors.push(err202), errors++;
            }
          }
          if (data84.edges !== void 0) {
            let data90 = data84.edges;
            if (Array.isArray(data90)) {
              if (data90.length < 1) {
                let err203 = { instancePath: instancePath + "/metrics/edges", schemaPath: "#/properties/metrics/anyOf/1/properties/edges/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" };
                vErrors === null ? vErrors = [err203] : vErrors.push(err203), errors++;
              }
              let len7 = data90.length;
              for (let i11 = 0; i11 < len7; i11++) {
                let data91 = data90[i11];
                if (!(typeof data91 == "number" && isFinite(data91))) {
                  let err204 = { instancePath: instancePath + "/metrics/edges/" + i11, schemaPath: "#/properties/metrics/anyOf/1/properties/edges/items/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                  vErrors === null ? vErrors = [err204] : vErrors.push(err204), errors++;
                }
              }
            } else {
              let err205 = { instancePath: instancePath + "/metrics/edges", schemaPath: "#/properties/metrics/anyOf/1/properties/edges/type", keyword: "type", params: { type: "array" }, message: "must be array" };
              vErrors === null ? vErrors = [err205] : vErrors.push(err205), errors++;
            }
          }
        } else {
          let err206 = { instancePath: instancePath + "/metrics", schemaPath: "#/properties/metrics/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object" };
          vErrors === null ? vErrors = [err206] : vErrors.push(err206), errors++;
        }
        var _valid1 = _errs181 === errors;
        valid23 = valid23 || _valid1;
      }
      if (valid23)
        errors = _errs178, vErrors !== null && (_errs178 ? vErrors.length = _errs178 : vErrors = null);
      else {
        let err207 = { instancePath: instancePath + "/metrics", schemaPath: "#/properties/metrics/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
        vErrors === null ? vErrors = [err207] : vErrors.push(err207), errors++;
      }
    }
    if (data.statusPath !== void 0) {
      let data92 = data.statusPath;
      if (typeof data92 == "string") {
        if (!pattern17.test(data92)) {
          let err208 = { instancePath: instancePath + "/statusPath", schemaPath: "#/properties/statusPath/pattern", keyword: "pattern", params: { pattern: "^/[A-Za-z0-9._~/-]{0,199}$" }, message: 'must match pattern "^/[A-Za-z0-9._~/-]{0,199}$"' };
          vErrors === null ? vErrors = [err208] : vErrors.push(err208), errors++;
        }
      } else {
        let err209 = { instancePath: instancePath + "/statusPath", schemaPath: "#/properties/statusPath/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err209] : vErrors.push(err209), errors++;
      }
    }
    if (data.setup !== void 0) {
      let data93 = data.setup;
      if (typeof data93 != "string") {
        let err210 = { instancePath: instancePath + "/setup", schemaPath: "#/properties/setup/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err210] : vErrors.push(err210), errors++;
      }
      if (!(data93 === "node" || data93 === "python" || data93 === "go" || data93 === "java" || data93 === "none")) {
        let err211 = { instancePath: instancePath + "/setup", schemaPath: "#/properties/setup/enum", keyword: "enum", params: { allowedValues: schema11.properties.setup.enum }, message: "must be equal to one of the allowed values" };
        vErrors === null ? vErrors = [err211] : vErrors.push(err211), errors++;
      }
    }
    if (data.setupVersion !== void 0) {
      let data94 = data.setupVersion;
      if (typeof data94 == "string") {
        if (!pattern25.test(data94)) {
          let err212 = { instancePath: instancePath + "/setupVersion", schemaPath: "#/properties/setupVersion/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,3}(?:\\.[0-9]{1,3}){0,2}$" }, message: 'must match pattern "^[0-9]{1,3}(?:\\.[0-9]{1,3}){0,2}$"' };
          vErrors === null ? vErrors = [err212] : vErrors.push(err212), errors++;
        }
      } else {
        let err213 = { instancePath: instancePath + "/setupVersion", schemaPath: "#/properties/setupVersion/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err213] : vErrors.push(err213), errors++;
      }
    }
    if (data.installCommand !== void 0) {
      let data95 = data.installCommand;
      if (typeof data95 == "string") {
        if (!pattern26.test(data95)) {
          let err214 = { instancePath: instancePath + "/installCommand", schemaPath: "#/properties/installCommand/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$" }, message: 'must match pattern "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$"' };
          vErrors === null ? vErrors = [err214] : vErrors.push(err214), errors++;
        }
      } else {
        let err215 = { instancePath: instancePath + "/installCommand", schemaPath: "#/properties/installCommand/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err215] : vErrors.push(err215), errors++;
      }
    }
    if (data.testCommand !== void 0) {
      let data96 = data.testCommand;
      if (typeof data96 == "string") {
        if (!pattern26.test(data96)) {
          let err216 = { instancePath: instancePath + "/testCommand", schemaPath: "#/properties/testCommand/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$" }, message: 'must match pattern "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$"' };
          vErrors === null ? vErrors = [err216] : vErrors.push(err216), errors++;
        }
      } else {
        let err217 = { instancePath: instancePath + "/testCommand", schemaPath: "#/properties/testCommand/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err217] : vErrors.push(err217), errors++;
      }
    }
    if (data.lintCommand !== void 0) {
      let data97 = data.lintCommand;
      if (typeof data97 == "string") {
        if (!pattern26.test(data97)) {
          let err218 = { instancePath: instancePath + "/lintCommand", schemaPath: "#/properties/lintCommand/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$" }, message: 'must match pattern "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}$"' };
          vErrors === null ? vErrors = [err218] : vErrors.push(err218), errors++;
        }
      } else {
        let err219 = { instancePath: instancePath + "/lintCommand", schemaPath: "#/properties/lintCommand/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        vErrors === null ? vErrors = [err219] : vErrors.push(err219), errors++;
      }
    }
  } else {
    let err220 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    vErrors === null ? vErrors = [err220] : vErrors.push(err220), errors++;
  }
  return validate10.errors = vErrors, errors === 0;
}

/** Whether a value is a PortfolioOptions by its schema; otherwise `errors` says why not. */
export const validateOptions: { (value: unknown): boolean; errors?: ErrorObject[] | null } = validate;
