import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments, stringify } from "yaml";
import { optionsSchema } from "../src/portfolio/schema";
import { matrix } from "./support/matrix";
import { type Generated, generate, temporaryFolder } from "./support/portfolio";
import { check } from "./support/tools";

// biome-ignore lint/suspicious/noExplicitAny: parsed files have no type of their own
type Json = any;
const WINDOWS = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"];

const chartOf = ({ infra, portfolio }: Generated) => join(infra, "helm", portfolio.appName);
const groupsOf = (generated: Generated): Json[] => parse(readFileSync(join(chartOf(generated), "files/rules.yaml"), "utf8")).groups;
const rulesOf = (generated: Generated): Json[] => groupsOf(generated).flatMap((group) => group.rules);
const dashboardOf = (generated: Generated): Json => JSON.parse(readFileSync(join(chartOf(generated), "files/dashboard.json"), "utf8"));
const expressionsOf = (dashboard: Json): { title: string; expr: string }[] =>
  dashboard.panels.flatMap((panel: Json) => (panel.targets ?? []).map(({ expr }: Json) => ({ title: panel.title, expr })));

describe.each(Object.entries(matrix))("%s", (_, options) => {
  const generated = generate(options);
  const { portfolio, app, infra, docs } = generated;
  const rules = rulesOf(generated);
  const dashboard = dashboardOf(generated);

  test("the dashboard shows the requests that wait where a pool of threads answers them", () => {
    const waiting = expressionsOf(dashboard).filter(({ expr }) => expr.includes("http_requests_waiting"));
    expect(waiting.map(({ title }) => title)).toEqual(portfolio.runtimeType.waitingMetric ? ["Requests in flight"] : []);
    const exposed = readFileSync(join(app, "README.md"), "utf8").includes("`http_requests_waiting`");
    expect(exposed).toBe(waiting.length > 0);
  });

  test("the cluster and docker compose get the same rules and dashboard", () => {
    const withoutMarker = (file: string) => readFileSync(file, "utf8").replace(/^# ~~.*\n/, "");
    for (const file of ["rules.yaml", "dashboard.json"]) {
      expect(withoutMarker(join(app, "observability", file))).toBe(withoutMarker(join(chartOf(generated), "files", file)));
    }
    const prometheus = parse(readFileSync(join(app, "observability/prometheus.yaml"), "utf8"));
    expect(prometheus.scrape_configs.map((config: Json) => config.job_name)).toEqual([portfolio.appName]);
  });

  test("the rules of the cluster are bound to the release's own job and namespace", () => {
    const manifests = check("helm", [
      "template",
      "shop",
      chartOf(generated),
      "-n",
      "shop-ns",
      "--set-string",
      "image.tag=x",
      "--show-only",
      "templates/prometheusrule.yaml",
    ]);
    const { spec } = parseAllDocuments(manifests)[0].toJS();
    const release = "shop".includes(portfolio.appName) ? "shop" : `shop-${portfolio.appName}`.slice(0, 63);
    const bound = spec.groups.flatMap((group: Json) => group.rules).map((rule: Json) => rule.expr);
    for (const expr of bound) {
      const selectors = [...expr.matchAll(/\{([^}]*)\}/g)].map(([, selector]) => selector);
      expect(selectors.length).toBeGreaterThan(0);
      for (const selector of selectors)
        expect(selector).toMatch(new RegExp(`^namespace="shop-ns",(job|deployment|service)="${release}"(,|$)`));
    }
    const file = join(temporaryFolder(), "rules.yaml");
    writeFileSync(file, stringify(spec));
    check("promtool", ["check", "rules", "--lint=all", "--lint-fatal", file]);
  });

  test("a new stack has every series within a minute, also when the first evaluation came too early", () => {
    const seconds = groupsOf(generated).map(({ interval }) => Number(/^(\d+)s$/.exec(interval)?.[1]));
    for (const interval of seconds) expect(2 * interval).toBeLessThanOrEqual(60);
  });

  test("every alert says what, how bad, and where its runbook is", () => {
    const alerts = rules.filter((rule) => rule.alert);
    const runbooks = readFileSync(join(docs, "runbooks.md"), "utf8");
    expect([...new Set(alerts.map(({ alert }) => alert))].sort()).toEqual([
      "AppAvailabilityBudgetBurn",
      "AppLatencyBudgetBurn",
      "AppTargetMissing",
      "AppTargetsHalved",
      "AppUnavailable",
      "AppUnreachable",
    ]);
    for (const { alert, labels, annotations, for: wait } of alerts) {
      expect(["critical", "warning"]).toContain(labels.severity);
      expect(wait).toMatch(/^\d+m$/);
      // Who it is about, to route by and to read.
      expect(labels.service).toMatch(/^\{\{ \$labels\.(job|deployment|service) \}\}$/);
      expect(annotations.summary).toContain(labels.service);
      expect(annotations.summary).toContain("{{ with $labels.namespace }} in namespace {{ . }}{{ end }}");
      expect(annotations.description.length).toBeGreaterThan(40);
      expect(annotations.runbook_url).toBe(`${portfolio.docsUrl}/blob/main/runbooks.md#${alert.toLowerCase()}`);
      expect(runbooks.split("\n")).toContain(`## ${alert}`);
    }
  });

  test("the objectives are those of the options, at an edge of the histogram", () => {
    const expressions = rules.map(({ expr }) => expr).join("\n");
    expect(expressions).toContain(`> 14.4 * ${portfolio.errorBudget}`);
    const edges = [...new Set([...expressions.matchAll(/le="([^"]+)"/g)].map(([, le]) => le))];
    expect(edges).toEqual([portfolio.latencyTargetLe]);
    expect(portfolio.durationBuckets).toContain(Number(edges[0]));
    // Prometheus 3 stores whole numbers as 1.0: le="1" would match nothing.
    expect(edges[0]).toContain(".");
  });

  test("Prometheus and Grafana take the dashboard's addresses", () => {
    expect(dashboard.uid).toMatch(/^[a-zA-Z0-9_-]{1,40}$/);
    expect(dashboard.title).toBe(portfolio.appName);
    expect(readFileSync(join(chartOf(generated), "templates/NOTES.txt"), "utf8")).toContain(`/d/${dashboard.uid}`);
  });

  test("the stack's settings fit the cluster, and hold no password (B29)", () => {
    const text = readFileSync(join(infra, "monitoring/values.yaml"), "utf8");
    expect(text).not.toMatch(/adminPassword|password:/i);
    const values = parse(text);
    for (const component of ["kubeControllerManager", "kubeEtcd", "kubeScheduler", "kubeProxy"])
      expect(values[component]).toEqual({ enabled: false });
    expect(values.coreDns?.enabled ?? true).toBe(portfolio.clusterType.hasCoreDns);
    expect(values.nodeExporter?.enabled ?? true).toBe(!portfolio.clusterType.isLocal);
    expect(values.grafana.sidecar.dashboards).toMatchObject({ label: "grafana_dashboard", labelValue: "1", searchNamespace: "ALL" });
  });

  test("Prometheus selects as the stack does by itself: what has its label, in every namespace (I1)", () => {
    const { prometheus, alertmanager } = parse(readFileSync(join(infra, "monitoring/values.yaml"), "utf8"));
    for (const key of Object.keys(prometheus.prometheusSpec)) expect(key).not.toMatch(/Selector/);
    expect(Object.keys(alertmanager.alertmanagerSpec).filter((key) => key.includes("Namespace"))).toEqual([]);
    // The suite's stand-in takes the same file and comes to the same selection.
    const manifests = check("helm", [
      ...[
        "template",
        portfolio.monitoringRelease,
        join(__dirname, "e2e/offline/monitoring-chart"),
        "-f",
        join(infra, "monitoring/values.yaml"),
      ],
      ...["operator", "reloader", "prometheus", "alertmanager", "kubeState"].flatMap((name) => [
        "--set",
        `images.${name}=example.com/x:v1`,
      ]),
    ]);
    const objects: Json[] = parseAllDocuments(manifests).map((document) => document.toJS());
    const specOf = (kind: string) => objects.find((object) => object.kind === kind).spec;
    const byLabel = { matchLabels: { release: portfolio.monitoringRelease } };
    for (const kind of ["serviceMonitor", "probe", "rule"]) {
      expect(specOf("Prometheus")[`${kind}Selector`]).toEqual(byLabel);
      expect(specOf("Prometheus")[`${kind}NamespaceSelector`]).toEqual({});
    }
    expect(specOf("Alertmanager").alertmanagerConfigSelector).toEqual(byLabel);
    expect(specOf("Alertmanager").alertmanagerConfigNamespaceSelector).toEqual({});
    expect(specOf("Prometheus").retention).toBe(prometheus.prometheusSpec.retention);
  });

  test("Prometheus keeps longer than the longest window, and less than its volume", () => {
    const { retention, retentionSize, storageSpec } = parse(readFileSync(join(infra, "monitoring/values.yaml"), "utf8")).prometheus
      .prometheusSpec;
    expect(Number.parseInt(retention, 10)).toBeGreaterThan(30);
    const bytes = (text: string) => Number.parseFloat(text) * { MB: 1e6, GB: 1e9, Gi: 2 ** 30 }[text.replace(/[\d.]/g, "") as "MB"];
    if (storageSpec)
      expect(bytes(retentionSize)).toBeLessThan(0.9 * bytes(storageSpec.volumeClaimTemplate.spec.resources.requests.storage));
  });
});

describe("rules", () => {
  const rules = rulesOf(generate());
  const records = rules.filter((rule) => rule.record);

  test("record traffic, failures and slowness over every window of the burn rates", () => {
    const kinds = ["requests:rate", "requests_failed:rate", "requests_slow:rate", "requests_failed:ratio_rate", "requests_slow:ratio_rate"];
    const month = ["job:http_requests_failed:ratio_rate30d", "job:http_requests_slow:ratio_rate30d"];
    expect(records.map(({ record }) => record).sort()).toEqual(
      [...WINDOWS.flatMap((window) => kinds.map((kind) => `job:http_${kind}${window}`)), ...month].sort(),
    );
    for (const { record, expr } of records)
      for (const [, window] of expr.matchAll(/\[(\w+)\]/g)) expect(record.endsWith(window)).toBe(true);
  });

  test("count no probes, scrapes and unknown paths", () => {
    const raw = records.filter(({ expr }) => expr.includes("http_request_duration_seconds"));
    expect(raw).toHaveLength(3 * WINDOWS.length);
    for (const { expr } of raw) {
      const selectors = [...expr.matchAll(/http_request_duration_seconds_\w+\{([^}]*)\}/g)];
      for (const [, selector] of selectors) expect(selector).toContain('route!~"/health|/ready|/metrics|unmatched"');
    }
  });

  test("judge the speed of what succeeded only (A25)", () => {
    for (const { expr } of records.filter(({ record }) => record.includes("_slow:rate"))) {
      const selectors = [...expr.matchAll(/http_request_duration_seconds_\w+\{([^}]*)\}/g)].map(([, selector]) => selector);
      expect(selectors).toHaveLength(2);
      for (const selector of selectors) expect(selector).toContain('status!~"5.."');
    }
  });

  test("ask of Deployments only what the suite's stand-in of kube-state-metrics exports", () => {
    const exported = readFileSync(join(__dirname, "e2e/offline/tools/kube-state/main.go"), "utf8");
    const asked = rules.flatMap(({ expr }) => expr.match(/kube_\w+/g) ?? []);
    expect(asked.length).toBeGreaterThan(0);
    for (const metric of asked) expect(exported).toContain(`"${metric}"`);
  });

  test("use nothing in an alert that is not recorded", () => {
    const recorded = new Set(records.map(({ record }) => record));
    const used = rules.filter((rule) => rule.alert).flatMap(({ expr }) => expr.match(/job:\w+:\w+/g) ?? []);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((name) => !recorded.has(name))).toEqual([]);
  });

  test("page by the SRE workbook's table: 14.4 (1h, 5m), 6 (6h, 30m), 3 (1d, 2h), 1 (3d, 6h)", () => {
    for (const [alert, bad, budget] of [
      ["AppAvailabilityBudgetBurn", "failed", "0.001"],
      ["AppLatencyBudgetBurn", "slow", "0.01"],
    ]) {
      const clauses = (severity: string) => {
        const { expr } = rules.find((rule) => rule.alert === alert && rule.labels.severity === severity);
        return [...expr.matchAll(/job:http_requests_(\w+):ratio_rate(\w+)\{[^}]+\} > ([\d.]+) \* ([\d.]+)/g)].map((match) =>
          match.slice(1),
        );
      };
      expect(clauses("critical")).toEqual([
        [bad, "1h", "14.4", budget],
        [bad, "5m", "14.4", budget],
        [bad, "6h", "6", budget],
        [bad, "30m", "6", budget],
      ]);
      expect(clauses("warning")).toEqual([
        [bad, "1d", "3", budget],
        [bad, "2h", "3", budget],
        [bad, "3d", "1", budget],
        [bad, "6h", "1", budget],
      ]);
    }
  });
});

