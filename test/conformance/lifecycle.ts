import assert from "node:assert/strict";
import { factsOf } from "./answers";
import { ask, askJson, eventually, openRaw, sleep } from "./client";
import { countRequests } from "./exposition";
import { readLog } from "./logs";
import type { Check, Start, StoppableService } from "./service";
import { withService } from "./with-service";

/** Something that is awaited later: its failure must not count as unhandled until then. */
function later<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}

async function notReady({ url, contract }: StoppableService): Promise<void> {
  await eventually(async () => assert.equal((await ask(url, contract.readyPath)).status, 503));
}

/** The page that the app renders follows the environment. */
export const sampleStartChecks: readonly Check<Start>[] = [
  withService("the page has no link to a Grafana that it does not know", {}, async ({ url }) => {
    assert.equal(factsOf((await ask(url, "/")).body).links.grafana ?? null, null);
  }),
  withService("the page links to Grafana", { GRAFANA_URL: "https://grafana.example.org/d/app?a=1&b=2" }, async ({ url }) => {
    assert.equal(factsOf((await ask(url, "/")).body).links.grafana, "https://grafana.example.org/d/app?a=1&b=2");
  }),
];

/** Configuration and shutdown: each check needs a service of its own. */
export const lifecycleChecks: readonly Check<Start>[] = [
  withService(
    "the environment says what runs",
    { APP_VERSION: "1.2.3-rc.1", APP_REVISION: "0123abc", POD_NAME: "pod-7" },
    async ({ url, logs, routes }) => {
      const { json } = await askJson(url, routes.info);
      assert.deepEqual([json.version, json.revision, json.pod], ["1.2.3-rc.1", "0123abc", "pod-7"]);
      await eventually(async () => assert.match((await logs()).join("\n"), /1\.2\.3-rc\.1/));
    },
  ),
  withService("without an environment it still says something", {}, async ({ url, routes }) => {
    const { json } = await askJson(url, routes.info);
    assert.deepEqual([json.version, json.revision], ["dev", "unknown"]);
    assert.ok(json.pod.length > 0);
  }),
  withService("what the environment says is escaped on the page and in the metrics", { APP_VERSION: '<b>"1"\\' }, async (service) => {
    const { body } = await ask(service.url, "/");
    assert.ok(!body.includes("<b>"));
    assert.equal((await askJson(service.url, service.routes.info)).json.version, '<b>"1"\\');
    assert.ok((await countRequests(service)) > 0, "the metrics can be parsed");
  }),
  {
    name: "a setting that makes no sense stops the start, by name",
    async run(start) {
      await assert.rejects(start({ LOG_LEVEL: "loud" }), /LOG_LEVEL/);
      await assert.rejects(start({ SHUTDOWN_DELAY_MS: "soon" }), /SHUTDOWN_DELAY_MS/);
      await assert.rejects(start({ MANAGEMENT_PORT: "http" }), /MANAGEMENT_PORT/);
      await assert.rejects(start({ MANAGEMENT_ON_WEB: "no" }), /MANAGEMENT_ON_WEB/);
      await assert.rejects(start({ GRAFANA_URL: "javascript:alert(1)" }), /GRAFANA_URL/);
    },
  },
  withService("at the usual level, probes and scrapes are not logged", { LOG_LEVEL: "" }, async (service) => {
    const { healthPath, readyPath, metricsPath } = service.contract;
    const { info } = service.routes;
    for (const path of [healthPath, readyPath, metricsPath, info]) await ask(service.url, path);
    const requests = await eventually(async () => {
      const entries = (await readLog(service)).filter(({ route }) => route !== undefined);
      assert.ok(entries.length > 0);
      return entries;
    });
    assert.deepEqual(
      requests.map(({ route }) => route),
      [info],
    );
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
    },
  ),
  withService(
    "the log tells of its life: listening, draining, stopped",
    { SHUTDOWN_DELAY_MS: "300", SHUTDOWN_TIMEOUT_MS: "4000", APP_VERSION: "1.2.3", APP_REVISION: "0123abc", POD_NAME: "pod-7" },
    async (service) => {
      service.signal("SIGTERM");
      assert.equal(await service.exitCode, 0);
      const entries = (await readLog(service)).filter(({ msg }) => msg !== "request");
      const [listening, draining, stopped, ...more] = entries;
      assert.deepEqual([listening?.msg, draining?.msg, stopped?.msg, more], ["listening", "draining", "stopped", []]);
      assert.deepEqual([listening.version, listening.revision, listening.pod], ["1.2.3", "0123abc", "pod-7"]);
      for (const field of ["port", "managementPort"]) assert.ok(Number.isInteger(listening[field]), field);
      assert.deepEqual([draining.delayMs, draining.timeoutMs], [300, 4000]);
      assert.deepEqual([listening.level, draining.level, stopped.level], ["info", "info", "info"]);
    },
  ),
  {
    name: "each level of the log is known",
    async run(start) {
      for (const level of ["trace", "warn", "fatal", "silent"]) {
        const service = await start({ LOG_LEVEL: level, SHUTDOWN_DELAY_MS: "0" });
        await ask(service.url, "/api/info");
        service.signal("SIGTERM");
        assert.equal(await service.exitCode, 0);
        assert.equal((await service.logs()).length > 0, level === "trace", level);
      }
    },
  },
  withService("the management port answers while it drains", { SHUTDOWN_DELAY_MS: "1500" }, async (service) => {
    const { managementUrl, contract } = service;
    service.signal("SIGTERM");
    await eventually(async () => assert.equal((await ask(managementUrl, contract.readyPath)).status, 503));
    assert.equal((await ask(managementUrl, contract.healthPath)).status, 200);
    assert.equal(await service.exitCode, 0);
  }),
  withService(
    "requests that wait when the listener closes are answered",
    { SHUTDOWN_DELAY_MS: "0", SHUTDOWN_TIMEOUT_MS: "5000" },
    async (service) => {
      const get = "GET /api/work?ms=50 HTTP/1.1\r\nHost: x\r\n\r\n";
      const sockets = await Promise.all(Array.from({ length: 30 }, () => openRaw(service.url, get)));
      const answers = sockets.map(
        (socket) =>
          new Promise<string>((resolve) => {
            socket.once("data", (data) => resolve(String(data).slice(9, 12))).once("close", () => resolve("closed"));
          }),
      );
      service.signal("SIGTERM");
      assert.deepEqual(new Set(await Promise.all(answers)), new Set(["200"]));
      assert.equal(await service.exitCode, 0);
    },
  ),
  withService(
    "who comes when the listener has closed is refused at once, while requests still run",
    { SHUTDOWN_DELAY_MS: "0" },
    async (service) => {
      const { url, contract } = service;
      const running = later(ask(url, "/api/work?ms=2000"));
      await sleep(200);
      service.signal("SIGTERM");
      const next = () => ask(url, contract.healthPath, { signal: AbortSignal.timeout(1_000) }).catch(({ code }) => code);
      let last = await next();
      while (last.status === 200) last = await next();
      assert.match(last, /^ECONN/); // neither kept waiting nor answered with an error
      assert.equal((await running).status, 200);
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
  withService(
    "with a timeout of 0 it does not wait for running requests",
    { SHUTDOWN_DELAY_MS: "0", SHUTDOWN_TIMEOUT_MS: "0" },
    async (service) => {
      const running = later(assert.rejects(ask(service.url, "/api/work?ms=2000")));
      await sleep(200);
      const start = Date.now();
      service.signal("SIGTERM");
      assert.equal(await service.exitCode, 1);
      assert.ok(Date.now() - start < 1_800, `${Date.now() - start} ms`);
      await running;
    },
  ),
  withService(
    "with a timeout of 0 and nothing to wait for it ends well",
    { SHUTDOWN_DELAY_MS: "0", SHUTDOWN_TIMEOUT_MS: "0" },
    async (service) => {
      service.signal("SIGTERM");
      assert.equal(await service.exitCode, 0);
    },
  ),
  withService("a second signal ends it at once", { SHUTDOWN_DELAY_MS: "60000" }, async (service) => {
    service.signal("SIGTERM");
    await notReady(service);
    service.signal("SIGTERM");
    assert.equal(await service.exitCode, 1);
  }),
];
