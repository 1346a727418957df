import assert from "node:assert/strict";
import { ask, openRaw, sleep } from "./client";
import { scrape, select, sum } from "./exposition";
import type { Check, Start, StoppableService } from "./service";
import { withService } from "./with-service";

/** More than the request threads of any runtime here. */
const CLIENTS = 17;
/** The timeout of a probe, if the chart sets none. */
const PROBE_MS = 1_000;

/** What the kubelet and Prometheus ask, for some time: each in time. */
async function probesAnswer({ managementUrl, contract }: StoppableService, milliseconds: number): Promise<void> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(100)) {
    for (const path of [contract.healthPath, contract.readyPath, contract.metricsPath]) {
      const { status } = await ask(managementUrl, path, { signal: AbortSignal.timeout(PROBE_MS) });
      assert.equal(status, 200, path);
    }
  }
}

function slowClients(name: string, bytes: string): Check<Start> {
  return withService(name, { FAULT_INJECTION: "true", SHUTDOWN_DELAY_MS: "0" }, async (service) => {
    const sockets = await Promise.all(Array.from({ length: CLIENTS }, () => openRaw(service.url, bytes)));
    await probesAnswer(service, 2_000);
    const { status } = await ask(service.url, "/api/info", { signal: AbortSignal.timeout(20_000) });
    assert.equal(status, 200, "slow clients do not keep others out");
    for (const socket of sockets) socket.destroy();
    service.signal("SIGTERM");
    assert.equal(await service.exitCode, 0);
  });
}

/** Clients that hold the service's port must not make the kubelet restart it. */
export const saturationChecks: readonly Check<Start>[] = [
  slowClients(`${CLIENTS} clients that send nothing`, ""),
  slowClients(`${CLIENTS} clients that send half a request`, "GET /api/info HTTP/1.1\r\nHost: x\r\nX-Half:"),
  slowClients(`${CLIENTS} clients that send half a body`, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"),
  slowClients(
    `${CLIENTS} clients that send half of a body that is read`,
    'POST /api/faults HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"delayMs":',
  ),
  withService("40 clients on a route that takes 2 s", { SHUTDOWN_DELAY_MS: "0" }, async (service) => {
    const get = "GET /api/work?ms=2000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    const answers = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const socket = await openRaw(service.url, get);
        const start = Date.now();
        const answer = new Promise<{ status: string; seconds: number }>((resolve) =>
          socket.once("data", (data) => resolve({ status: String(data).slice(9, 12), seconds: (Date.now() - start) / 1000 })),
        );
        return { socket, answer };
      }),
    );
    await probesAnswer(service, 2_500);
    let waited = 0;
    for (const { socket, answer } of answers) {
      const { status, seconds } = await answer;
      assert.equal(status, "200");
      waited += seconds;
      socket.destroy();
    }
    // So that the alert on latency sees a queue, and none on requests that wait is needed beside it.
    const series = select(await scrape(service), "http_request_duration_seconds_sum", { route: "/api/work" });
    const recorded = sum(series);
    // Static files have no such route.
    assert.ok(
      series.length === 0 || recorded > 0.9 * waited,
      `the clients waited ${waited.toFixed(1)} s, ${recorded.toFixed(1)} s are recorded`,
    );
  }),
];
