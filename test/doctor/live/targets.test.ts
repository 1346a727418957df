import { type Broken, named } from "../../support/verdict";
import type { World } from "../../support/world";

jest.setTimeout(180_000); // a loaded machine

const target = (lastError: string) => (world: World) => Object.assign(world.targets[0], { health: "down", lastError });

test.each<Broken>([
  [
    "Prometheus has not loaded the ServiceMonitor",
    "prometheus-config",
    (w) => {
      w.targets = [];
    },
  ],
  [
    "Prometheus still scrapes the old path",
    "prometheus-config",
    (w) => {
      w.monitors[0].spec.endpoints[0].path = "/new";
    },
  ],
  [
    "one pod is not discovered",
    "target-missing",
    (w) => {
      w.targets.pop();
    },
  ],
  [
    "one pod has not been scraped",
    "target-pending",
    (w) => {
      w.targets[1].health = "unknown";
    },
  ],
  ["the metrics path is wrong", "metrics-path", target("server returned HTTP status 404 Not Found")],
  [
    "the answer is text/html",
    "metrics-content-type",
    target('received unsupported Content-Type "text/html; charset=utf-8" and no fallback_scrape_protocol specified for target'),
  ],
  [
    "the answer has no type",
    "metrics-content-type",
    target("non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target"),
  ],
  ["the application fails", "metrics-status", target("server returned HTTP status 500 Internal Server Error")],
  [
    "nobody listens",
    "metrics-connection",
    target('Get "http://10.244.0.5:8080/metrics": dial tcp 10.244.0.5:8080: connect: connection refused'),
  ],
  ["a NetworkPolicy is in the way", "metrics-timeout", target('Get "http://10.244.0.5:8080/metrics": context deadline exceeded')],
  ["the answer is no metrics", "metrics-format", target('expected a valid start token, got "<" ("INVALID") while parsing: "<"')],
  [
    "the job has another name",
    "target-job",
    (w) => {
      w.targets[0].labels.job = "x";
    },
  ],
])("when %s it names %s", named);
