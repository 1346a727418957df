import assert from "node:assert/strict";
import { ask, askJson, eventually } from "./client";
import { countRequests, parseExposition, type Sample, scrape, select, seriesOf, sum } from "./exposition";
import { type Check, routesOf, type Service } from "./service";

const HISTOGRAM = "http_request_duration_seconds";
const TEXT = /^text\/plain; version=(0\.0\.4|1\.0\.0); charset=utf-8/;
// As Prometheus 3 sends it.
const PROMETHEUS_ACCEPT =
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5," +
  "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

/** Names, labels, buckets, formats, and that everything is counted once and under the right name. */
export const metricsChecks: readonly Check<Service>[] = [
  {
    name: "/metrics is Prometheus text, whatever is asked for",
    async run({ url, contract }) {
      const others = ["*/*", "text/html,*/*;q=0.8", "text/plain", "image/png", ";;q=x,,", "application/openmetrics-text;q=0"];
      for (const accept of [undefined, PROMETHEUS_ACCEPT, ...others]) {
        const { status, headers, body } = await ask(url, contract.metricsPath, { headers: accept === undefined ? {} : { accept } });
        assert.equal(status, 200, accept);
        assert.match(String(headers["content-type"]), TEXT, accept);
        assert.ok(!body.includes("# EOF"));
        assert.ok(parseExposition(body).length > 0);
      }
    },
  },
  {
    name: "each metric has help and a type",
    async run({ url, contract }) {
      const { body } = await ask(url, contract.metricsPath);
      for (const [name, type] of [
        [HISTOGRAM, "histogram"],
        ["http_requests_in_flight", "gauge"],
        ["app_info", "gauge"],
      ]) {
        assert.match(body, new RegExp(`^# HELP ${name} \\S`, "m"));
        assert.match(body, new RegExp(`^# TYPE ${name} ${type}$`, "m"));
      }
    },
  },
  {
    name: "the histogram has the labels and the bucket edges of the contract, and adds up",
    async run(service) {
      const route = service.routes.nameOf("/api/info");
      await ask(service.url, "/api/info");
      const samples = await scrape(service);
      const buckets = select(samples, `${HISTOGRAM}_bucket`, { method: "GET", route, status: "200" });
      const edges = buckets.map(({ labels }) => (labels.le === "+Inf" ? Infinity : Number(labels.le)));
      assert.deepEqual(edges, [...service.contract.durationBuckets, Infinity]);
      assert.ok(edges.includes(service.contract.latencyTargetMs / 1000), "the latency target is an edge");

      for (const sample of samples.filter(({ name }) => name.startsWith(`${HISTOGRAM}_`))) {
        const expected = sample.name.endsWith("_bucket") ? ["le", "method", "route", "status"] : ["method", "route", "status"];
        if (!sample.name.endsWith("_created")) assert.deepEqual(Object.keys(sample.labels).sort(), expected);
      }
      for (let i = 1; i < buckets.length; i += 1) assert.ok(buckets[i].value >= buckets[i - 1].value, "buckets are cumulative");
      const [count] = select(samples, `${HISTOGRAM}_count`, { method: "GET", route, status: "200" });
      assert.equal(buckets.at(-1)?.value, count.value);
    },
  },
  {
    name: "each request is counted once, under its route's template",
    async run(service) {
      const { url } = service;
      const [info, work] = ["/api/info", "/api/work"].map(service.routes.nameOf);
      const cases: readonly [path: string, method: string, labels: Record<string, string>][] = [
        ["/", "GET", { method: "GET", route: "/", status: "200" }],
        ["/api/info?x=1", "GET", { method: "GET", route: info, status: "200" }],
        ["/api/work?ms=1", "GET", { method: "GET", route: work, status: "200" }],
        ["/api/work?ms=x", "GET", { method: "GET", route: work, status: "400" }],
        ["/api/info", "HEAD", { method: "HEAD", route: info, status: "200" }],
        ["/api/info", "PUT", { method: "PUT", route: info, status: "405" }],
        ["/nothing?x=1", "GET", { method: "GET", route: "unmatched", status: "404" }],
        [service.contract.healthPath, "GET", { method: "GET", route: service.contract.healthPath, status: "200" }],
        [service.contract.readyPath, "GET", { method: "GET", route: service.contract.readyPath, status: "200" }],
      ];
      for (const [path, method, labels] of cases) {
        const before = await countRequests(service, labels);
        // Probes come from elsewhere as well where the service runs in a cluster.
        const probed = path === service.contract.healthPath || path === service.contract.readyPath;
        await Promise.all(Array.from({ length: 20 }, () => ask(url, path, { method })));
        await eventually(async () => {
          const counted = (await countRequests(service, labels)) - before;
          assert.ok(probed ? counted >= 20 : counted === 20, `${method} ${path}: ${counted} of 20`);
        });
      }
    },
  },
  {
    name: "/metrics is counted, too",
    async run(service) {
      const labels = { method: "GET", route: service.contract.metricsPath, status: "200" };
      const before = await countRequests(service, labels);
      await ask(service.url, service.contract.metricsPath);
      await eventually(async () => assert.ok((await countRequests(service, labels)) >= before + 2));
    },
  },
  {
    name: "a duration falls into its bucket, in seconds",
    async run(service) {
      const labels = { method: "GET", route: service.routes.nameOf("/api/work"), status: "200" };
      const upTo = (samples: Sample[], edge: number) =>
        sum(select(samples, `${HISTOGRAM}_bucket`, labels).filter(({ labels }) => Number(labels.le) === edge));
      const edgeBelow = service.contract.durationBuckets.filter((edge) => edge < 0.3).at(-1) ?? 0;
      const edgeAbove = service.contract.durationBuckets.find((edge) => edge >= 1) ?? 0;
      await ask(service.url, "/api/work?ms=0");
      const before = await scrape(service);
      await Promise.all(Array.from({ length: 4 }, () => ask(service.url, "/api/work?ms=300")));
      await eventually(async () => {
        const after = await scrape(service);
        assert.equal(upTo(after, edgeAbove) - upTo(before, edgeAbove), 4);
        assert.equal(upTo(after, edgeBelow) - upTo(before, edgeBelow), 0);
        const sumOf = (samples: Sample[]) => sum(select(samples, `${HISTOGRAM}_sum`, labels));
        const took = sumOf(after) - sumOf(before);
        assert.ok(took >= 1.19 && took < 4, `${took} s`);
      });
    },
  },
  {
    name: "requests in flight are counted while they run, and only then",
    async run(service) {
      const inFlight = async () => {
        const samples = select(await scrape(service), "http_requests_in_flight");
        assert.equal(samples.length, 1);
        assert.deepEqual(samples[0].labels, {});
        return samples[0].value;
      };
      // The scrape itself is one.
      await eventually(async () => assert.equal(await inFlight(), 1));
      const running = Promise.all(Array.from({ length: 3 }, () => ask(service.url, "/api/work?ms=1500")));
      await eventually(async () => assert.equal(await inFlight(), 4), 1_400);
      await running;
      await eventually(async () => assert.equal(await inFlight(), 1));
    },
  },
  {
    name: "app_info tells the version and the revision that it tells itself",
    async run(service) {
      const { json } = await askJson(service.url, service.routes.info);
      const samples = select(await scrape(service), "app_info");
      assert.deepEqual(
        samples.map(({ labels, value }) => ({ labels, value })),
        [{ labels: { version: json.version, revision: json.revision }, value: 1 }],
      );
    },
  },
  {
    name: "a method that nobody knows is OTHER",
    async run(service) {
      const before = await countRequests(service, { method: "OTHER" });
      for (const method of ["PROPFIND", "TRACE", "MKCOL"]) await ask(service.url, "/api/info", { method });
      await eventually(async () => assert.equal((await countRequests(service, { method: "OTHER" })) - before, 3));
      const methods = new Set((await scrape(service)).map(({ labels }) => labels.method).filter(Boolean));
      for (const method of methods) assert.match(String(method), /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|OTHER)$/);
    },
  },
  {
    name: "repeated requests make no new series",
    async run(service) {
      const visit = async () => {
        for (const path of routesOf(service.contract)) await ask(service.url, path);
      };
      const series = async () => new Set((await scrape(service)).filter(({ name }) => name.startsWith("http_")).map(seriesOf));
      await visit();
      await eventually(async () => assert.ok((await series()).size > 0));
      const before = await series();
      for (let i = 0; i < 20; i += 1) await visit();
      assert.deepEqual(await series(), before);
    },
  },
];

/** What the metrics library tells of its process; several gunicorn workers have no such metrics. */
export const processMetricsChecks: readonly Check<Service>[] = [
  {
    name: "the process's own metrics are there",
    async run(service) {
      const samples = await scrape(service);
      for (const name of ["process_cpu_seconds_total", "process_resident_memory_bytes", "process_start_time_seconds", "process_open_fds"]) {
        const [sample] = select(samples, name);
        assert.ok(sample?.value > 0, name);
      }
    },
  },
];
