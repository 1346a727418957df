import { containersOf, type KubeObject } from "../../workspace/kube";
import { answers } from "../../workspace/routes";
import { listOf, type Place, part, textValue } from "../../workspace/yaml";
import { type Build, buildOf, servicesOf, workloadsOf } from "../chain";
import type { Check, Sight } from "../finding";

export const d06: Check = {
  id: "D06",
  title: "A monitor scrapes a path that the program does not answer",
  story:
    "Symptom: the target is DOWN with `server returned HTTP status 404 Not Found`. The program has no route for the path that the monitor asks for.",
  *detect(workspace) {
    for (const monitor of workspace.ofKind("ServiceMonitor", "PodMonitor")) {
      const workloads = servicesOf(workspace, monitor).flatMap((service) => workloadsOf(workspace, service));
      const containers = workloads.flatMap(containersOf).filter(({ init }) => !init);
      if (containers.length !== new Set(workloads.map(({ id }) => id)).size || containers.length === 0) continue;
      const build = buildOf(workspace, containers[0]!);
      if (!build) continue;
      for (const [at, endpoint] of listOf(monitor.get("spec", "endpoints")).entries()) {
        const path = textValue(part(endpoint, "path")) ?? "/metrics";
        const place = monitor.at("spec", "endpoints", at, "path");
        if (build.app.routesKnown) yield* routeSights(monitor, build, path, place);
        else if (isSilent(build))
          yield {
            severity: "error",
            place,
            evidence: `path ${path}; no file of ${folderOf(build)} speaks of metrics`,
            cause: `The program behind ${monitor.name} has no metrics at all, so every scrape fails`,
            fix: `Add a Prometheus client library that serves ${path}, or an exporter beside the program.`,
          };
      }
    }
  },
};

const folderOf = ({ app }: Build): string => app.folder || app.repository.name;

function* routeSights(monitor: KubeObject, build: Build, path: string, place: Place): Generator<Sight> {
  const { app } = build;
  if (app.libraries.some((library) => library.name === "another" || library.name === "opentelemetry" || library.path === path)) return;
  const served = ({ text }: { text: string }) =>
    text.includes(path.replace(/^\//, "")) || /start_http_server|make_wsgi_app|start_wsgi_server/.test(text);
  if (answers(app.routes, path) || app.files.some(served)) return;
  yield {
    severity: "error",
    place,
    evidence: `path ${path}; routes of ${folderOf(build)}: ${[...new Set(app.routes.map((route) => route.path))].slice(0, 8).join(", ")}`,
    cause: `The program behind ${monitor.name} has no route ${path}, so every scrape ends with 404`,
    fix: `Serve ${path} from ${app.routes[0]!.place.file.path} with a Prometheus client library, or correct the path.`,
  };
}

/** Images that bring a language or a server, and no metrics of their own. */
const PLAIN =
  /^(docker\.io\/)?(library\/)?(python|node|golang|openjdk|eclipse-temurin|amazoncorretto|tomcat|nginx|httpd|php|ruby|alpine|debian|ubuntu|scratch|busybox)(:|@|$)|^gcr\.io\/distroless\//;
const METRICS = /metrics|prometheus|\bprom-(client|bundle)|actuator|micrometer|opentelemetry|\botel|jmx|exporter|statsd|stub_status/i;

/** A server of files answers a scrape with a page, or with 404. */
const SERVER = /^(docker\.io\/)?(library\/)?(nginx|httpd)(:|@|$)/;

/** Its settings know of metrics, or hand requests on to what may. */
const isAnswering = ({ repository, folder }: Build["app"], text: string): boolean =>
  [text, ...repository.under(folder).flatMap((file) => (/\.(conf|template|tmpl)$/.test(file.name) ? [file.text] : []))].some(
    (one) => METRICS.test(one) || /proxy_?pass|fastcgi|uwsgi|include\s+[^;]*modules/i.test(one),
  );

/** Its source is here, and nothing in it, nor in what it is built with, has to do with metrics. */
function isSilent({ app, dockerfile }: Build): boolean {
  const image = dockerfile.stages.at(-1)?.image ?? "";
  if (!PLAIN.test(image) || /git clone|curl|wget|https?:/.test(dockerfile.file.text)) return false;
  if (app.files.length === 0) return SERVER.test(image) && !isAnswering(app, dockerfile.file.text);
  const manifests = /\.(ya?ml|md|json|sh|tf|lock|svg|css|html)$/;
  return app.repository
    .under(app.folder)
    .every(({ name, text }) => (manifests.test(name) && name !== "package.json") || !METRICS.test(text));
}
