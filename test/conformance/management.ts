import assert from "node:assert/strict";
import { ask, askJson, eventually, post } from "./client";
import { countRequests, parseExposition, scrape, select } from "./exposition";
import { readLog } from "./logs";
import { type Check, routesOf, type Service, type Start } from "./service";
import { withService } from "./with-service";

const SEVERE = /^(info|warn|error|fatal)$/;

/** The second port: for the kubelet, Prometheus and whoever practises a failure. */
export const managementChecks: readonly Check<Service>[] = [
  {
    name: "the management port answers probes and metrics, and nothing of the service",
    async run({ managementUrl, contract }) {
      const health = await askJson(managementUrl, contract.healthPath);
      assert.deepEqual([health.status, health.json], [200, { status: "ok" }]);
      const ready = await askJson(managementUrl, contract.readyPath);
      assert.deepEqual([ready.status, ready.json], [200, { status: "ready" }]);
      const { status, body } = await ask(managementUrl, contract.metricsPath);
      assert.equal(status, 200);
      assert.ok(select(parseExposition(body), "http_request_duration_seconds_count").length > 0);
      for (const path of ["/", "/api/info", "/api/work", "/api/faults"]) {
        const answer = await askJson(managementUrl, path);
        assert.deepEqual([answer.status, answer.json], [404, { error: { message: "not found" } }], path);
      }
    },
  },
  {
    name: "the management port neither measures nor logs itself",
    async run(service) {
      const { managementUrl, contract } = service;
      const measured = async () =>
        select(parseExposition((await ask(managementUrl, contract.metricsPath)).body), "http_request_duration_seconds_count");
      const [before, lines] = [await measured(), (await readLog(service)).length];
      for (const path of [contract.healthPath, contract.readyPath, contract.metricsPath, "/nothing"]) await ask(managementUrl, path);
      assert.deepEqual(await measured(), before);
      const loud = (await readLog(service)).slice(lines).filter(({ level }) => SEVERE.test(String(level)));
      assert.deepEqual(loud, []);
    },
  },
];

export const managementStartChecks: readonly Check<Start>[] = [
  withService("faults can be set on the management port", { FAULT_INJECTION: "true" }, async ({ url, managementUrl, contract }) => {
    assert.equal((await post(managementUrl, "/api/faults", { errorRate: 1 })).status, 200);
    assert.equal((await ask(url, "/api/info")).status, 500);
    for (const path of [contract.healthPath, contract.readyPath, contract.metricsPath])
      assert.equal((await ask(managementUrl, path)).status, 200, path);
    assert.equal((await askJson(url, "/api/faults")).json.errorRate, 1, "both ports show the same");
    await post(managementUrl, "/api/faults", { unready: true });
    for (const port of [url, managementUrl]) assert.equal((await ask(port, contract.readyPath)).status, 503);
    assert.equal((await ask(managementUrl, "/api/faults", { method: "DELETE" })).status, 200);
    assert.equal((await ask(url, "/api/info")).status, 200);
  }),
  withService(
    "with MANAGEMENT_ON_WEB=false users reach neither metrics nor faults",
    { FAULT_INJECTION: "true", MANAGEMENT_ON_WEB: "false" },
    async ({ url, managementUrl, contract }) => {
      for (const path of [contract.metricsPath, "/api/faults"]) {
        for (const method of ["GET", "POST", "DELETE"]) assert.equal((await ask(url, path, { method })).status, 404, `${method} ${path}`);
        assert.equal((await ask(managementUrl, path)).status, 200, path);
      }
      for (const path of [contract.healthPath, contract.readyPath, "/api/info"]) assert.equal((await ask(url, path)).status, 200, path);
      const { body } = await ask(managementUrl, contract.metricsPath);
      const unmatched = select(parseExposition(body), "http_request_duration_seconds_count", { route: "unmatched", method: "GET" });
      assert.deepEqual(
        unmatched.map(({ labels, value }) => [labels.status, value]),
        [["404", 2]],
      );
    },
  ),
  withService("every route has its series before its first request", { FAULT_INJECTION: "true" }, async (service) => {
    const { body } = await ask(service.managementUrl, service.contract.metricsPath);
    const { nameOf } = service.routes;
    for (const route of ["/", "/api/info", "/api/work", service.contract.metricsPath].map(nameOf)) {
      for (const status of ["200", "500"]) {
        const labels = { method: "GET", route, status };
        const [count, ...more] = select(parseExposition(body), "http_request_duration_seconds_count", labels);
        assert.deepEqual([count?.value, more], [0, []], `${route} ${status}`);
      }
    }
    for (const route of routesOf(service.contract).map(nameOf)) {
      const labels = { method: "GET", route, status: "500" };
      assert.equal(select(parseExposition(body), "http_request_duration_seconds_bucket", { ...labels, le: "+Inf" }).length, 1, route);
    }
    await post(service.managementUrl, "/api/faults", { errorRate: 1 });
    for (let i = 0; i < 5; i += 1) await ask(service.url, "/api/info");
    await eventually(async () => assert.equal(await countRequests(service, { route: nameOf("/api/info"), status: "500" }), 5));
    assert.ok(select(await scrape(service), "app_info").length === 1);
  }),
];
