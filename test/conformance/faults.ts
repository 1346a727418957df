import assert from "node:assert/strict";
import { ask, askJson, eventually, openRaw, post, sendRaw, statusOf } from "./client";
import { countRequests } from "./exposition";
import { readLog } from "./logs";
import type { Check, Start } from "./service";
import { withService } from "./with-service";

const NONE = { delayMs: 0, errorRate: 0, unready: false };

/** Trouble made on purpose: each check needs a service of its own. */
export const faultChecks: readonly Check<Start>[] = [
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
      { toString: 1 },
      { constructor: 1 },
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
  withService("a body that breaks off while it is read is no error of the server", { FAULT_INJECTION: "true" }, async (service) => {
    const head = "POST /api/faults HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    for (const rest of [
      "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
      "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n",
      "Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx",
    ]) {
      const status = statusOf(await sendRaw(service.url, head + rest));
      assert.ok(status === undefined || (status >= 400 && status < 500), `${status} for ${rest}`);
    }
    for (const rest of ["Content-Length: 99\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"]) {
      (await openRaw(service.url, head + rest)).end();
    }
    const count = () => countRequests(service, { method: "POST", route: "/api/faults" });
    await eventually(async () => assert.equal(await count(), 5));
    assert.equal(await countRequests(service, { status: "500" }), 0);
    assert.ok(!(await readLog(service)).some(({ level }) => level === "error"));
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
      const names = ["/", "/api/info", "/api/work"].map(service.routes.nameOf);
      for (const route of new Set(names)) {
        const asked = names.filter((name) => name === route).length;
        await eventually(async () => assert.equal(await countRequests(service, { route, status: "500" }), asked, route));
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
];
