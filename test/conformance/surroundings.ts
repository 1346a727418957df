import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { ask, eventually, sleep } from "./client";
import { readLog } from "./logs";
import type { Check, ProcessService, StartProcess } from "./service";
import { withService } from "./with-service";

const withProcess = withService<ProcessService>;

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === "::1"));

/** Nobody listens there. */
const NOWHERE = "http://127.0.0.1:9";
const PROXIES = Object.fromEntries(
  ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"].map((name) => [name, NOWHERE]),
);

/** As many requests as asked for, some at a time. */
async function ask200({ url }: ProcessService, count: number, path: string): Promise<void> {
  for (let done = 0; done < count; done += 20) {
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { status } = await ask(url, path, { signal: AbortSignal.timeout(5_000) });
        assert.ok(status === 200 || status === 404, `${status}`);
      }),
    );
  }
}

/** Addresses, proxies and the reader of the log: what surrounds a process. */
export const surroundingsChecks: readonly Check<StartProcess>[] = [
  withProcess("it answers on all addresses, of IPv4 and of IPv6, and its health check finds it", {}, async (service) => {
    for (const url of [service.url, service.managementUrl]) {
      for (const host of hasIpv6 ? ["127.0.0.1", "[::1]"] : ["127.0.0.1"]) {
        const { status } = await ask(url.replace("127.0.0.1", host), service.contract.healthPath);
        assert.equal(status, 200, host);
      }
    }
    assert.equal(await service.healthCheck(), 0);
  }),
  withProcess("HOST, which shells and conda set, means nothing", { HOST: "x86_64-conda-linux-gnu" }, async (service) => {
    assert.equal((await ask(service.url, "/api/info")).status, 200);
    assert.equal(await service.healthCheck(), 0);
  }),
  withProcess("the health check follows BIND_ADDRESS", { BIND_ADDRESS: "127.0.0.1" }, async (service) => {
    assert.equal(await service.healthCheck(), 0);
    if (hasIpv6) await assert.rejects(ask(service.url.replace("127.0.0.1", "[::1]"), "/"), "and nothing else is bound");
  }),
  withProcess("the health check uses no proxy", { ...PROXIES, NODE_USE_ENV_PROXY: "1" }, async (service) => {
    assert.equal(await service.healthCheck(), 0);
  }),
  withProcess("the health check fails where nobody answers", {}, async (service) => {
    assert.notEqual(await service.healthCheck({ PORT: "9", MANAGEMENT_PORT: "9" }), 0);
  }),
  withProcess("a reader of the log that comes late misses no line, not even the last", { SHUTDOWN_DELAY_MS: "0" }, async (service) => {
    const COUNT = 2_000; // more than the pipe holds
    service.stallLog();
    await ask200(service, COUNT, `/${"x".repeat(500)}`);
    service.signal("SIGTERM");
    await sleep(1_500);
    service.resumeLog();
    assert.equal(await service.exitCode, 0);
    const messages = (await readLog(service)).map(({ msg }) => msg);
    assert.equal(messages.filter((msg) => msg === "request").length, COUNT);
    assert.equal(messages.at(-1), "stopped");
  }),
  withProcess("a reader of the log that stalls costs neither answers nor memory without end", {}, async (service) => {
    const path = `/${"x".repeat(1_000)}`;
    await ask200(service, 2_000, path);
    service.stallLog();
    const before = service.megabytes();
    await ask200(service, 40_000, path); // more than 40 MB of log
    const grown = service.megabytes() - before;
    assert.ok(grown < 40, `${grown.toFixed(0)} MB`);
    service.resumeLog();
    // It goes on when it is read again, as soon as what had to wait is written.
    await eventually(async () => {
      await ask200(service, 20, "/api/info");
      assert.ok((await readLog(service)).some(({ path }) => path === "/api/info"));
    }, 20_000);
  }),
];
