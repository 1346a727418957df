import assert from "node:assert/strict";
import { ask, askJson, eventually, post, sleep } from "./client";
import { countRequests } from "./exposition";
import { readLog } from "./logs";
import type { Check, Start, StoppableService } from "./service";

const NONE = { delayMs: 0, errorRate: 0, unready: false };

/** Runs a check on a service of its own, which is ended afterwards. */
function withService(name: string, environment: Record<string, string>, run: (service: StoppableService) => Promise<void>): Check<Start> {
  return {
    name,
    async run(start) {
      const service = await start(environment);
      try {
        await run(service);
      } finally {
        service.signal("SIGKILL");
        await service.exitCode;
      }
    },
  };
}

/** Something that is awaited later: its failure must not count as unhandled until then. */
function later<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}

async function notReady({ url, contract }: StoppableService): Promise<void> {
  await eventually(async () => assert.equal((await ask(url, contract.readyPath)).status, 503));
}

/** Configuration, faults and shutdown: each needs a service of its own. */
export const lifecycleChecks: readonly Check<Start>[] = [
  withService(
    "the environment says what runs",
    { APP_VERSION: "1.2.3-rc.1", APP_REVISION: "0123abc", POD_NAME: "pod-7", GRAFANA_URL: "https://grafana.example.org/d/app?a=1&b=2" },
    async ({ url, logs }) => {
      const { json } = await askJson(url, "/api/info");
      assert.deepEqual([json.version, json.revision, json.pod], ["1.2.3-rc.1", "0123abc", "pod-7"]);
      assert.match((await ask(url, "/")).body, /href="https:\/\/grafana\.example\.org\/d\/app\?a=1&(amp|#38);b=2"/);
      await eventually(async () => assert.match((await logs()).join("\n"), /1\.2\.3-rc\.1/));
    },
  ),
  withService("without an environment it still says something", {}, async ({ url }) => {
    const { json } = await askJson(url, "/api/info");
    assert.deepEqual([json.version, json.revision], ["dev", "unknown"]);
    assert.ok(json.pod.length > 0);
    assert.doesNotMatch((await ask(url, "/")).body, /Grafana/);
  }),
  withService("what the environment says is escaped on the page and in the metrics", { APP_VERSION: '<b>"1"\\' }, async (service) => {
    const { body } = await ask(service.url, "/");
    assert.ok(!body.includes("<b>"));
    assert.equal((await askJson(service.url, "/api/info")).json.version, '<b>"1"\\');
    assert.ok((await countRequests(service)) > 0, "the metrics can be parsed");
  }),
  {
    name: "a setting that makes no sense stops the start, by name",
    async run(start) {
      await assert.rejects(start({ LOG_LEVEL: "loud" }), /LOG_LEVEL/);
      await assert.rejects(start({ SHUTDOWN_DELAY_MS: "soon" }), /SHUTDOWN_DELAY_MS/);
      await assert.rejects(start({ GRAFANA_URL: "javascript:alert(1)" }), /GRAFANA_URL/);
    },
  },
  withService("at the usual level, probes and scrapes are not logged", { LOG_LEVEL: "" }, async (service) => {
    const { healthPath, readyPath, metricsPath } = service.contract;
    for (const path of [healthPath, readyPath, metricsPath, "/api/info"]) await ask(service.url, path);
    const requests = await eventually(async () => {
      const entries = (await readLog(service)).filter(({ route }) => route !== undefined);
      assert.ok(entries.length > 0);
      return entries;
    });
    assert.deepEqual(
      requests.map(({ route }) => route),
      ["/api/info"],
    );
  }),

  withService("there is no fault injection unless it is switched on", {}, async ({ url }) => {
    for (const method of ["GET", "POST", "DELETE"]) assert.equal((await ask(url, "/api/faults", { method })).status, 404);
    assert.equal((await post(url, "/api/faults", { errorRate: 1 })).status, 404);
    assert.equal((await ask(url, "/api/info")).status, 200);
  }),
  withService("faults are set, shown, replaced and cleared", { FAULT_INJECTION: "true" }, async ({ url }) => {
    const faults = async () => (await askJson(url, "/api/faults")).json;
    assert.deepEqual(await faults(), NONE);
    assert.deepEqual((await post(url, "/api/faults", { delayMs: 10, errorRate: 0.5, unready: false })).json, {
      ...NONE,
      delayMs: 10,
      errorRate: 0.5,
    });
    assert.deepEqual((await post(url, "/api/faults", { unready: true })).json, { ...NONE, unready: true });
    for (let i = 0; i < 10; i += 1) assert.deepEqual(await faults(), { ...NONE, unready: true });

    for (const wrong of [
      { delayMs: 5001 },
      { delayMs: -1 },
      { delayMs: 0.5 },
      { delayMs: "1" },
      { delayMs: true },
      { errorRate: 1.1 },
      { errorRate: -0.1 },
      { errorRate: null },
      { unready: 1 },
      { other: 1 },
      [],
      null,
      1,
      "x",
    ]) {
      const { status, json } = await post(url, "/api/faults", wrong);
      assert.equal(status, 400, JSON.stringify(wrong));
      assert.equal(typeof json.error.message, "string");
    }
    for (const body of ["{", "x".repeat(10_000)]) {
      const { status } = await ask(url, "/api/faults", { method: "POST", headers: { "content-type": "application/json" }, body });
      assert.ok(status >= 400 && status < 500, `${status} for ${body.slice(0, 10)}`);
    }
    for (const headers of [{}, { "content-type": "text/plain" }, { "content-type": "application/x-www-form-urlencoded" }]) {
      const { status } = await ask(url, "/api/faults", { method: "POST", headers, body: '{"delayMs":1}' });
      assert.equal(status, 400, JSON.stringify(headers));
    }
    assert.deepEqual(await faults(), { ...NONE, unready: true }, "a refused request changes nothing");

    assert.deepEqual((await askJson(url, "/api/faults", { method: "DELETE" })).json, NONE);
    assert.deepEqual(await faults(), NONE);
    assert.equal((await ask(url, "/api/faults", { method: "PUT" })).headers.allow, "GET, HEAD, POST, DELETE");
  }),
  withService(
    "injected errors hit the service under its routes' names, and spare probes and scrapes",
    { FAULT_INJECTION: "true" },
    async (service) => {
      const { url, contract } = service;
      await post(url, "/api/faults", { errorRate: 1 });
      for (const path of ["/", "/api/info", "/api/work?ms=1"]) {
        const { status, json } = await askJson(url, path);
        assert.equal(status, 500, path);
        assert.deepEqual(json, { error: { message: "injected fault" } });
      }
      for (const path of [contract.healthPath, contract.readyPath, contract.metricsPath, "/api/faults"])
        assert.equal((await ask(url, path)).status, 200, path);
      for (const route of ["/", "/api/info", "/api/work"]) {
        await eventually(async () => assert.equal(await countRequests(service, { route, status: "500" }), 1, route));
      }
      await post(url, "/api/faults", { errorRate: 0.5 });
      const statuses = await Promise.all(Array.from({ length: 200 }, async () => (await ask(url, "/api/info")).status));
      const failed = statuses.filter((status) => status === 500).length;
      assert.ok(failed > 60 && failed < 140, `${failed} of 200 failed`);
      await ask(url, "/api/faults", { method: "DELETE" });
      assert.equal((await ask(url, "/api/info")).status, 200);
    },
  ),
  withService("an injected delay slows the service, and not its probes", { FAULT_INJECTION: "true" }, async ({ url, contract }) => {
    await post(url, "/api/faults", { delayMs: 600 });
    const time = async (path: string) => {
      const start = performance.now();
      assert.equal((await ask(url, path)).status, 200);
      return performance.now() - start;
    };
    for (const path of ["/", "/api/info"]) assert.ok((await time(path)) >= 599, path);
    for (const path of [contract.healthPath, contract.readyPath, contract.metricsPath]) assert.ok((await time(path)) < 500, path);
  }),
  withService("unready takes it out of the balance, but leaves it alive", { FAULT_INJECTION: "true" }, async ({ url, contract }) => {
    await post(url, "/api/faults", { unready: true });
    const ready = await askJson(url, contract.readyPath);
    assert.deepEqual([ready.status, ready.json], [503, { status: "unready" }]);
    assert.equal((await ask(url, contract.healthPath)).status, 200);
    assert.equal((await ask(url, "/api/info")).status, 200);
    await ask(url, "/api/faults", { method: "DELETE" });
    assert.equal((await ask(url, contract.readyPath)).status, 200);
  }),

  withService(
    "SIGTERM: not ready at once, still serving, no running request lost, exit 0",
    { SHUTDOWN_DELAY_MS: "1200" },
    async (service) => {
      const { url, contract } = service;
      // Accepted while ready, and still running when the server has stopped to listen.
      const running = later(askJson(url, "/api/work?ms=2000"));
      await sleep(200);
      service.signal("SIGTERM");

      await notReady(service);
      const draining = await askJson(url, contract.readyPath);
      assert.deepEqual([draining.status, draining.json], [503, { status: "draining" }]);
      const health = await askJson(url, contract.healthPath);
      assert.deepEqual([health.status, health.json], [200, { status: "ok" }]);
      const info = await ask(url, "/api/info");
      assert.equal(info.status, 200);
      assert.equal(info.headers.connection, "close", "clients are sent elsewhere");

      assert.deepEqual((await running).json, { waitedMs: 2000 });
      assert.equal(await service.exitCode, 0);
      await assert.rejects(ask(url, contract.healthPath), "nobody listens any more");
      const messages = (await readLog(service)).map(({ msg }) => msg);
      assert.ok(messages.includes("draining") && messages.includes("stopped"), `${messages}`);
    },
  ),
  withService("a stop under load fails no request of a client that honours readiness", { SHUTDOWN_DELAY_MS: "800" }, async (service) => {
    const { url, contract } = service;
    let ready = true;
    let answered = 0;
    const client = async (path: string) => {
      while (ready) {
        assert.equal((await ask(url, path)).status, 200);
        answered += 1;
      }
    };
    const clients = later(
      Promise.all(["/", "/api/info", "/api/info", "/api/work?ms=5", "/api/work?ms=50", "/api/work?ms=400"].map(client)),
    );
    await sleep(300);
    service.signal("SIGTERM");
    while ((await ask(url, contract.readyPath)).status === 200) await sleep(50);
    await sleep(300);
    ready = false;
    await clients;
    assert.ok(answered > 20, `${answered} requests`);
    assert.equal(await service.exitCode, 0);
  }),
  withService("an idle or a silent connection does not hold it up", { SHUTDOWN_DELAY_MS: "100" }, async (service) => {
    const { connect } = await import("node:net");
    const { hostname, port } = new URL(service.url);
    const silent = connect(Number(port), hostname).on("error", () => {});
    const idle = connect(Number(port), hostname).on("error", () => {});
    idle.write(`GET ${service.contract.healthPath} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await new Promise((resolve) => idle.once("data", resolve));
    const start = Date.now();
    service.signal("SIGTERM");
    assert.equal(await service.exitCode, 0);
    assert.ok(Date.now() - start < 10_000, `${Date.now() - start} ms`);
    silent.destroy();
    idle.destroy();
  }),
  withService(
    "a request that outlives the timeout is cut off, and the exit code says so",
    { SHUTDOWN_DELAY_MS: "0", SHUTDOWN_TIMEOUT_MS: "300" },
    async (service) => {
      const running = later(assert.rejects(ask(service.url, "/api/work?ms=2000")));
      await sleep(200);
      service.signal("SIGTERM");
      assert.equal(await service.exitCode, 1);
      await running;
    },
  ),
  withService("a second signal ends it at once", { SHUTDOWN_DELAY_MS: "60000" }, async (service) => {
    service.signal("SIGTERM");
    await notReady(service);
    service.signal("SIGTERM");
    assert.equal(await service.exitCode, 1);
  }),
];
