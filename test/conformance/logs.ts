import assert from "node:assert/strict";
import { ask, eventually, sendRaw } from "./client";
import type { Check, Service } from "./service";

export type Entry = Readonly<Record<string, unknown>>;

export async function readLog(service: Service): Promise<Entry[]> {
  return (await service.logs()).map((line) => JSON.parse(line));
}

/** The one line of the request with this id. */
export function requestEntry(service: Service, requestId: string): Promise<Entry> {
  return eventually(async () => {
    const entries = (await readLog(service)).filter((entry) => entry.requestId === requestId);
    assert.equal(entries.length, 1, `lines of ${requestId}`);
    return entries[0];
  });
}

/** The log of a service that runs with LOG_LEVEL=debug. */
export const logChecks: readonly Check<Service>[] = [
  {
    name: "everything on standard output is a JSON object with time, level and message",
    async run(service) {
      const entries = await readLog(service);
      assert.ok(entries.length > 0);
      for (const entry of entries) {
        const { time, level, msg } = entry;
        assert.deepEqual([...Object.keys(entry).slice(0, 2), Object.keys(entry).at(-1)], ["level", "time", "msg"]);
        assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        assert.ok(Math.abs(Date.parse(String(time)) - Date.now()) < 600_000, `${time} is now`);
        assert.match(String(level), /^(trace|debug|info|warn|error|fatal)$/);
        assert.equal(typeof msg, "string");
        if (entry.err !== undefined) assert.deepEqual(Object.keys(entry.err as object).slice(0, 3), ["type", "message", "stack"]);
      }
    },
  },
  {
    name: "a request is one line with its id, path without query, route, status and duration",
    async run(service) {
      const [info, work] = ["/api/info", "/api/work"].map(service.routes.nameOf);
      const cases = [
        { id: "log-1", method: "GET", path: "/api/work", query: "?ms=30&token=secret", route: work, status: 200 },
        { id: "log-2", method: "GET", path: "/nothing/here", query: "?token=secret", route: "unmatched", status: 404 },
        { id: "log-3", method: "DELETE", path: "/api/info", query: "", route: info, status: 405 },
        { id: "log-4", method: "HEAD", path: "/", query: "", route: "/", status: 200 },
      ];
      for (const { id, method, path, query, route, status } of cases) {
        await ask(service.url, path + query, { method, headers: { "x-request-id": id } });
        const { time, durationMs, msg, ...entry } = await requestEntry(service, id);
        assert.equal(msg, "request");
        assert.deepEqual(entry, { level: "info", requestId: id, method, path, route, status });
        assert.ok(typeof durationMs === "number" && durationMs > (id === "log-1" ? 29 : 0) && durationMs < 2_000, `${durationMs} ms`);
      }
      assert.ok(!(await service.logs()).join("\n").includes("secret"));
    },
  },
  {
    name: "a long path is cut, and no line is long",
    async run(service) {
      const path = `/${"a".repeat(3_000)}`;
      await ask(service.url, path, { headers: { "x-request-id": "log-long" } });
      assert.equal((await requestEntry(service, "log-long")).path, path.slice(0, 1024));
      const count = (await service.logs()).length;
      await sendRaw(service.url, `${"A".repeat(3_000)} / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      await eventually(async () => assert.ok((await service.logs()).length > count));
      const lines = (await readLog(service)).filter(({ msg }) => msg === "request");
      assert.ok(lines.every((line) => JSON.stringify(line).length < 1_500));
    },
  },
  {
    name: "a request that got no id is logged with the one it was given",
    async run(service) {
      const { headers } = await ask(service.url, "/api/info");
      assert.equal((await requestEntry(service, String(headers["x-request-id"]))).path, "/api/info");
    },
  },
  {
    name: "probes and scrapes are logged at debug level",
    async run(service) {
      const { healthPath, readyPath, metricsPath } = service.contract;
      for (const [index, path] of [healthPath, readyPath, metricsPath].entries()) {
        await ask(service.url, path, { headers: { "x-request-id": `probe-${index}` } });
        assert.equal((await requestEntry(service, `probe-${index}`)).level, "debug");
      }
    },
  },
];