test("with the lowest target that is accepted, each burn rate is a share of the requests, so that every clause can be true", () => {
  const { minimum } = optionsSchema.properties.availabilityTarget;
  const generated = generate({ availabilityTarget: minimum });
  const thresholds = rulesOf(generated).flatMap(({ expr }) => [...expr.matchAll(/> ([\d.]+) \* ([\d.]+)/g)]);
  expect(thresholds.length).toBeGreaterThan(0);
  for (const [, factor, budget] of thresholds) expect(Number(factor) * Number(budget)).toBeLessThan(1);
  expect(quickScenarios(generated)).toContain("SUCCESS");
});

// All of them, nine hours of samples in some, run in output/alerts.long.test.ts.
test("with other numbers, what needs few samples comes out right", () => {
  expect(quickScenarios(generate(matrix["other numbers"]))).toContain("SUCCESS");
});

/** Those that last an hour at most. */
function quickScenarios({ infra }: Generated): string {
  const names = ["a few bad requests.*", "a total outage.*", "fast failures.*"].flatMap((name) => ["--run", name]);
  return check("promtool", ["test", "rules", ...names, join(infra, "monitoring/tests/rules.test.yaml")]);
}

test("every query of the dashboards is PromQL", () => {
  const known: Record<string, string> = { namespace: ".*", pod: ".*", __rate_interval: "1m" };
  const groups = Object.entries(matrix).map(([name, options]) => {
    const generated = generate(options);
    const queries = expressionsOf(dashboardOf(generated)).map(({ title, expr }) =>
      expr.replace(/\$(\w+)/g, (_, variable: string) =>
        variable === "job" ? generated.portfolio.appName : (known[variable] ?? `unknown variable ${variable} in ${title}`),
      ),
    );
    return { name, rules: [...new Set(queries)].map((expr, index) => ({ record: `query:${index}`, expr })) };
  });
  expect(groups.every(({ rules }) => rules.length > 10)).toBe(true);
  const file = join(temporaryFolder(), "queries.yaml");
  writeFileSync(file, stringify({ groups }));
  check("promtool", ["check", "rules", "--lint=none", file]);
});

