import { containersOf } from "../../workspace/kube";
import { answers } from "../../workspace/routes";
import { listOf, part, textValue } from "../../workspace/yaml";
import { buildOf, servicesOf, workloadsOf } from "../chain";
import type { Check } from "../finding";

export const d06: Check = {
  id: "D06",
  title: "A monitor scrapes a path that the program does not answer",
  story:
    "Symptom: the target is DOWN with `server returned HTTP status 404 Not Found`. The program has no route for the path that the monitor asks for.",
  *detect(workspace) {
    for (const monitor of workspace.ofKind("ServiceMonitor", "PodMonitor")) {
      const workloads = servicesOf(workspace, monitor).flatMap((service) => workloadsOf(workspace, service));
      const containers = workloads.flatMap(containersOf).filter(({ init }) => !init);
      if (containers.length !== new Set(workloads.map(({ id }) => id)).size * 1 || containers.length === 0) continue;
      const build = buildOf(workspace, containers[0]!);
      if (!build) continue;
      const { app } = build;
      for (const [at, endpoint] of listOf(monitor.get("spec", "endpoints")).entries()) {
        const path = textValue(part(endpoint, "path")) ?? "/metrics";
        const built = app.libraries.some(
          (library) => library.name === "another" || library.name === "opentelemetry" || library.path === path,
        );
        if (
          built ||
          !app.routesKnown ||
          answers(app.routes, path) ||
          app.files.some(
            ({ text }) => text.includes(path.replace(/^\//, "")) || /start_http_server|make_wsgi_app|start_wsgi_server/.test(text),
          )
        )
          continue;
        yield {
          severity: "error",
          place: monitor.at("spec", "endpoints", at, "path"),
          evidence: `path ${path}; routes of ${app.folder || app.repository.name}: ${[...new Set(app.routes.map((route) => route.path))].slice(0, 8).join(", ")}`,
          cause: `The program behind ${monitor.name} has no route ${path}, so every scrape ends with 404`,
          fix: `Serve ${path} from ${app.routes[0]!.place.file.path} with a Prometheus client library, or correct the path.`,
        };
      }
    }
  },
};