test("a name with a word of a path in it loses no file (C1)", () => {
  const named = generate({ appName: "rules-test" });
  expect(groupsOf(named)).toHaveLength(2);
  expect(dashboardOf(named).title).toBe("rules-test");
  for (const file of ["rules.yaml", "dashboard.json"]) expect(existsSync(join(named.app, "observability", file))).toBe(true);
});

describe("the dashboard", () => {
  const generated = generate();
  const dashboard = dashboardOf(generated);
  const panels: Json[] = dashboard.panels.filter((panel: Json) => panel.type !== "row");
  const withoutQueries = new Set(["alertlist", "text"]);
  const now = { y: 1 };

  test("is a model, not an answer of the API (B30)", () => {
    expect(dashboard).not.toHaveProperty("dashboard");
    expect(dashboard).not.toHaveProperty("__inputs");
    expect(dashboard).toMatchObject({ id: null, uid: "express-app", title: "express-app", editable: false });
  });

  test("takes the data source from its variable everywhere (B31)", () => {
    const uids = [...JSON.stringify(dashboard).matchAll(/"uid":"([^"]*)"/g)].map(([, uid]) => uid);
    expect([...new Set(uids)].sort()).toEqual(["${datasource}", dashboard.uid]);
    const variables = Object.fromEntries(dashboard.templating.list.map((variable: Json) => [variable.name, variable]));
    expect(Object.keys(variables)).toEqual(["datasource", "namespace", "job", "pod"]);
    expect(variables.datasource).toMatchObject({ type: "datasource", query: "prometheus" });
    expect(variables.job.current.value).toBe("express-app");
  });

  test("has a row for rate, errors, duration, saturation and objectives", () => {
    const rows = dashboard.panels.filter((panel: Json) => panel.type === "row").map((row: Json) => row.title);
    expect(rows).toEqual(["Now", "Service level objectives", "Rate", "Errors", "Duration", "Saturation"]);
  });

  test("explains each panel and names its unit", () => {
    for (const { title, description, fieldConfig, targets, type } of panels) {
      expect(title).toMatch(/^[\w]/);
      expect({ title, explained: description.length > 30 && description.endsWith(".") }).toEqual({ title, explained: true });
      if (withoutQueries.has(type)) continue;
      expect(fieldConfig.defaults.unit).toMatch(/^\w+$/);
      expect(targets.length).toBeGreaterThan(0);
    }
    const ids = dashboard.panels.map((panel: Json) => panel.id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test("begins with what is so now: a quarter of an hour as tiles with a line, each with a zero or a dash where nothing was asked", () => {
    expect(dashboard).toMatchObject({ refresh: "10s", time: { from: "now-15m", to: "now" } });
    const tiles = panels.filter(({ type, gridPos }) => type === "stat" && gridPos.y === now.y);
    expect(tiles.map(({ title }) => title)).toEqual(["Requests", "Failed", "p95", "Targets down"]);
    for (const { title, options, fieldConfig } of tiles) {
      expect({ title, line: options.graphMode }).toEqual({ title, line: "area" });
      // What does not exist without a request, and what has no value where nothing is scraped.
      const [nan] = (fieldConfig.defaults.mappings ?? []).map((mapping: Json) => mapping.options);
      if (title === "p95") expect([nan.match, nan.result.text, fieldConfig.defaults.noValue]).toEqual(["nan", "–", "–"]);
      else expect([nan, fieldConfig.defaults.noValue]).toEqual([undefined, "no metrics"]);
    }
    expect(panels.find(({ type }) => type === "alertlist").options).toMatchObject({ alertName: "App", stateFilter: { normal: false } });
    for (const { alert } of rulesOf(generated).filter((rule) => rule.alert)) expect(alert).toMatch(/^App/);
  });

  test("says zero, and a whole budget, of a service that nobody has asked yet; nothing of one that is not scraped", () => {
    const queries = panels.filter(({ type }) => type === "stat").map(({ title, targets }) => [title, filledIn(targets[0].expr)] as const);
    const month = queries.filter(([title]) => title.endsWith("(30 days)")).map(([title]) => [title, 1] as const);
    expect(month).toHaveLength(4);
    const up = (labels: string, value: number) => `up{${labels},pod="a"} ${value}`;
    const shop = 'namespace="shop",job="express-app"';
    const asked = { Requests: 0, Failed: 0, "Targets down": 0, ...Object.fromEntries(month) };
    hasValues(queries, [
      [up(shop, 1), asked],
      [up(shop, 0), { "Targets down": 1 }],
      [up('namespace="shop",job="another"', 1), {}],
    ]);
  });

  test("shows the budget over its own 30 days", () => {
    const titles = panels.filter(({ type, gridPos }) => type === "stat" && gridPos.y > now.y).map(({ title }) => title);
    expect(titles).toHaveLength(4);
    for (const title of titles) expect(title).toMatch(/\(30 days\)$/);
    for (const { title, expr } of expressionsOf(dashboard).filter(({ title }) => title.endsWith("(30 days)")))
      expect({ title, month: expr.includes(":ratio_rate30d{") }).toEqual({ title, month: true });
  });

  test("colours answers by their status, and hides no small share of errors", () => {
    const { overrides } = panels.find(({ title }) => title === "Responses by status").fieldConfig;
    const colour = (status: string) =>
      overrides.find(({ matcher }: Json) => new RegExp(matcher.options.slice(1, -1)).test(status))?.properties[0].value.fixedColor;
    expect(["200", "404", "503"].map(colour)).toEqual(["green", "orange", "red"]);
    for (const { title, fieldConfig } of panels) expect({ title, max: fieldConfig?.defaults.max }).toEqual({ title, max: undefined });
  });

  test("lays no panel over another", () => {
    const taken = new Set<string>();
    for (const { gridPos, title } of dashboard.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect({ title, overlaps: taken.has(`${x},${y}`) }).toEqual({ title, overlaps: false });
          taken.add(`${x},${y}`);
        }
      }
    }
  });

  test("asks for what the application, Kubernetes and the rules have", () => {
    const recorded = rulesOf(generated).flatMap((rule) => rule.record ?? []);
    const known = new Set([
      ...recorded,
      ...["http_request_duration_seconds_count", "http_request_duration_seconds_bucket", "http_requests_in_flight", "app_info"],
      ...["process_cpu_seconds_total", "process_resident_memory_bytes", "process_start_time_seconds", "up"],
      ...["container_cpu_usage_seconds_total", "container_memory_working_set_bytes", "kube_pod_container_status_restarts_total"],
    ]);
    for (const { expr } of expressionsOf(dashboard)) {
      for (const [, metric] of expr.matchAll(/([a-z][\w:]*)\{/g)) expect(known).toContain(metric);
      // What filters: the namespace and, but for cAdvisor and kube-state-metrics, the job.
      for (const [, metric, selector] of expr.matchAll(/([a-z][\w:]*)\{([^}]*)\}/g)) {
        expect(selector).toContain('namespace=~"$namespace"');
        if (!/^(container|kube)_/.test(metric)) expect(selector).toContain('job="$job"');
      }
      for (const [, window] of expr.matchAll(/\[([^\]]+)\]/g)) expect(["$__rate_interval", "1h"]).toContain(window);
    }
  });
});

/** Grafana's variables, for the namespace "shop". */
const filledIn = (expr: string) =>
  expr.replace(
    /\$(\w+)/g,
    (_, name: string) => ({ namespace: "shop", job: "express-app", pod: ".*", __rate_interval: "1m" })[name] ?? name,
  );

/** Holds what queries answer, title by title, when there is this one series. */
function hasValues(queries: readonly (readonly [string, string])[], cases: readonly (readonly [string, Record<string, number>])[]): void {
  const tests = cases.map(([sample, values]) => ({
    interval: "1m",
    input_series: [{ series: sample.slice(0, sample.indexOf("}") + 1), values: `${sample.split(" ").at(-1)}x10` }],
    promql_expr_test: queries.map(([title, expr]) => ({
      expr: `max(${expr})`,
      eval_time: "5m",
      exp_samples: title in values ? [{ labels: "{}", value: values[title] }] : [],
    })),
  }));
  const file = join(temporaryFolder(), "queries.test.yaml");
  writeFileSync(file, stringify({ rule_files: [], tests }));
  expect(check("promtool", ["test", "rules", file])).toContain("SUCCESS");
}
